"""Every door of the site has a policy, and none opens to an anonymous POST unless it says why."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from isegoria.core.policy import EVERYONE, Policy
from isegoria.core.registry import policies
from isegoria.core.routes import page, policy_of
from isegoria.site.external_routes import ACCOUNT_DOOR
from isegoria.site.external_routes import EXTERNAL_ROUTES as EXTERNAL

SAMPLES = {
    "slug": "a-slug",
    "str": "a-word",
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "a/path",
}


_INHERITED: dict[str, dict[str, object]] = {}
"""The parameters that a route takes from the addresses it is included under, by its name."""


def _walk(
    patterns: list[URLPattern | URLResolver],
    prefix: str = "",
    namespace: str = "",
    above: dict[str, object] | None = None,
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            own = getattr(pattern.pattern, "converters", {})
            yield from _walk(pattern.url_patterns, where, inner, {**(above or {}), **own})
        else:
            _INHERITED[f"{namespace}{pattern.name}"] = above or {}
            yield where, f"{namespace}{pattern.name}", pattern


ROUTES = list(_walk(get_resolver().url_patterns))


def _address(name: str, pattern: URLPattern) -> str | None:
    converters = {**_INHERITED[name], **getattr(pattern.pattern, "converters", {})}
    kinds = {
        key: type(value).__name__.removesuffix("Converter").lower()
        for key, value in converters.items()
    }
    kinds = {key: {"string": "str"}.get(kind, kind) for key, kind in kinds.items()}
    groups = getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
    arguments = {key: SAMPLES.get(kinds.get(key, "str"), "x") for key in {*kinds, *groups}}
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return None


def test_the_walk_sees_the_site() -> None:
    names = {name for _where, name, _pattern in ROUTES}
    assert {"home", "processes:page", "account_login", "health"} <= names


@pytest.mark.parametrize(("where", "name", "pattern"), ROUTES, ids=lambda value: str(value)[:60])
def test_every_route_declares_its_policy(where: str, name: str, pattern: URLPattern) -> None:
    assert isinstance(policy_of(pattern.callback, name), Policy), (
        f"{where} ({name}) declares no policy"
    )


def test_the_policy_of_every_route_stands_in_a_manifest() -> None:
    used = {policy_of(pattern.callback, name) for _where, name, pattern in ROUTES}
    assert {policy.name for policy in used if policy} <= set(policies())


def test_the_table_of_other_packages_routes_names_no_route_that_is_gone() -> None:
    names = {name for _where, name, _pattern in ROUTES}
    assert set(EXTERNAL) <= names


OPEN_DOORS = {name for name, policy in EXTERNAL.items() if policy is ACCOUNT_DOOR}
"""allauth's forms that a visitor without an account must reach: sign in, confirm, recover."""
POSTABLE = [(name, pattern) for _where, name, pattern in ROUTES if name not in OPEN_DOORS]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), POSTABLE, ids=lambda value: str(value)[:60])
def test_an_anonymous_post_is_refused_unless_the_route_says_why(
    name: str, pattern: URLPattern
) -> None:
    """Whatever the policy would say and whether the thing exists: nobody may change anything."""
    if getattr(pattern.callback, "anonymous_post", ""):
        return
    address = _address(name, pattern)
    assert address is not None, f"{name}: give SAMPLES a value for its parameters"
    answer = Client(raise_request_exception=False).post(address)
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(
        reverse("account_login")
    )
    assert answer.status_code in {403, 405} or to_sign_in, (
        f"POST {address} by nobody answered {answer.status_code}"
    )


def test_a_post_that_a_view_would_accept_from_anybody_is_refused_to_nobody() -> None:
    """The guard stands before the loader and the policy: an open policy does not open a POST."""
    reached = []

    @page(Policy("test.open", "Open", EVERYONE), methods=("POST",))
    def change(request: HttpRequest) -> HttpResponse:
        reached.append(request)
        return HttpResponse()

    request = RequestFactory().post("/anything/")
    assert change(request).status_code == 302
    assert not reached
    welcomed = page(
        Policy("test.welcome", "Welcome", EVERYONE), methods=("POST",), anonymous_post="a test"
    )(lambda _request: HttpResponse())
    assert welcomed(request).status_code == 200

"""Every address leads where Django's own resolver would lead."""

from collections.abc import Iterator

import pytest
from django.urls import LocalePrefixPattern, Resolver404, URLPattern, URLResolver, get_resolver
from django.utils import translation

from isegoria.core.resolving import FirstWords

SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "slug": "une-idee",
    "int": "7",
    "str": "mot",
    "path": "un/chemin",
}
UNKNOWN = ("", "nulle-part/", "contributions", "contributions-bis/", "en", "<x>/", "é/")


def _routes(resolver: URLResolver) -> Iterator[str]:
    """An address that each route under ``resolver`` takes, in the present language."""
    for route in resolver.url_patterns:
        begins = str(route.pattern)
        for name, converter in getattr(route.pattern, "converters", {}).items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            begins = begins.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "mot"))
            begins = begins.replace(f"<{name}>", "mot")
        rest = [""] if isinstance(route, URLPattern) else _routes(route)
        yield from (begins + end for end in rest)


def _found(resolver: URLResolver, path: str) -> object:
    try:
        match = resolver.resolve(path)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.view_name, match.route


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_route_of_the_site_is_found_as_django_finds_it(language: str) -> None:
    [ours] = [each for each in get_resolver().url_patterns if isinstance(each, FirstWords)]
    plain = URLResolver(LocalePrefixPattern(prefix_default_language=False), ours.url_patterns)
    with translation.override(language):
        prefix = str(plain.pattern)
        paths = [prefix + path for path in (*_routes(plain), *UNKNOWN)]
        assert [_found(ours, path) for path in paths] == [_found(plain, path) for path in paths]
        assert sum(_found(ours, path) is not None for path in paths) > 150

"""The capability registry: every manifest of the installation, read once and checked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from isegoria.core.component import Component
from isegoria.core.notice_kinds import NoticeKind
from isegoria.core.phases import PhaseKind
from isegoria.core.policy import Policy
from isegoria.core.post_kinds import PostKind

_OURS = ("isegoria.", "tests.")


@cache
def components() -> tuple[Component, ...]:
    """The manifests of the installed applications, in the order of ``INSTALLED_APPS``."""
    found = []
    for config in apps.get_app_configs():
        module = f"{config.name}.component"
        if module == Component.__module__ or not config.name.startswith(_OURS):
            continue
        if find_spec(module) is not None:
            found.append(import_module(module).COMPONENT)
    return tuple(found)


def declared[T](field: Callable[[Component], Iterable[T]]) -> Iterator[T]:
    """Every object that the components declare in one field of their manifest."""
    for component in components():
        yield from field(component)


@cache
def policies() -> dict[str, Policy]:
    """Every policy by name."""
    return {policy.name: policy for policy in declared(lambda component: component.policies)}


@cache
def phase_kinds() -> dict[str, PhaseKind]:
    """Every kind of phase by code."""
    return {kind.code: kind for kind in declared(lambda component: component.phase_kinds)}


@cache
def post_kinds() -> dict[str, PostKind]:
    """Every kind of post by code."""
    return {kind.code: kind for kind in declared(lambda component: component.post_kinds)}


@cache
def notice_kinds() -> dict[str, NoticeKind]:
    """Every kind of notice by code."""
    return {kind.code: kind for kind in declared(lambda component: component.notice_kinds)}


def policy(name: str) -> Policy:
    """The policy called ``name``; raises LookupError naming those that exist."""
    try:
        return policies()[name]
    except KeyError:
        raise LookupError(f"no policy {name!r}; known: {', '.join(sorted(policies()))}") from None


_UNIQUE: dict[str, tuple[str, Callable[[Component], Iterable[Any]]]] = {
    "E001": ("component", lambda component: [component.name]),
    "E002": ("policy", lambda component: [item.name for item in component.policies]),
    "E003": ("phase kind", lambda component: [item.code for item in component.phase_kinds]),
    "E004": ("journal kind", lambda component: [item.name for item in component.journal_kinds]),
    "E005": ("export", lambda component: [item.name for item in component.exports]),
    "E006": ("recurring task", lambda component: [item.name for item in component.recurring]),
    "E007": ("search source", lambda component: [item.name for item in component.search]),
    "E008": ("post kind", lambda component: [item.code for item in component.post_kinds]),
    "E009": ("notice kind", lambda component: [item.code for item in component.notice_kinds]),
}


@register()
def check_manifests(**_kwargs: Any) -> list[CheckMessage]:
    """System check: no two manifests declare the same name, and policies are called ``room.action``."""
    problems: list[CheckMessage] = []
    for code, (what, names) in _UNIQUE.items():
        for name, times in Counter(declared(names)).items():
            if times > 1:
                problems.append(
                    Error(f"The {what} {name!r} is declared {times} times.", id=f"isegoria.{code}")
                )
    problems += [
        Error(f"The policy {item.name!r} is not called room.action.", id="isegoria.E010")
        for item in declared(lambda component: component.policies)
        if "." not in item.name
    ]
    return problems

"""Reads about persons."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext

from isegoria.commons.people.models import Account, Person
from isegoria.core.actor import ANONYMOUS, Actor, Verification
from isegoria.core.registry import components


def display_name(account: Account) -> str:
    """The name an account's person chose to be shown by, '' when none."""
    return Person.objects.values_list("display_name", flat=True).get(pk=account.person_id)


_BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """How a person would call the browser that says ``user_agent``: "Firefox, Android"."""
    found = (
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found)) or gettext("Unknown device")


class _Roles(Mapping[str, Any]):
    """What each room knows of a person's mandates, asked for the first time a policy reads it."""

    def __init__(self, person_id: UUID) -> None:
        self._person_id = person_id
        self._found: dict[str, Any] = {}

    def __getitem__(self, room: str) -> Any:
        if room not in self._found:
            self._found[room] = _finders()[room](self._person_id)
        return self._found[room]

    def __iter__(self) -> Iterator[str]:
        return iter(_finders())

    def __len__(self) -> int:
        return len(_finders())


@cache
def _finders() -> dict[str, Callable[[UUID], Any]]:
    return {component.name: component.roles for component in components() if component.roles}


def actor_for_user(user: AbstractBaseUser | AnonymousUser, *, second_factor: bool = False) -> Actor:
    """The actor behind a signed-in account (one query for its person), or nobody."""
    if not isinstance(user, Account) or not user.is_active:
        return ANONYMOUS
    return actor_for_account(
        user, Person.objects.get(pk=user.person_id), second_factor=second_factor
    )


def actor_for_account(user: Account, person: Person, *, second_factor: bool) -> Actor:
    """The actor behind an open account whose person was just read. No query."""
    return Actor(
        person_id=person.pk,
        is_administrator=user.is_administrator,
        verification=Verification(person.verification),
        declared_age=person.declared_age,
        second_factor=second_factor,
        already_counted=frozenset(map(UUID, person.already_counted)),
        roles=_Roles(person.pk),
    )

"""Reads about the bodies of a process: who sits where, and who sat there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigAutoField, DateTimeField, Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes.models import Body, BodyKind, Membership, Process, TeamRole
from isegoria.core import clock
from isegoria.core.compiled import Compiled, Given, Sent
from isegoria.core.texts import Text, Texts, language_of, pick
from isegoria.core.ui.formatting import date
from isegoria.core.ui.markdown import render_markdown


@dataclass(frozen=True, slots=True)
class Member:
    """A mandate, ready to be shown: ``role`` is '' outside the team, ``since`` and ``until`` are dates in
    words, ``reason`` says why the mandate ended ('' while it runs)."""

    ref: str
    name: str
    role: str
    function: str
    function_language: str
    since: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class BodyView:
    """A body with those who sit in it now, then those who did. ``kind`` is its kind in words.

    It is made once for the same rows, hence told from others by identity.
    """

    ref: str
    slug: str
    title: str
    language: str
    kind: Text
    is_team: bool
    description: SafeString
    description_language: str
    members: tuple[Member, ...]
    former: tuple[Member, ...]


class _Mandate(NamedTuple):
    """A row of Membership, as :func:`bodies_of` reads it."""

    body_id: int
    ref: UUID
    person_id: UUID | None
    name: str | None
    role: str
    function: Texts
    began_at: datetime
    ended_at: datetime | None
    ended_because: str
    is_named: bool
    is_over: bool


KEPT = 200
"""Processes and languages whose bodies stay as they were made, for as long as their rows are the same."""
_COLUMNS = (
    *("body_id", "ref", "person_id", "person__display_name", "role", "function"),
    *("began_at", "ended_at", "ended_because", "is_named", "is_over"),
)
_OF, _NOW = Given("process", BigAutoField()), Given("now", DateTimeField())
_MANDATES = Compiled(
    lambda: (
        Membership.objects.filter(body__process=_OF, began_at__lte=_NOW)
        .annotate(is_over=Q(ended_at__isnull=False, ended_at__lte=_NOW))
        .values_list(*_COLUMNS)
    )
)
_BODIES = Compiled(lambda: Body.objects.filter(process=_OF))


def unnamed_members(body: Body) -> frozenset[UUID]:
    """Who sits or sat in a body without being named in public. One statement."""
    return frozenset(Membership.objects.filter(body=body, is_named=False).people())


def name_in_public(person: Person | None, unnamed: frozenset[UUID]) -> str:
    """What a page calls a member of a body whose unnamed members are ``unnamed``."""
    if person is None:
        return _("A person who asked to be forgotten")
    return _("A member drawn by lot") if person.pk in unnamed else str(person)


def bodies_of(process: Process) -> tuple[BodyView, ...]:
    """The bodies in the order of the organisers, the team last. Two statements."""
    bodies = _BODIES.sent(process=process.pk)
    return _views(bodies, _MANDATES.sent(process=process.pk, now=clock.now()), get_language())


@lru_cache(KEPT)
def _views(
    bodies: Sent[Body],
    mandates: Sent[tuple[Any, ...]],
    _language: str | None,
) -> tuple[BodyView, ...]:
    seats: dict[int, list[_Mandate]] = {}
    for mandate in map(_Mandate._make, mandates.all()):
        seats.setdefault(mandate.body_id, []).append(mandate)
    shown = sorted(bodies.all(), key=lambda body: body.kind == BodyKind.TEAM)
    return tuple(_view(body, seats.get(body.pk, ())) for body in shown)


def _view(body: Body, mandates: Iterable[_Mandate]) -> BodyView:
    running: list[Member] = []
    over: list[Member] = []
    for mandate in mandates:
        (over if mandate.is_over else running).append(_member(mandate))
    return BodyView(
        ref=str(body.ref),
        slug=body.slug,
        title=pick(body.title) or body.slug,
        language=language_of(body.title),
        kind=BodyKind(body.kind).label,
        is_team=body.kind == BodyKind.TEAM,
        description=render_markdown(pick(body.description)),
        description_language=language_of(body.description),
        members=tuple(running),
        former=tuple(over),
    )


def _member(mandate: _Mandate) -> Member:
    function = mandate.function
    return Member(
        ref=str(mandate.ref),
        name=_name(mandate),
        role=str(TeamRole(mandate.role).label) if mandate.role else "",
        function=pick(function) if function else "",
        function_language=language_of(function) if function else "",
        since=date(mandate.began_at),
        until=date(mandate.ended_at) if mandate.ended_at else "",
        reason=mandate.ended_because if mandate.is_over else "",
    )


def _name(mandate: _Mandate) -> str:
    if mandate.person_id is None:
        return _("A person who asked to be forgotten")
    if not mandate.is_named:
        return _("A member drawn by lot")
    return mandate.name or _("A participant")

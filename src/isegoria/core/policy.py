"""Who may do what: ``action → predicate``, named, lazy, composable, each with its queryset twin.

A :class:`Predicate` answers twice. :meth:`Predicate.decide` answers for one object and says why;
:meth:`Predicate.where` answers for a whole table, as a ``Q``. Composition is lazy: ``a & b`` does not ask
``b`` when ``a`` refuses, and the refusal is always that of the part that refused. A property test holds
the two answers together for every policy that names a model (``tests/architecture``).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.decision import YES, Decision, most_helpful, no
from isegoria.core.errors import Refused
from isegoria.core.texts import Text

ALL = ~Q(pk__in=[])
NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Ask:
    """One question put to a predicate: may ``actor`` do this to ``obj`` at ``now``?"""

    actor: Actor
    obj: Any
    now: datetime


class Predicate:
    """A condition with its two faces. Combine with ``&`` and ``|``."""

    def decide(self, ask: Ask) -> Decision:
        """The answer for one object."""
        raise NotImplementedError  # abstract: every subclass below answers

    def where(self, actor: Actor, now: datetime) -> Q:
        """The rows for which :meth:`decide` says yes."""
        raise NotImplementedError  # abstract: every subclass below answers

    def __and__(self, other: "Predicate") -> "Predicate":
        return _All((self, other))

    def __or__(self, other: "Predicate") -> "Predicate":
        return _Any((self, other))


@dataclass(frozen=True, slots=True)
class _All(Predicate):
    parts: tuple[Predicate, ...]

    def decide(self, ask: Ask) -> Decision:
        for part in self.parts:
            decision = part.decide(ask)
            if not decision:
                return decision
        return YES

    def where(self, actor: Actor, now: datetime) -> Q:
        condition = ALL
        for part in self.parts:
            condition &= part.where(actor, now)
        return condition


@dataclass(frozen=True, slots=True)
class _Any(Predicate):
    parts: tuple[Predicate, ...]

    def decide(self, ask: Ask) -> Decision:
        refusals: list[Decision] = []
        for part in self.parts:
            decision = part.decide(ask)
            if decision:
                return decision
            refusals.append(decision)
        return most_helpful(tuple(refusals))

    def where(self, actor: Actor, now: datetime) -> Q:
        condition = NONE
        for part in self.parts:
            condition |= part.where(actor, now)
        return condition


@dataclass(frozen=True, slots=True)
class _Concealed(Predicate):
    inner: Predicate

    def decide(self, ask: Ask) -> Decision:
        decision = self.inner.decide(ask)
        return decision or replace(decision, hidden=True)

    def where(self, actor: Actor, now: datetime) -> Q:
        return self.inner.where(actor, now)


def concealed(inner: Predicate) -> Predicate:
    """``inner``, whose refusals do not even admit that the object exists (404, the same for all)."""
    return _Concealed(inner)


@dataclass(frozen=True, slots=True)
class Condition(Predicate):
    """A leaf. ``test`` decides for one object; ``rows`` is the same rule as a ``Q``."""

    code: str
    reason: Text
    test: Callable[[Ask], bool | Decision]
    rows: Callable[[Actor, datetime], Q]

    def decide(self, ask: Ask) -> Decision:
        answer = self.test(ask)
        if isinstance(answer, Decision):
            return answer
        return YES if answer else no(self.code, self.reason)

    def where(self, actor: Actor, now: datetime) -> Q:
        return self.rows(actor, now)


def about_actor(code: str, reason: Text, test: Callable[[Actor], bool]) -> Condition:
    """A leaf that looks at the actor alone."""
    return Condition(
        code,
        reason,
        test=lambda ask: test(ask.actor),
        rows=lambda actor, _now: ALL if test(actor) else NONE,
    )


def having(code: str, reason: Text, **columns: Any) -> Condition:
    """A leaf about what stands in the columns of a row. A path leads over relations, as in a lookup; they
    must be loaded."""
    read = attrgetter(*(path.replace("__", ".") for path in columns))
    values = tuple(columns.values()) if len(columns) > 1 else next(iter(columns.values()))
    return Condition(
        code,
        reason,
        test=lambda ask: bool(read(ask.obj) == values),
        rows=lambda _actor, _now: Q(**columns),
    )


def of_actor(code: str, reason: Text, path: str) -> Condition:
    """A leaf about whose a row is: ``path`` leads to the column of the person's reference."""
    return Condition(
        code,
        reason,
        test=lambda ask: (
            ask.actor.person_id is not None and follow(ask.obj, path) == ask.actor.person_id
        ),
        rows=lambda actor, _now: NONE if actor.person_id is None else Q(**{path: actor.person_id}),
    )


def follow(obj: Any, path: str) -> Any:
    """What a lookup such as ``post__activity`` leads to from a loaded row; '' is the row itself."""
    for name in filter(None, path.split("__")):
        obj = getattr(obj, name)
    return obj


EVERYONE = about_actor("everyone", "", lambda _actor: True)
SIGNED_IN = about_actor(
    "sign_in",
    _("Sign in first: we need to know who you are."),
    lambda actor: actor.is_signed_in,
)
SECOND_FACTOR = about_actor(
    "second_factor",
    _("For this, sign in with a second proof: an authenticator application or a passkey."),
    lambda actor: actor.second_factor or not settings.TEAM_SECOND_FACTOR,
)
"""What whoever works for a site or a process needs besides the role, where the settings ask for it."""
ADMINISTRATOR = (
    about_actor(
        "administrator",
        _("Only the administrators of this site may do this."),
        lambda actor: actor.is_administrator,
    )
    & SECOND_FACTOR
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One action and the predicate that opens it.

    ``name`` is ``room.action``; ``label`` the action in words, for the documentation and the audit page;
    ``model`` the table its queryset twin filters (None for an action on nothing in particular).
    """

    name: str
    label: Text
    predicate: Predicate
    model: type[Model] | None = None

    def decide(self, actor: Actor, obj: Any = None, *, now: datetime | None = None) -> Decision:
        """May ``actor`` do this to ``obj``?"""
        return self.predicate.decide(Ask(actor, obj, now or clock.now()))

    def authorise(self, actor: Actor, obj: Any = None, *, now: datetime | None = None) -> None:
        """Return if ``actor`` may, raise :class:`Refused` with the reason otherwise."""
        decision = self.decide(actor, obj, now=now)
        if not decision:
            raise Refused(decision)

    def allowed_among[M: Model](
        self, queryset: QuerySet[M], actor: Actor, *, now: datetime | None = None
    ) -> QuerySet[M]:
        """The rows of ``queryset`` for which :meth:`decide` would say yes."""
        return queryset.filter(self.predicate.where(actor, now or clock.now()))

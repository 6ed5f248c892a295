"""Conditions that any room puts together into its policies: roles, open phases, verification, age.

Each takes ``path``, which leads from the model of the policy to its process or its activity, as in a
lookup: ``""`` for the thing itself, ``"activity"``, ``"post__activity"``.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Phase, TeamRole
from isegoria.commons.processes.roles import mandates_of
from isegoria.commons.processes.states import ProcessState
from isegoria.core import registry
from isegoria.core.actor import Actor, Verification
from isegoria.core.decision import YES, Decision, no
from isegoria.core.phases import Action, Window, action_open
from isegoria.core.policy import (
    ADMINISTRATOR,
    ALL,
    SECOND_FACTOR,
    Ask,
    Condition,
    Predicate,
    about_actor,
    concealed,
    follow,
)
from isegoria.core.texts import Text

WHOLE_TEAM = frozenset(TeamRole.values)

KNOWN = Condition(
    "sign_in",
    _("Sign in first: we need to know who you are."),
    test=lambda ask: ask.actor.is_signed_in or ask.obj.verification == Verification.NONE,
    rows=lambda actor, _now: Q() if actor.is_signed_in else Q(verification=Verification.NONE),
)
"""About an activity: somebody is signed in, unless it welcomes people without an account."""


def team(*roles: str, path: str = "") -> Predicate:
    """The people of the process's team who have one of ``roles`` (any, when none is named), and the
    administrators. ``path`` leads to the process."""
    return ADMINISTRATOR | (_member(roles, path) & SECOND_FACTOR)


def backstage(*roles: str, path: str = "") -> Predicate:
    """As :func:`team`, for what the others must not know to exist. Whoever belongs to the team and has
    not shown a second proof is told so."""
    boss = about_actor("administrator", "", lambda actor: actor.is_administrator)
    return concealed(boss | _member(roles, path)) & SECOND_FACTOR


def _member(roles: tuple[str, ...], path: str) -> Condition:
    wanted = frozenset(roles) or WHOLE_TEAM
    key = f"{path}_id" if path else "pk"

    def test(ask: Ask) -> bool:
        return follow(ask.obj, key) in mandates_of(ask.actor).processes_with(wanted)

    def rows(actor: Actor, _now: datetime) -> Q:
        return Q(**{f"{key}__in": mandates_of(actor).processes_with(wanted)})

    return Condition("team", _("Only the team of this process may do this."), test, rows)


def sits_in(*kinds: str, path: str = "") -> Condition:
    """The actor sits in a body of one of ``kinds`` of the process. ``path`` leads to the process."""
    key = f"{path}_id" if path else "pk"

    def places(actor: Actor) -> frozenset[int]:
        held = mandates_of(actor).kinds
        return frozenset().union(*(held.get(kind, frozenset()) for kind in kinds))

    return Condition(
        "member",
        _("This is for the members of the panel and of its working groups."),
        test=lambda ask: follow(ask.obj, key) in places(ask.actor),
        rows=lambda actor, _now: Q(**{f"{key}__in": places(actor)}),
    )


def sits(path: str) -> Condition:
    """The actor sits in the body that ``path`` leads to."""
    key = f"{path}_id"
    return Condition(
        "member",
        _("This is for the members of the body that is in charge."),
        test=lambda ask: follow(ask.obj, key) in mandates_of(ask.actor).bodies,
        rows=lambda actor, _now: Q(**{f"{key}__in": mandates_of(actor).bodies}),
    )


def stands(code: str, reason: Text, *states: str, path: str = "") -> Condition:
    """The process is in one of ``states``. ``path`` leads to the process, which must be loaded."""
    column = f"{path}__state" if path else "state"
    return Condition(
        code,
        reason,
        test=lambda ask: follow(ask.obj, column) in states,
        rows=lambda _actor, _now: Q(**{f"{column}__in": states}),
    )


def is_draft(path: str = "") -> Condition:
    """The process is being prepared: few know of it."""
    return stands(
        "not_draft", _("This process is already published."), ProcessState.DRAFT, path=path
    )


def is_public(path: str = "") -> Condition:
    """Everybody reads the process: it is published, or archived since."""
    reason = _("This process is not published yet.")
    return stands("not_published", reason, ProcessState.PUBLISHED, ProcessState.ARCHIVED, path=path)


def is_running(path: str = "") -> Condition:
    """The process is published and not archived."""
    return stands(
        "not_running", _("This process is not running."), ProcessState.PUBLISHED, path=path
    )


def is_not_archived(path: str = "") -> Condition:
    """The process can still be changed."""
    reason = _("This process is archived: it can be read, no longer changed.")
    return stands("archived", reason, ProcessState.DRAFT, ProcessState.PUBLISHED, path=path)


def opened(action: Action, path: str = "") -> Predicate:
    """A phase that opens ``action`` is running. ``path`` leads to the activity, whose ``phases`` must
    be loaded. Whoever acts through an agent does so in the process of that agent alone."""

    def test(ask: Ask) -> Decision:
        activity = follow(ask.obj, path)
        return action_open(windows(activity.phases.all()), action, ask.now)

    def rows(_actor: Actor, now: datetime) -> Q:
        kinds = [kind.code for kind in registry.phase_kinds().values() if action in kind.opens]
        running = Phase.objects.filter(
            activity=OuterRef(path or "pk"), kind__in=kinds, opens_at__lte=now, closes_at__gt=now
        )
        return Q(Exists(running))

    return here(f"{path}__process" if path else "process") & Condition(
        "not_planned", "", test, rows
    )


def here(path: str = "") -> Condition:
    """Whoever acts through an agent acts in the process of that agent. ``path`` leads to the process."""
    key = f"{path}_id" if path else "pk"

    def test(ask: Ask) -> bool:
        only = _only_process(ask.actor)
        return only is None or follow(ask.obj, key) == only

    def rows(actor: Actor, _now: datetime) -> Q:
        only = _only_process(actor)
        return ALL if only is None else Q(**{key: only})

    return Condition(
        "desk", _("You are typing for somebody, in another process than this one."), test, rows
    )


def _only_process(actor: Actor) -> int | None:
    """Where an agent acts for this person. Whoever acts in person is asked for no mandate."""
    return None if actor.entered_by is None else mandates_of(actor).only


def verified(path: str = "") -> Condition:
    """The actor is as well known as the activity asks. ``path`` leads to the activity."""
    column = f"{path}__verification" if path else "verification"
    sentence = _("For this, we first need to check who you are.")
    return Condition(
        "verification",
        sentence,
        test=lambda ask: _at_least(
            "verification", sentence, ask.actor.verification, follow(ask.obj, column)
        ),
        rows=lambda actor, _now: Q(**{f"{column}__lte": actor.verification}),
    )


def old_enough(path: str = "process") -> Condition:
    """The actor declared the age that the process asks. ``path`` leads to the process."""
    column = f"{path}__minimum_age" if path else "minimum_age"
    sentence = _("For this, we first need to know that you are old enough.")
    return Condition(
        "age",
        sentence,
        test=lambda ask: _at_least(
            "age", sentence, ask.actor.declared_age, follow(ask.obj, column)
        ),
        rows=lambda actor, _now: Q(**{f"{column}__lte": actor.declared_age}),
    )


def _at_least(code: str, reason: Promise, present: int, needed: int) -> Decision:
    return YES if present >= needed else no(code, reason, needs=int(needed))


def windows(phases: Any) -> tuple[Window, ...]:
    """The windows of some phases, with what their kinds open."""
    kinds = registry.phase_kinds()
    return tuple(
        Window(phase.opens_at, phase.closes_at, kinds[phase.kind].opens)
        for phase in phases
        if phase.kind in kinds
    )

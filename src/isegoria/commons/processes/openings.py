"""What the phases of a process open to one visitor: now, later, or not, and then why.

An action of an open phase is asked of the policy of the same name, when that policy is about an
activity; an action without one is open to whoever is as well known and as old as the activity asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.db.models import BigAutoField, Exists, OuterRef, QuerySet

from isegoria.commons.processes.conditions import KNOWN, old_enough, verified
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core import registry
from isegoria.core.actor import Actor
from isegoria.core.compiled import Compiled, Given, prefetched
from isegoria.core.component import ActivityKind
from isegoria.core.decision import Decision
from isegoria.core.phases import Action, Status, Window, status
from isegoria.core.policy import Ask
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui.context import Link
from isegoria.core.ui.formatting import status_in_words
from isegoria.core.ui.remedies import remedy

_KNOWN_ENOUGH = KNOWN & verified() & old_enough()
_OF = Given("process", BigAutoField())
_ACTIVITIES = Compiled(lambda: Activity.objects.filter(process=_OF))
_PHASES = Compiled(lambda: Phase.objects.filter(activity__process=_OF))
_NOT_FOR_VISITORS = frozenset({"team", "administrator"})


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a phase opens: ``url`` where one does it, or ``reason`` why not and what would help."""

    label: Text
    url: str = ""
    reason: Text = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A phase that opens something to do. ``process`` is told where several are shown together."""

    title: str
    language: str
    when: str
    is_open: bool
    url: str
    acts: tuple[Act, ...]
    opens_at: datetime
    process: str = ""
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity of a process, with its page ('' when it has none)."""

    title: str
    language: str
    kind: Text
    url: str


def activities_of(process: Process) -> Sequence[Activity]:
    """The activities of ``process`` with their phases, each knowing the other. Two statements."""
    phases: dict[int, list[Phase]] = {}
    for phase in _PHASES(process=process.pk):
        phases.setdefault(phase.activity_id, []).append(phase)
    activities = _ACTIVITIES(process=process.pk)
    for activity in activities:
        activity.process = process
        prefetched(activity, phases=phases.get(activity.pk, []))
    return activities


def open_activities(now: datetime) -> QuerySet[Activity]:
    """The activities that are not closed: their process runs, and one of their phases is not over."""
    later = Phase.objects.filter(activity=OuterRef("pk"), closes_at__gt=now)
    return Activity.objects.filter(Exists(later), process__state=ProcessState.PUBLISHED)


def openings_today(actor: Actor, now: datetime) -> tuple[Opening, ...]:
    """What can be done now in all published processes, soonest to close first. Two statements."""
    acting = [kind.code for kind in registry.phase_kinds().values() if kind.opens]
    activities = (
        Activity.objects.filter(
            process__state=ProcessState.PUBLISHED,
            phases__kind__in=acting,
            phases__opens_at__lte=now,
            phases__closes_at__gt=now,
        )
        .distinct()
        .select_related("process")
        .prefetch_related("phases")
    )
    found = [item for item in openings(activities, actor, now) if item.is_open]
    return tuple(sorted(found, key=lambda item: (item.closes_at is None, item.closes_at)))


def openings(
    activities: Iterable[Activity], actor: Actor, now: datetime, back: str = ""
) -> Iterator[Opening]:
    """What the phases of ``activities`` open now or later, for ``actor``. No statement.

    ``back`` is where somebody who signs in first comes back to, when the activity has no page.
    """
    for activity in activities:
        url = address_of(activity)
        for phase in activity.phases.all():
            kind = registry.phase_kinds().get(phase.kind)
            where = status(Window(phase.opens_at, phase.closes_at), now)
            if kind is None or not kind.opens or where is Status.CLOSED:
                continue
            is_open = where is Status.OPEN
            asked_at = now if is_open else phase.opens_at
            acts = _together(
                act
                for action in sorted(kind.opens, key=lambda action: action.name)
                if (act := _act(action, activity, actor, asked_at, url, back, is_open=is_open))
            )
            if acts:
                yield _opening(activity, phase, acts, url, where, now)


def activity_lines(activities: Iterable[Activity]) -> tuple[ActivityLine, ...]:
    """The activities that have a page of their own."""
    return tuple(
        ActivityLine(pick(activity.title), language_of(activity.title), kind.label, url)
        for activity in activities
        if (kind := _kinds().get(activity.capability)) and (url := address_of(activity))
    )


def address_of(activity: Activity) -> str:
    """The page of ``activity``, '' when its capability gives it none."""
    kind = _kinds().get(activity.capability)
    return kind.address(activity) if kind and kind.address else ""


@cache
def _kinds() -> dict[str, ActivityKind]:
    return {
        component.name: component.activity
        for component in registry.components()
        if component.activity
    }


def _opening(
    activity: Activity, phase: Phase, acts: tuple[Act, ...], url: str, where: Status, now: datetime
) -> Opening:
    texts = phase.title or activity.title
    return Opening(
        title=pick(texts),
        language=language_of(texts),
        when=status_in_words(where, phase.opens_at, phase.closes_at, now),
        is_open=where is Status.OPEN,
        url=url,
        acts=acts,
        process=pick(activity.process.title),
        opens_at=phase.opens_at,
        closes_at=phase.closes_at,
    )


def _act(
    action: Action,
    activity: Activity,
    actor: Actor,
    at: datetime,
    url: str,
    back: str,
    *,
    is_open: bool,
) -> Act | None:
    """``action`` for ``actor``; None when it is the team's, of which a visitor is told nothing."""
    decision = _decide(action, activity, actor, at)
    if decision.hidden or decision.code in _NOT_FOR_VISITORS:
        return None
    if not is_open:
        return Act(action.label)
    if decision:
        return Act(action.label, url=url)
    helps = remedy(decision, url or back, is_signed_in=actor.is_signed_in)
    return Act(action.label, reason=decision.reason, remedy=helps)


def _together(acts: Iterable[Act]) -> tuple[Act, ...]:
    """``acts``, with those that are refused for the same reason told at once."""
    found: dict[object, Act] = {}
    for act in acts:
        key = (str(act.reason), act.remedy) if act.reason else act.label
        first = found.get(key)
        found[key] = replace(act, label=f"{first.label}, {act.label}") if first else act
    return tuple(found.values())


def _decide(action: Action, activity: Activity, actor: Actor, at: datetime) -> Decision:
    policy = registry.policies().get(action.name)
    if policy is not None and policy.model is Activity:
        return policy.decide(actor, activity, now=at)
    return _KNOWN_ENOUGH.decide(Ask(actor, activity, at))

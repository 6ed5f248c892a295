"""The phases of a process: planned in a draft; once public, moved or added for a public reason."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Activity, Phase
from isegoria.commons.processes.rules import problems_of_public_text
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import (
    PHASE_TEXTS,
    check_edition,
    lock,
    tell_who_follows,
    tidy,
)
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.DRAFT)
def plan_phase(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    opens_at: datetime,
    closes_at: datetime,
    title: Texts | None = None,
    description: Texts | None = None,
) -> Phase:
    """Plan a phase of a draft. Raises Invalid when it would close before it opens."""
    process = lock(activity.process_id)
    policies.EDIT_PROCESS.authorise(actor, process)
    _check_window(opens_at, closes_at)
    return _create(activity, kind, opens_at, closes_at, title, description)


@service(journal=journal.PHASE_ADDED)
def add_phase(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
    title: Texts | None = None,
    description: Texts | None = None,
) -> Phase:
    """Add a phase to a running process, for a reason that everybody can read.

    Raises Invalid with all that is wrong in the dates and the reason.
    """
    process = lock(activity.process_id)
    policies.RESCHEDULE_PHASE.authorise(actor, process)
    _check_window(opens_at, closes_at, reason)
    phase = _create(activity, kind, opens_at, closes_at, title, description)
    record(
        journal.PHASE_ADDED,
        subject=process.ref,
        facts={
            "phase": phase.ref,
            "kind": kind,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "reason": reason.strip(),
        },
    )
    tell_who_follows(process, actor)
    return phase


@service(journal=journal.OWN_WORDS)
def change_phase(
    *,
    actor: Actor,
    phase: Phase,
    kind: str,
    opens_at: datetime,
    closes_at: datetime,
    title: Texts,
    description: Texts,
    seen: str = "",
) -> Phase:
    """Change a phase of a draft, or the words alone of a public one.

    Raises Conflict when ``seen`` is stale, or when the dates or the kind of a public phase would change.
    """
    phase = _locked(phase)
    policies.EDIT_PHASE.authorise(actor, phase)
    check_edition(phase, PHASE_TEXTS, seen)
    _check_window(opens_at, closes_at)
    kept = (phase.kind, phase.opens_at, phase.closes_at) == (kind, opens_at, closes_at)
    if not kept and phase.activity.process.state != ProcessState.DRAFT:
        raise Conflict(
            _("The dates of this phase are public: moving it needs a public reason."),
            code="dates_public",
        )
    phase.kind, phase.opens_at, phase.closes_at = kind, opens_at, closes_at
    phase.title, phase.description = tidy(title), tidy(description)
    phase.changed_at = clock.now()
    phase.save(update_fields=[*PHASE_TEXTS, "changed_at"])
    return phase


@service(journal=journal.PHASE_RESCHEDULED)
def reschedule_phase(
    *, actor: Actor, phase: Phase, opens_at: datetime, closes_at: datetime, reason: str
) -> Phase:
    """Change the dates of a phase of a running process, for a reason that everybody can read."""
    phase = _locked(phase)
    process = phase.activity.process
    policies.RESCHEDULE_PHASE.authorise(actor, process)
    _check_window(opens_at, closes_at, reason)
    before = (phase.opens_at, phase.closes_at)
    phase.opens_at, phase.closes_at, phase.changed_at = opens_at, closes_at, clock.now()
    phase.save(update_fields=["opens_at", "closes_at", "changed_at"])
    record(
        journal.PHASE_RESCHEDULED,
        subject=process.ref,
        facts={
            "phase": phase.ref,
            "opened_at": before[0],
            "closed_at": before[1],
            "opens_at": opens_at,
            "closes_at": closes_at,
            "reason": reason.strip(),
        },
    )
    tell_who_follows(process, actor)
    return phase


@service(journal=journal.DRAFT)
def remove_phase(*, actor: Actor, phase: Phase) -> None:
    """Remove a phase of a draft."""
    phase = _locked(phase)
    policies.EDIT_PROCESS.authorise(actor, phase.activity.process)
    phase.delete()


def _create(
    activity: Activity,
    kind: str,
    opens_at: datetime,
    closes_at: datetime,
    title: Texts | None,
    description: Texts | None,
) -> Phase:
    return Phase.objects.create(
        activity=activity,
        kind=kind,
        title=tidy(title),
        description=tidy(description),
        opens_at=opens_at,
        closes_at=closes_at,
    )


def _locked(phase: Phase) -> Phase:
    found = Phase.objects.select_related("activity__process").get(pk=phase.pk)
    found.activity.process = lock(found.activity.process_id)
    return found


def _check_window(opens_at: datetime, closes_at: datetime, reason: str | None = None) -> None:
    problems = [] if reason is None else list(problems_of_public_text(reason))
    if opens_at >= closes_at:
        problems.insert(0, _("The phase must close after it opens."))
    if problems:
        raise Invalid(_("The dates were not kept."), problems, code="window")

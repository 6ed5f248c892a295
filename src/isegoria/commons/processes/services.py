"""Writes about processes. Each one: lock, authorise, decide, write, journal."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Activity, Phase, Process, Theme
from isegoria.commons.processes.rules import (
    Readying,
    missing_before_publication,
    problems_of_public_text,
)
from isegoria.commons.processes.search import PROCESS_SEARCH
from isegoria.commons.processes.states import PROCESS_MACHINE
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import EntryKind, Private
from isegoria.core.journal.record import record
from isegoria.core.policy import Policy
from isegoria.core.search.index import index
from isegoria.core.service import service
from isegoria.core.texts import Texts
from isegoria.kernel.canonical import canonical, instant

_DRAFT = Private("a draft is seen by the team alone; its publication is journalled")


@service(journal=_DRAFT)
def begin_process(
    *, actor: Actor, slug: str, title: Texts, summary: Texts, description: Texts | None = None
) -> Process:
    """Begin a process, as a draft."""
    policies.CREATE_PROCESS.authorise(actor)
    return Process.objects.create(
        slug=slug, title=dict(title), summary=dict(summary), description=dict(description or {})
    )


@service(journal=_DRAFT)
def add_theme(*, actor: Actor, process: Process, slug: str, title: Texts) -> Theme:
    """Add a theme to a draft."""
    process = _lock(process.pk)
    policies.EDIT_PROCESS.authorise(actor, process)
    return Theme.objects.create(
        process=process, slug=slug, title=dict(title), position=process.themes.count()
    )


@service(journal=_DRAFT)
def add_activity(
    *,
    actor: Actor,
    process: Process,
    capability: str,
    slug: str,
    title: Texts,
    activity_settings: dict[str, Any] | None = None,
) -> Activity:
    """Place a capability in a draft."""
    process = _lock(process.pk)
    policies.EDIT_PROCESS.authorise(actor, process)
    return Activity.objects.create(
        process=process,
        capability=capability,
        slug=slug,
        title=dict(title),
        settings=activity_settings or {},
        position=process.activities.count(),
    )


@service(journal=_DRAFT)
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
    process = _lock(activity.process_id)
    policies.EDIT_PROCESS.authorise(actor, process)
    _check_window(opens_at, closes_at)
    return Phase.objects.create(
        activity=activity,
        kind=kind,
        title=dict(title or {}),
        description=dict(description or {}),
        opens_at=opens_at,
        closes_at=closes_at,
    )


@service(journal=journal.PROCESS_PUBLISHED)
def publish_process(*, actor: Actor, process: Process) -> Process:
    """Publish a draft. Raises Invalid with everything that is still missing."""
    process = _lock(process.pk)
    policies.PUBLISH_PROCESS.authorise(actor, process)
    phases = list(Phase.objects.filter(activity__process=process))
    known = registry.phase_kinds()
    lacks = missing_before_publication(
        Readying(
            title=process.title,
            summary=process.summary,
            phases=len(phases),
            unknown_kinds=tuple(sorted({phase.kind for phase in phases} - set(known))),
            site_language=settings.LANGUAGE_CODE,
        )
    )
    if lacks:
        raise Invalid(_("This process is not ready to be published."), lacks, code="not_ready")
    process.state = PROCESS_MACHINE.after(process.state, "publish")
    process.published_at = clock.now()
    process.save(update_fields=["state", "published_at"])
    index(PROCESS_SEARCH, process)
    record(
        journal.PROCESS_PUBLISHED,
        subject=process.ref,
        facts={
            "title": process.title[settings.LANGUAGE_CODE],
            "phases": len(phases),
            "timeline": _timeline_digest(phases),
        },
    )
    return process


@service(journal=journal.PHASE_RESCHEDULED)
def reschedule_phase(
    *, actor: Actor, phase: Phase, opens_at: datetime, closes_at: datetime, reason: str
) -> Phase:
    """Change the dates of a phase of a running process, for a reason that everybody can read."""
    activity = Activity.objects.get(pk=phase.activity_id)
    process = _lock(activity.process_id)
    policies.RESCHEDULE_PHASE.authorise(actor, process)
    _check_window(opens_at, closes_at)
    if problems := problems_of_public_text(reason):
        raise Invalid(_("The dates were not changed."), problems, code="reason")
    phase = Phase.objects.get(pk=phase.pk)
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
    return phase


@service(journal=journal.PROCESS_ARCHIVED)
def archive_process(*, actor: Actor, process: Process) -> Process:
    """Close a process for good: everything stays readable, nothing can be added."""
    return _move(actor, process, policies.ARCHIVE_PROCESS, "archive", journal.PROCESS_ARCHIVED)


@service(journal=journal.PROCESS_REOPENED)
def reopen_process(*, actor: Actor, process: Process) -> Process:
    """Open an archived process again."""
    return _move(actor, process, policies.REOPEN_PROCESS, "reopen", journal.PROCESS_REOPENED)


def _move(actor: Actor, process: Process, policy: Policy, event: str, kind: EntryKind) -> Process:
    process = _lock(process.pk)
    policy.authorise(actor, process)
    process.state = PROCESS_MACHINE.after(process.state, event)
    process.save(update_fields=["state"])
    record(kind, subject=process.ref)
    return process


def _lock(process_id: int) -> Process:
    return Process.objects.select_for_update().get(pk=process_id)


def _check_window(opens_at: datetime, closes_at: datetime) -> None:
    if opens_at >= closes_at:
        raise Invalid(
            _("The dates were not kept."),
            [_("The phase must close after it opens.")],
            code="window",
        )


def _timeline_digest(phases: list[Phase]) -> str:
    timeline = [
        {
            "phase": str(phase.ref),
            "kind": phase.kind,
            "opens_at": instant(phase.opens_at),
            "closes_at": instant(phase.closes_at),
        }
        for phase in phases
    ]
    return sha256(canonical(timeline)).hexdigest()

"""Reads for the team: view models of its pages, and the loaders of their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from isegoria.commons.processes.manage.forms import WHO_MAY_TAKE_PART
from isegoria.commons.processes.models import (
    Activity,
    Body,
    Invitation,
    Membership,
    Phase,
    Process,
    Theme,
)
from isegoria.commons.processes.offers import capabilities, phase_label
from isegoria.commons.processes.openings import address_of
from isegoria.commons.processes.policies import MANAGE_PROCESS
from isegoria.commons.processes.readiness import Lack
from isegoria.commons.processes.states import InvitationState, ProcessState
from isegoria.core import clock
from isegoria.core.actor import Actor, Verification
from isegoria.core.phases import Window
from isegoria.core.texts import Text, Texts, language_of, pick
from isegoria.core.ui.formatting import date, instant
from isegoria.core.ui.timeline import Step, step

STATE_TAGS: Mapping[str, str] = {
    ProcessState.DRAFT: "warn",
    ProcessState.PUBLISHED: "open",
    ProcessState.ARCHIVED: "",
}


@dataclass(frozen=True, slots=True)
class ManagedProcess:
    """A process in the list of those one works for."""

    title: str
    language: str
    url: str
    state: Text
    tag: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as the team sees it."""

    slug: str
    title: str
    language: str
    capability: Text
    who: Text
    phases: int
    is_known: bool
    url: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that waits for an answer, or that was refused."""

    ref: UUID
    address: str
    role: Text
    sent: str
    until: str
    state: Text
    is_pending: bool
    is_late: bool


def managed_processes(actor: Actor) -> tuple[ManagedProcess, ...]:
    """The processes that ``actor`` works for, drafts first. One statement."""
    found = MANAGE_PROCESS.allowed_among(Process.objects.all(), actor)
    order = {ProcessState.DRAFT: 0, ProcessState.PUBLISHED: 1, ProcessState.ARCHIVED: 2}
    return tuple(
        ManagedProcess(
            title=pick(process.title) or process.slug,
            language=language_of(process.title),
            url=reverse("processes:manage", args=[process.slug]),
            state=ProcessState(process.state).label,
            tag=STATE_TAGS[process.state],
        )
        for process in sorted(
            found, key=lambda process: (order[ProcessState(process.state)], -process.pk)
        )
    )


def phases_of(process: Process) -> list[Phase]:
    """The phases of a process in the order of their dates, with their activities. One statement."""
    return list(Phase.objects.filter(activity__process=process).select_related("activity"))


def steps_of(process: Process, phases: list[Phase], *, linked: bool) -> tuple[Step, ...]:
    """The timeline as the team edits it: each step leads to its page when ``linked``."""
    now = clock.now()
    return tuple(_step(process, phase, now, linked=linked) for phase in phases)


def _step(process: Process, phase: Phase, now: datetime, *, linked: bool) -> Step:
    return step(
        label=phase_label(phase.kind, phase.title),
        kind=pick(phase.activity.title),
        window=Window(phase.opens_at, phase.closes_at),
        now=now,
        note=pick(phase.description),
        url=reverse("processes:manage-phase", args=[process.slug, phase.ref]) if linked else "",
        language=language_of(phase.title) if phase.title else "",
    )


def activity_rows(process: Process) -> tuple[ActivityRow, ...]:
    """The activities of a process in their order. One statement."""
    known = capabilities()
    rows = []
    for activity in Activity.objects.filter(process=process).annotate(number=Count("phases")):
        activity.process = process
        kind = known[activity.capability].activity if activity.capability in known else None
        rows.append(
            ActivityRow(
                slug=activity.slug,
                title=str(activity),
                language=language_of(activity.title),
                capability=kind.label if kind else activity.capability,
                who=WHO_MAY_TAKE_PART[Verification(activity.verification)],
                phases=activity.number,
                is_known=kind is not None,
                url=address_of(activity),
            )
        )
    return tuple(rows)


def untranslated(process: Process, phases: list[Phase]) -> tuple[Lack, ...]:
    """The languages in which something is not written yet: readers get the other one. Three statements."""
    bodies = Body.objects.filter(process=process)
    themes = Theme.objects.filter(process=process)
    activities = Activity.objects.filter(process=process)
    parts: tuple[tuple[Text, str, list[Texts]], ...] = (
        (
            _("the texts"),
            "processes:manage-texts",
            [process.title, process.summary, process.description],
        ),
        (_("the themes"), "processes:manage-themes", [theme.title for theme in themes]),
        (
            _("the activities"),
            "processes:manage-activities",
            [activity.title for activity in activities],
        ),
        (
            _("the timeline"),
            "processes:manage-timeline",
            [text for phase in phases for text in (phase.title, phase.description)],
        ),
        (
            _("the bodies"),
            "processes:manage-bodies",
            [text for body in bodies for text in (body.title, body.description)],
        ),
    )
    return tuple(
        Lack(
            _("%(language)s: something is not written yet in %(part)s.")
            % {"part": part, "language": get_language_info(code)["name_local"].capitalize()},
            reverse(route, args=[process.slug]),
        )
        for code, _name in settings.LANGUAGES
        for part, route, texts in parts
        if any(any(text.values()) and not text.get(code) for text in texts)
    )


def invitation_rows(body: Body) -> tuple[InvitationRow, ...]:
    """The invitations to a body that are not accepted nor taken back, latest first. One statement."""
    now = clock.now()
    shown = Invitation.objects.filter(
        body=body, state__in=[InvitationState.PENDING, InvitationState.DECLINED]
    ).order_by("-created_at", "-id")
    return tuple(
        InvitationRow(
            ref=invitation.ref,
            address=invitation.address,
            role=invitation.get_role_display() if invitation.role else "",
            sent=instant(invitation.sent_at),
            until=date(invitation.expires_at),
            state=InvitationState(invitation.state).label,
            is_pending=invitation.state == InvitationState.PENDING,
            is_late=invitation.expires_at <= now,
        )
        for invitation in shown
    )


def theme_at(_request: HttpRequest, slug: str, theme: str) -> Theme:
    """The theme at an address."""
    found = Theme.objects.select_related("process").filter(process__slug=slug, slug=theme).first()
    return _or_404(found)


def activity_at(_request: HttpRequest, slug: str, activity: str) -> Activity:
    """The activity at an address."""
    rows = Activity.objects.select_related("process")
    return _or_404(rows.filter(process__slug=slug, slug=activity).first())


def phase_at(_request: HttpRequest, slug: str, ref: UUID) -> Phase:
    """The phase at an address."""
    rows = Phase.objects.select_related("activity__process")
    return _or_404(rows.filter(activity__process__slug=slug, ref=ref).first())


def body_at(_request: HttpRequest, slug: str, body: str) -> Body:
    """The body at an address."""
    rows = Body.objects.select_related("process")
    return _or_404(rows.filter(process__slug=slug, slug=body).first())


def mandate_at(_request: HttpRequest, slug: str, ref: UUID) -> Membership:
    """The mandate at an address."""
    rows = Membership.objects.select_related("body__process", "person")
    return _or_404(rows.filter(body__process__slug=slug, ref=ref).first())


def invitation_at(_request: HttpRequest, slug: str, ref: UUID) -> Invitation:
    """The invitation at an address of the team."""
    rows = Invitation.objects.select_related("body__process")
    return _or_404(rows.filter(body__process__slug=slug, ref=ref).first())


def _or_404[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found

"""Reads about processes: a constant number of statements, frozen view models."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from isegoria.commons.processes.models import Phase, Process, Theme
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock, registry
from isegoria.core.actor import ANONYMOUS
from isegoria.core.phases import Status, Window
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.formatting import date
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import Page, paginate
from isegoria.core.ui.timeline import Step, step

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """A process in a list."""

    title: str
    summary: str
    language: str
    url: str
    step: Step | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """Everything the page of a process shows."""

    title: str
    summary: str
    language: str
    description: SafeString
    themes: tuple[str, ...]
    steps: tuple[Step, ...]
    open_steps: tuple[Step, ...]
    next_step: Step | None
    is_draft: bool
    is_archived: bool
    published: str


def process_by_slug(_request: HttpRequest, slug: str, **_kwargs: str) -> Process:
    """The process at an address; its policy decides afterwards whether it may be seen."""
    try:
        return Process.objects.get(slug=slug)
    except Process.DoesNotExist:
        raise Http404 from None


def public_processes(cursor: str = "") -> Page[ProcessCard]:
    """The processes that everybody may see, latest first. Two statements."""
    now = clock.now()
    visible = READ_PROCESS.allowed_among(Process.objects.all(), ANONYMOUS, now=now)
    found = paginate(visible, order=("-published_at", "-id"), cursor=cursor, size=PAGE_SIZE)
    phases: dict[int, list[Phase]] = {}
    for phase in Phase.objects.filter(
        activity__process__in=[process.pk for process in found.items]
    ).select_related("activity"):
        phases.setdefault(phase.activity.process_id, []).append(phase)
    return found.map(lambda process: _card(process, phases.get(process.pk, []), now))


def process_view(process: Process) -> ProcessPage:
    """The page of one process. Two statements more than loading it."""
    now = clock.now()
    phases = Phase.objects.filter(activity__process=process).select_related("activity")
    steps = tuple(_step(phase, now) for phase in phases)
    return ProcessPage(
        title=pick(process.title),
        summary=pick(process.summary),
        language=language_of(process.title),
        description=render_markdown(pick(process.description)),
        themes=tuple(pick(theme.title) for theme in Theme.objects.filter(process=process)),
        steps=steps,
        open_steps=tuple(step for step in steps if step.is_current),
        next_step=_next(steps),
        is_draft=process.state == ProcessState.DRAFT,
        is_archived=process.state == ProcessState.ARCHIVED,
        published=date(process.published_at) if process.published_at else "",
    )


def _card(process: Process, phases: list[Phase], now: datetime) -> ProcessCard:
    steps = tuple(_step(phase, now) for phase in phases)
    current = next((step for step in steps if step.is_current), None)
    return ProcessCard(
        title=pick(process.title),
        summary=pick(process.summary),
        language=language_of(process.title),
        url=reverse("processes:page", args=[process.slug]),
        step=current or _next(steps),
        is_archived=process.state == ProcessState.ARCHIVED,
    )


def _step(phase: Phase, now: datetime) -> Step:
    kind = registry.phase_kinds().get(phase.kind)
    label = pick(phase.title) or (kind.label if kind else phase.kind)
    return step(
        label=label,
        kind=kind.label if kind else "",
        window=Window(phase.opens_at, phase.closes_at),
        now=now,
        note=pick(phase.description),
        language=language_of(phase.title) if phase.title else "",
    )


def _next(steps: tuple[Step, ...]) -> Step | None:
    return next((step for step in steps if step.status is Status.UPCOMING), None)

"""Reads about processes: a constant number of statements, frozen view models."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigAutoField, CharField, DateTimeField, Exists, F, OuterRef, Q
from django.db.models.lookups import In
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Phase, Process, Theme
from isegoria.commons.processes.offers import phase_label
from isegoria.commons.processes.openings import (
    ActivityLine,
    Opening,
    activities_of,
    activity_lines,
    address_of,
    openings,
)
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock, registry
from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.compiled import Compiled, Given, Sent
from isegoria.core.phases import Status, Window
from isegoria.core.texts import Text, Texts, language_of, pick
from isegoria.core.ui.formatting import date
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import CompiledPages, Page, SentPage
from isegoria.core.ui.strip import Strip, strip
from isegoria.core.ui.timeline import Step, step

PAGE_SIZE = 12
KEPT = 200
"""Lists that stay as they were made, for as long as their rows are the same."""
_NOW = Given("now", DateTimeField())
_PROCESS = Compiled(lambda: Process.objects.filter(slug=Given("slug", CharField())))
_THEMES = Compiled(
    lambda: Theme.objects.filter(process=Given("process", BigAutoField())).values_list(
        "title", flat=True
    )
)
LONG_TEXT = 1_200
"""Characters of Markdown after which a description is folded."""


class Show(StrEnum):
    """Which processes a list shows; the value stands in its address."""

    ALL = ""
    CURRENT = "current"
    UPCOMING = "upcoming"
    ARCHIVED = "archived"


SHOWN: dict[Show, Text] = {
    Show.ALL: _("All processes"),
    Show.CURRENT: _("Under way"),
    Show.UPCOMING: _("To come"),
    Show.ARCHIVED: _("Archives"),
}


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """A process in a list."""

    title: str
    summary: str
    language: str
    url: str
    step: Step | None
    strip: Strip | None
    is_archived: bool


class _Planned(NamedTuple):
    """A row of Phase, as a list reads it."""

    process_id: int
    kind: str
    title: Texts
    opens_at: datetime
    closes_at: datetime
    has_begun: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """A long text in two: what is read at once, and what is unfolded."""

    start: SafeString
    rest: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPage:
    """Everything the page of a process shows."""

    title: str
    summary: str
    language: str
    description: Folded
    description_language: str
    themes: tuple[str, ...]
    steps: tuple[Step, ...]
    strip: Strip | None
    doors: tuple[Opening, ...]
    later: tuple[Opening, ...]
    open_steps: tuple[Step, ...]
    next_step: Step | None
    activities: tuple[ActivityLine, ...]
    is_draft: bool
    is_archived: bool
    published: str


def process_by_slug(_request: HttpRequest, slug: str, **_kwargs: str) -> Process:
    """The process at an address; its policy decides afterwards whether it may be seen."""
    found = _PROCESS(slug=slug)
    if not found:
        raise Http404
    return found[0]


def process_by_ref(_request: HttpRequest, ref: UUID) -> Process:
    """The process that a notice is about."""
    return get_object_or_404(Process, ref=ref)


def public_processes(cursor: str = "", show: Show = Show.ALL) -> Page[ProcessCard]:
    """The processes that everybody may see, latest first. Two statements.

    One is under way from the opening of its first phase until it is archived.
    """
    now = clock.now()
    found = _listed(show).sent(cursor, now=now)
    keys = {f"process_{rank}": key for rank, key in enumerate(_keys(found))}
    if not keys:
        return Page(())
    phases = _planned(len(keys)).sent(now=now, **keys)
    return _cards(found, phases, now.replace(second=0, microsecond=0), get_language())


@lru_cache(KEPT)
def _keys(found: SentPage[Process]) -> tuple[int, ...]:
    return tuple(process.pk for process in found.page().items)


@lru_cache(KEPT)
def _cards(
    found: SentPage[Process],
    phases: Sent[tuple[Any, ...]],
    minute: datetime,
    _language: str | None,
) -> Page[ProcessCard]:
    """What a list shows in ``minute``: what opened or closed within it stands in the rows of ``phases``."""
    planned: dict[int, list[_Planned]] = {}
    at = minute
    for phase in map(_Planned._make, phases.all()):
        planned.setdefault(phase.process_id, []).append(phase)
        edge = phase.closes_at if phase.is_over else phase.opens_at
        at = max(at, edge) if phase.has_begun else at
    return found.page().map(lambda process: _card(process, planned.get(process.pk, []), at))


@cache
def _listed(show: Show) -> CompiledPages[Process]:
    return CompiledPages(
        lambda: READ_PROCESS.allowed_among(Process.objects.filter(_filter(show)), ANONYMOUS),
        order=("-published_at", "-id"),
        size=PAGE_SIZE,
    )


@cache
def _planned(count: int) -> Compiled[Phase, tuple[Any, ...]]:
    """The phases of so many processes, ``process_0`` to the last."""
    processes = [Given(f"process_{rank}", BigAutoField()) for rank in range(count)]
    return Compiled(
        lambda: (
            Phase.objects.filter(In(F("activity__process"), processes))
            .annotate(has_begun=Q(opens_at__lte=_NOW), is_over=Q(closes_at__lte=_NOW))
            .values_list("activity__process", *_Planned._fields[1:])
        )
    )


def process_view(process: Process, actor: Actor = ANONYMOUS) -> ProcessPage:
    """The page of one process as ``actor`` sees it. Three statements more than loading it."""
    now = clock.now()
    activities = activities_of(process)
    phases = sorted(
        (phase for activity in activities for phase in activity.phases.all()),
        key=lambda phase: (phase.opens_at, phase.closes_at, phase.pk),
    )
    urls = {activity.pk: address_of(activity) for activity in activities}
    steps = tuple(_step(phase, now, urls[phase.activity_id]) for phase in phases)
    is_running = process.state != ProcessState.ARCHIVED
    address = reverse("processes:page", args=[process.slug])
    found = openings(activities, actor, now, address) if is_running else ()
    opened = sorted(found, key=lambda item: item.opens_at)
    return ProcessPage(
        title=pick(process.title),
        summary=pick(process.summary),
        language=language_of(process.title),
        description=fold(pick(process.description)),
        description_language=language_of(process.description),
        themes=tuple(pick(title) for title in _THEMES(process=process.pk)),
        steps=steps,
        strip=_strip(phases, now),
        doors=tuple(item for item in opened if item.is_open),
        later=tuple(item for item in opened if not item.is_open),
        open_steps=tuple(step for step in steps if step.is_current),
        next_step=_next(steps),
        activities=activity_lines(activities),
        is_draft=process.state == ProcessState.DRAFT,
        is_archived=not is_running,
        published=date(process.published_at) if process.published_at else "",
    )


def fold(text: str) -> Folded:
    """``text`` whole when it is short; otherwise cut after the paragraph that passes half the length
    that is long, with the rest apart. A heading is never the last thing before the fold."""
    if len(text) <= LONG_TEXT:
        return Folded(render_markdown(text), SafeString())
    blocks = text.split("\n\n")
    kept = 1
    while kept < len(blocks) and (
        sum(map(len, blocks[:kept])) < LONG_TEXT // 2 or blocks[kept - 1].startswith("#")
    ):
        kept += 1
    start, rest = "\n\n".join(blocks[:kept]), "\n\n".join(blocks[kept:])
    return Folded(render_markdown(start), render_markdown(rest) if rest else SafeString())


def _filter(show: Show) -> Q:
    began = Phase.objects.filter(activity__process=OuterRef("pk"), opens_at__lte=_NOW)
    started = Exists(began)
    match show:
        case Show.CURRENT:
            return Q(started, state=ProcessState.PUBLISHED)
        case Show.UPCOMING:
            return Q(~started, state=ProcessState.PUBLISHED)
        case Show.ARCHIVED:
            return Q(state=ProcessState.ARCHIVED)
        case Show.ALL:
            return Q()


def _card(process: Process, phases: Sequence[_Planned], now: datetime) -> ProcessCard:
    shown = next((phase for phase in phases if phase.opens_at <= now < phase.closes_at), None)
    shown = shown or next((phase for phase in phases if now < phase.opens_at), None)
    return ProcessCard(
        title=pick(process.title),
        summary=pick(process.summary),
        language=language_of(process.title),
        url=reverse("processes:page", args=[process.slug]),
        step=_step(shown, now) if shown else None,
        strip=_strip(phases, now),
        is_archived=process.state == ProcessState.ARCHIVED,
    )


def _strip(phases: Sequence[Phase | _Planned], now: datetime) -> Strip | None:
    return strip([Window(phase.opens_at, phase.closes_at) for phase in phases], now)


def _step(phase: Phase | _Planned, now: datetime, url: str = "") -> Step:
    kind = registry.phase_kinds().get(phase.kind)
    return step(
        label=phase_label(phase.kind, phase.title),
        kind=kind.label if kind else "",
        window=Window(phase.opens_at, phase.closes_at),
        now=now,
        note=pick(phase.description) if isinstance(phase, Phase) else "",
        url=url,
        language=language_of(phase.title) if phase.title else "",
    )


def _next(steps: tuple[Step, ...]) -> Step | None:
    return next((step for step in steps if step.status is Status.UPCOMING), None)

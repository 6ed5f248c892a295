"""What the pages of the team have in common: where one is, and where else one can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.manage.queries import STATE_TAGS
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import WRITE_PROCESS
from isegoria.commons.processes.states import ProcessState
from isegoria.core.registry import declared
from isegoria.core.routes import actor_of
from isegoria.core.texts import Text, pick
from isegoria.core.ui.context import Link

TABS: tuple[tuple[str, Text], ...] = (
    ("processes:manage", _("Overview")),
    ("processes:manage-texts", _("Texts")),
    ("processes:manage-timeline", _("Timeline")),
    ("processes:manage-activities", _("Activities")),
    ("processes:manage-themes", _("Themes")),
    ("processes:manage-bodies", _("Bodies and people")),
    ("processes:manage-settings", _("Settings")),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The process one works on, above each page of the team."""

    title: str
    state: Text
    tag: str
    is_draft: bool
    url: str
    public_url: str
    tabs: tuple[Link, ...]


def desk_of(request: HttpRequest, process: Process, tab: str) -> Desk:
    """The head of a page about ``process``; ``tab`` is the route of the part it belongs to."""
    home = reverse("processes:manage", args=[process.slug])
    actor = actor_of(request)
    own = TABS if WRITE_PROCESS.decide(actor, process) else TABS[:1]
    others = (
        (page.route, page.label)
        for page in declared(lambda component: component.team_pages)
        if page.policy.decide(actor, process)
    )
    return Desk(
        title=pick(process.title) or process.slug,
        state=ProcessState(process.state).label,
        tag=STATE_TAGS[process.state],
        is_draft=process.state == ProcessState.DRAFT,
        url=home,
        public_url=reverse("processes:page", args=[process.slug]),
        tabs=tuple(
            Link(label, reverse(route, args=[process.slug]), is_current=route == tab)
            for route, label in (*own, *others)
        ),
    )


def show(
    request: HttpRequest,
    template: str,
    process: Process,
    tab: str,
    title: Text,
    **context: Any,
) -> HttpResponse:
    """A page of the team about ``process``, with its trail, its parts and its title.

    For the other rooms too: ``tab`` is then the route of a page that their manifest declares.
    """
    desk = desk_of(request, process, tab)
    parts = dict(TABS)
    parts.update((page.route, page.label) for page in declared(lambda each: each.team_pages))
    trail: list[tuple[Text, str]] = [
        (_("My processes"), reverse("processes:managed")),
        (desk.title, desk.url),
    ]
    if tab != "processes:manage":
        trail.append((parts[tab], reverse(tab, args=[process.slug])))
    if title != parts[tab]:
        trail.append((title, ""))
    return render(
        request,
        template,
        {**context, "desk": desk, "trail": tuple(trail), "title": title, "process": process},
    )

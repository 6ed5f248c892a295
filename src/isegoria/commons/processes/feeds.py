"""The timeline of a process as an Atom feed: who follows it learns of each date planned or moved."""

from django.urls import reverse

from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.offers import phase_label
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.feeds.atom import Entry, Feed
from isegoria.core.feeds.views import feed_view
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import date_range


def _title(phase: Phase) -> str:
    return str(phase_label(phase.kind, phase.title))


def _timeline(process: Process) -> Feed:
    address = reverse("processes:page", args=[process.slug])
    phases = Phase.objects.filter(activity__process=process).order_by("-changed_at", "-id")
    return Feed(
        ref=process.ref,
        title=pick(process.title),
        subtitle=pick(process.summary),
        address=address,
        entries=[
            Entry(
                ref=phase.ref,
                title=_title(phase),
                address=address,
                updated=phase.changed_at,
                summary=f"{date_range(phase.opens_at, phase.closes_at)}. {pick(phase.description)}",
            )
            for phase in phases
        ],
    )


TIMELINE_FEED = feed_view(READ_PROCESS, _timeline, load=process_by_slug)

"""What the pages of every capability need of an activity: to find theirs, to say where one is."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.urls import reverse

from isegoria.commons.posts.queries import activity_by_slugs, address_of_activity
from isegoria.commons.processes.models import Activity
from isegoria.core.texts import Text, pick

type Step = tuple[Text, str]
"""A page one comes from: its title and its address, '' for the page one is at."""


def activity_of(capability: str) -> Callable[..., Activity]:
    """A loader of the activities of one capability, with all that policies read. Two statements.
    What else an address says is left to the view."""

    def by_slugs(request: HttpRequest, slug: str, activity: str, **_more: object) -> Activity:
        found = activity_by_slugs(request, slug, activity)
        if found.capability != capability:
            raise Http404
        return found

    return by_slugs


def activity_trail(activity: Activity, *more: Step) -> tuple[Step, ...]:
    """Where one is in ``activity``: its process, itself, and the pages below."""
    process = activity.process
    return (
        (pick(process.title), reverse("processes:page", args=[process.slug])),
        (pick(activity.title), address_of_activity(activity) if more else ""),
        *more,
    )

"""The manifest of the plain capability."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, reverse

from isegoria.commons.processes.models import Activity
from isegoria.core.component import ActivityKind, Component
from tests.plain.kinds import COMMENT, TEXT, VOTING, WRITE_COMMENT, WRITE_TEXT, WRITING


def _urls() -> Sequence[URLPattern | URLResolver]:
    from tests.plain.urls import urlpatterns

    return urlpatterns


def _address(activity: Activity) -> str:
    return reverse("plain:list", args=[activity.process.slug, activity.slug])


COMPONENT = Component(
    name="plain",
    label="Plain texts",
    policies=(WRITE_TEXT, WRITE_COMMENT),
    phase_kinds=(WRITING, VOTING),
    urls=_urls,
    activity=ActivityKind(
        label="Plain texts",
        description="People write, comment and take positions.",
        address=_address,
    ),
    post_kinds=(TEXT, COMMENT),
)

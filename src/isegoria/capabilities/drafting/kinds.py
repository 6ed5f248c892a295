"""What is published while measures are written."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.policies import PUBLISH_MEASURE
from isegoria.commons.posts.models import Post
from isegoria.core.post_kinds import PostKind, Titles


def _address(post: Post) -> str:
    return reverse("drafting:measure", args=[post.ref])


AMENDMENT = PostKind(
    code="drafting.amendment",
    label=_("Proposed change"),
    label_plural=_("Proposed changes"),
    publish=PUBLISH_MEASURE,
    titles=Titles.NONE,
    longest=2_000,
    edit_window=timedelta(0),
)
MEASURE = PostKind(
    code="measure",
    label=_("Measure"),
    label_plural=_("Measures"),
    publish=PUBLISH_MEASURE,
    longest=60_000,
    edit_window=timedelta(0),
    address=_address,
    answerable=True,
)

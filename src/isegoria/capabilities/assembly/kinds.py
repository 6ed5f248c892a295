"""What the panel publishes while it works: ideas, and the mandates and wishes on which it votes."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.phases import SUPPORT
from isegoria.capabilities.assembly.policies import (
    GATHER,
    IDEA_CODE,
    MANDATE_CODE,
    PUBLISH_VOTED,
    WISH_CODE,
)
from isegoria.commons.posts.models import Post
from isegoria.core.post_kinds import PostKind


def _address(post: Post) -> str:
    return reverse("assembly:idea", args=[post.ref])


IDEA = PostKind(
    code=IDEA_CODE,
    label=_("Idea of the panel"),
    label_plural=_("Ideas of the panel"),
    publish=GATHER,
    longest=2_000,
    stances=(1, 0, -1),
    stance_action=SUPPORT,
    edit_window=timedelta(0),
    address=_address,
)


def _address_of_text(post: Post) -> str:
    return reverse("assembly:text", args=[post.ref])


MANDATE = PostKind(
    code=MANDATE_CODE,
    label=_("Mandate"),
    label_plural=_("Mandates"),
    publish=PUBLISH_VOTED,
    longest=10_000,
    edit_window=timedelta(0),
    address=_address_of_text,
)
WISH = PostKind(
    code=WISH_CODE,
    label=_("Wish"),
    label_plural=_("Wishes"),
    publish=PUBLISH_VOTED,
    longest=10_000,
    edit_window=timedelta(0),
    address=_address_of_text,
)

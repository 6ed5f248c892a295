"""What is published about what was asked of the authority."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.phases import REACT
from isegoria.capabilities.answers.policies import PUBLISH_ANSWER
from isegoria.commons.posts.models import Post
from isegoria.core.post_kinds import PostKind, Titles


def _address(post: Post) -> str:
    return reverse("answers:by-answer", args=[post.ref])


REACTION = PostKind(
    code="answers.reaction",
    label=_("Reaction"),
    label_plural=_("Reactions"),
    publish=PUBLISH_ANSWER,
    titles=Titles.NONE,
    longest=2_000,
    edit_window=timedelta(0),
)
OPINION = PostKind(
    code="answers.opinion",
    label=_("Opinion of a body"),
    label_plural=_("Opinions of bodies"),
    publish=PUBLISH_ANSWER,
    titles=Titles.NONE,
    longest=8_000,
    edit_window=timedelta(0),
)
ANSWER = PostKind(
    code="answers.answer",
    label=_("Answer"),
    label_plural=_("Answers"),
    publish=PUBLISH_ANSWER,
    titles=Titles.NONE,
    longest=20_000,
    stances=(1, 0, -1),
    stance_action=REACT,
    edit_window=timedelta(0),
    address=_address,
)

"""What the panel publishes while it works: ideas."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.phases import SUPPORT
from isegoria.capabilities.assembly.policies import GATHER, IDEA_CODE
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

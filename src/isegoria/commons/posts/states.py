"""The life of a post, and whether it is shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class PostState(TextChoices):
    """Where a post stands, as its author decided."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


POST_MACHINE = Machine(
    "post",
    PostState,
    PostState.DRAFT,
    (
        Transition(
            "publish",
            frozenset({PostState.DRAFT}),
            PostState.PUBLISHED,
            _("its author publishes it"),
        ),
        Transition(
            "withdraw",
            frozenset({PostState.PUBLISHED}),
            PostState.WITHDRAWN,
            _("its author withdraws it"),
        ),
    ),
)


class Visibility(TextChoices):
    """Whether everybody can read it, as the moderators decided."""

    PENDING = "pending", _("waiting for a moderator")
    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden by a moderator")

"""What members publish about a decision of their body."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.policies import PUBLISH_DISSENT
from isegoria.core.post_kinds import PostKind, Titles

DISSENTING = PostKind(
    code="decisions.dissent",
    label=_("Dissenting opinion"),
    label_plural=_("Dissenting opinions"),
    publish=PUBLISH_DISSENT,
    titles=Titles.NONE,
    longest=5_000,
    edit_window=timedelta(minutes=30),
)

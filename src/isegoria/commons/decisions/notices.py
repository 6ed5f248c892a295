"""What votes tell people: that theirs is awaited, and what the body decided."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.roles import has_mandate
from isegoria.core.notice_kinds import Frequency, NoticeKind

_SITS = has_mandate(*(kind for kind in BodyKind if kind != BodyKind.TEAM))


def _page(ref: UUID) -> str:
    return reverse("decisions:decision", args=[ref])


CALLED = NoticeKind(
    code="decisions.called",
    label=gettext_lazy("Votes of my body"),
    sentence=lambda _count, title: _("Your vote is awaited on “%s”") % title,
    address=_page,
    frequency=Frequency.AT_ONCE,
    concerns=_SITS,
)
DECIDED = NoticeKind(
    code="decisions.decided",
    label=gettext_lazy("Results of the votes of my body"),
    sentence=lambda _count, title: _("The result of the vote on “%s” is published") % title,
    address=_page,
    concerns=_SITS,
)
KINDS = (CALLED, DECIDED)

"""What volunteers are told."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.core.notice_kinds import Frequency, NoticeKind


def _address(ref: UUID) -> str:
    return reverse("lottery:by-ref", args=[ref])


FROZEN = NoticeKind(
    code="lottery.frozen",
    label=gettext_lazy("The pool I am in was frozen"),
    sentence=lambda _count, title: _("“%s”: the pool is frozen, and you are in it") % title,
    address=_address,
    frequency=Frequency.AT_ONCE,
)
KINDS = (FROZEN,)

"""What people are told of answers: who owes one, who wrote or follows what was asked."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.commons.processes.models import BodyKind, TeamRole
from isegoria.commons.processes.roles import has_mandate
from isegoria.core.notice_kinds import Frequency, NoticeKind


def _page(ref: UUID) -> str:
    return reverse("answers:demand", args=[ref])


OWED = NoticeKind(
    code="answers.owed",
    label=gettext_lazy("Answers that my body owes"),
    sentence=lambda _count, title: _("An answer is owed to “%s”") % title,
    address=_page,
    frequency=Frequency.AT_ONCE,
    owed=True,
    concerns=has_mandate(BodyKind.AUTHORITY),
)
NEAR = NoticeKind(
    code="answers.near",
    label=gettext_lazy("Answers of the authority whose date comes or is past"),
    sentence=lambda _count, title: _("The date of the answer to “%s” is near, or past") % title,
    address=_page,
    frequency=Frequency.AT_ONCE,
    owed=True,
    concerns=has_mandate(BodyKind.AUTHORITY, TeamRole.ORGANISER),
)
ANSWERED = NoticeKind(
    code="answers.answered",
    label=gettext_lazy("Answers to what I wrote, voted or follow"),
    sentence=lambda count, title: (
        ngettext(
            "The authority answered “%(title)s”",
            "The authority answered “%(title)s”: %(count)s answers",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=_page,
)
MOVED = NoticeKind(
    code="answers.moved",
    label=gettext_lazy("How far what was promised is"),
    sentence=lambda count, title: (
        ngettext(
            "Something new about what was promised on “%(title)s”",
            "%(count)s new things about what was promised on “%(title)s”",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=_page,
)
DONE = NoticeKind(
    code="answers.done",
    label=gettext_lazy("What I wrote or follow is done"),
    sentence=lambda _count, title: _("What was promised on “%s” is done") % title,
    address=_page,
)
KINDS = (OWED, NEAR, ANSWERED, MOVED, DONE)

"""What moderation tells people: authors, those who reported, and moderators when a queue waits."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.commons.processes.models import TeamRole
from isegoria.commons.processes.roles import has_mandate
from isegoria.core.notice_kinds import Frequency, NoticeKind


def _own(ref: UUID) -> str:
    return reverse("moderation:ruling", args=[ref])


RULED_ON_MINE = NoticeKind(
    code="moderation.ruled",
    label=gettext_lazy("A moderator decided about a text of mine"),
    sentence=lambda _count, title: _("A moderator decided about your text “%s”") % title,
    address=_own,
    frequency=Frequency.AT_ONCE,
    owed=True,
)
APPEAL_DECIDED = NoticeKind(
    code="moderation.appeal_decided",
    label=gettext_lazy("My appeal was decided"),
    sentence=lambda _count, title: _("Your appeal about “%s” was decided") % title,
    address=_own,
    frequency=Frequency.AT_ONCE,
    owed=True,
)
REPORT_EXAMINED = NoticeKind(
    code="moderation.report_examined",
    label=gettext_lazy("What I reported was looked at"),
    sentence=lambda _count, _title: _("A text that you reported was looked at"),
    address=lambda _ref: reverse("notifications:list"),
)
QUEUE_WAITS = NoticeKind(
    code="moderation.queue_waits",
    label=gettext_lazy("Texts have been waiting for a moderator for too long"),
    sentence=lambda count, title: (
        ngettext(
            "Texts of “%(title)s” have been waiting for a moderator for too long",
            "Texts of “%(title)s” are still waiting for a moderator (reminder %(count)s)",
            count,
        )
        % {"title": title, "count": count}
    ),
    address=lambda ref: reverse("moderation:queue-by-ref", args=[ref]),
    frequency=Frequency.AT_ONCE,
    owed=True,
    concerns=has_mandate(TeamRole.MODERATOR, TeamRole.ORGANISER),
)
KINDS = (RULED_ON_MINE, APPEAL_DECIDED, REPORT_EXAMINED, QUEUE_WAITS)

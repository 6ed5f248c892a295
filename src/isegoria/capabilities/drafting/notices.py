"""What drafting tells people: the group, that a change was proposed; its author, what became of it; whoever
wrote what a measure rests on, that it was adopted and handed over."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.roles import has_mandate
from isegoria.core.notice_kinds import NoticeKind


def _page(ref: UUID) -> str:
    return reverse("drafting:measure", args=[ref])


PROPOSED = NoticeKind(
    code="drafting.proposed",
    label=_("Changes proposed in a measure that my group writes"),
    sentence=lambda count, title: (
        ngettext(
            "%(count)s change proposed in “%(title)s”",
            "%(count)s changes proposed in “%(title)s”",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=_page,
    concerns=has_mandate(BodyKind.PANEL, BodyKind.WORKING_GROUP),
)
ANSWERED = NoticeKind(
    code="drafting.answered",
    label=_("What became of a change that I proposed"),
    sentence=lambda count, title: (
        ngettext(
            "A change that you proposed in “%(title)s” was answered",
            "%(count)s changes that you proposed in “%(title)s” were answered",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=_page,
)
ADOPTED = NoticeKind(
    code="drafting.adopted",
    label=_("Measures that rest on what I wrote, adopted"),
    sentence=lambda _count, title: (
        _("“%(title)s”, which rests on what you wrote, was adopted") % {"title": title}
    ),
    address=_page,
)
HANDED_OVER = NoticeKind(
    code="drafting.handed_over",
    label=_("Measures that rest on what I wrote, handed over to the authority"),
    sentence=lambda _count, title: (
        _("“%(title)s”, which rests on what you wrote, was handed over to the authority")
        % {"title": title}
    ),
    address=_page,
)
KINDS = (PROPOSED, ANSWERED, ADOPTED, HANDED_OVER)

"""What the desk tells people: that an agent acts in their name."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.core.notice_kinds import Frequency, NoticeKind

HELPED = NoticeKind(
    code="desk.helped",
    label=_("An agent acted for me at a desk"),
    sentence=lambda count, title: (
        ngettext(
            "An agent saw an identity document in your name, and acted for you in “%(title)s”",
            "%(count)s times, an agent saw an identity document in your name, and acted for you in"
            " “%(title)s”",
            count,
        )
        % {"count": count, "title": title}
    ),
    address=lambda _ref: reverse("posts:mine"),
    frequency=Frequency.AT_ONCE,
    owed=True,
    advice=_(
        "If you did not come to a desk: read what stands under your name, withdraw the texts and take"
        " back the positions that are not yours, and write to whoever runs this site. Each act says in"
        " the public journal that it came in at a desk, and the site knows which agent typed it."
    ),
)
KINDS = (HELPED,)

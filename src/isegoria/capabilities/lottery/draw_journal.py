"""What the public journal says of the list of panels and of the draw."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.preparation_models import Aim
from isegoria.core.journal.kinds import EntryKind, Fact

LIST_PREPARED = EntryKind(
    "lottery.list_prepared",
    _("The list of panels was published, and how its number will be found"),
    facts={
        "panels": Fact.COUNT,
        "sources": Fact.PUBLIC_TEXT,
        "aim": Fact.CODE,
        "cap": Fact.COUNT,
        "k": Fact.COUNT,
        "pool": Fact.DIGEST,
        "transcript": Fact.DIGEST,
        "edition": Fact.DIGEST,
    },
    labels={
        "panels": _("Panels on the list"),
        "sources": _("What the number will come from"),
        "aim": _("How chances are shared"),
        "cap": _("Highest chance, in percent"),
        "k": _("People among whom each published profile hides"),
        "pool": _("Root of the tree of the pool"),
        "transcript": _("Fingerprint of the complete record"),
        "edition": _("Fingerprint of the public edition"),
    },
    words={"aim": dict(Aim.choices).get},
)
PANEL_DRAWN = EntryKind(
    "lottery.panel_drawn",
    _("A panel was drawn in public"),
    facts={
        "number": Fact.CODE,
        "seats": Fact.COUNT,
        "corrections": Fact.COUNT,
        "sources": Fact.PUBLIC_TEXT,
        "transcript": Fact.DIGEST,
        "edition": Fact.DIGEST,
        "drawing": Fact.DIGEST,
        "minutes": Fact.DIGEST,
    },
    labels={
        "number": _("Number drawn"),
        "seats": _("Seats"),
        "corrections": _("Digits taken back before the number was confirmed"),
        "sources": _("What the number came from"),
        "transcript": _("Fingerprint of the complete record"),
        "edition": _("Fingerprint of the public edition"),
        "drawing": _("SHA-256 of the complete result"),
        "minutes": _("SHA-256 of the record of the draw (PDF)"),
    },
)
KINDS = (LIST_PREPARED, PANEL_DRAWN)

"""What the public journal says of an import."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

IMPORTED = EntryKind(
    "consultation.imported",
    _("Texts and positions came from another site"),
    facts={
        "texts": Fact.COUNT,
        "positions": Fact.COUNT,
        "people": Fact.COUNT,
        "texts_file": Fact.DIGEST,
        "positions_file": Fact.DIGEST,
    },
    commits=frozenset({"by"}),
    labels={
        "texts": _("Texts"),
        "positions": _("Positions"),
        "people": _("People"),
        "texts_file": _("SHA-256 of the file of the texts"),
        "positions_file": _("SHA-256 of the file of the positions"),
    },
)

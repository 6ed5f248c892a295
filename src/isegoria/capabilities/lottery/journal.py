"""What the public journal says of a draw."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

POOL_FROZEN = EntryKind(
    "lottery.pool_frozen",
    _("The pool of volunteers was frozen"),
    facts={
        "people": Fact.COUNT,
        "eligible": Fact.COUNT,
        "seats": Fact.COUNT,
        "pool": Fact.DIGEST,
        "root": Fact.DIGEST,
        "terms": Fact.DIGEST,
    },
    labels={
        "people": _("People in the pool"),
        "eligible": _("Of them, people who can be drawn"),
        "seats": _("Seats to fill"),
        "pool": _("SHA-256 of the pool under pseudonyms"),
        "root": _("Root of the tree of its lines"),
        "terms": _("SHA-256 of the quotas"),
    },
)
KINDS = (POOL_FROZEN,)

"""The kinds of entry that the journal writes about itself."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

OPENED = EntryKind("journal.opened", _("The public journal begins"), commits=frozenset())
EPOCH_OPENED = EntryKind(
    "journal.epoch_opened",
    _("The public journal goes on in a new volume"),
    facts={
        "previous_origin": Fact.PUBLIC_TEXT,
        "previous_size": Fact.COUNT,
        "previous_root": Fact.DIGEST,
    },
    commits=frozenset(),
)
ACTS_SEALED = EntryKind(
    "acts.sealed",
    _("Acts sealed together"),
    facts={"source": Fact.CODE, "count": Fact.COUNT, "root": Fact.DIGEST},
    commits=frozenset(),
)

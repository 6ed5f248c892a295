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
    labels={
        "previous_origin": _("Name of the volume before"),
        "previous_size": _("Lines of the volume before"),
        "previous_root": _("Root of the volume before"),
    },
)
ACTS_SEALED = EntryKind(
    "acts.sealed",
    _("Acts sealed together"),
    facts={"source": Fact.CODE, "count": Fact.COUNT, "root": Fact.DIGEST},
    commits=frozenset(),
    labels={
        "source": _("Which acts"),
        "count": _("How many acts"),
        "root": _("Root of these acts"),
    },
)

"""What the public journal says of ideas, beside what it says of every text."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

TAKEN_OUT = EntryKind(
    "idea.taken_out",
    _("A contribution was taken out of an idea"),
    facts={"origin": Fact.REF},
    labels={"origin": _("Reference of the contribution")},
)

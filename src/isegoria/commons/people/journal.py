"""What the public journal says about people: that a register was loaded or deleted, never who is in it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.core.journal.kinds import EntryKind, Fact

REGISTER = UUID("b70c58a4-6a0e-4d52-8a53-3f2a6f0f7c11")
"""The reference of the register of an installation, the same for all."""

REGISTER_LOADED = EntryKind(
    "register.loaded",
    _("A register was loaded, against which people are checked"),
    facts={"people": Fact.COUNT, "mode": Fact.CODE},
    labels={
        "people": _("Number of people in it"),
        "mode": _("Added to the former one, or instead"),
    },
    words={"mode": {"added": _("added to it"), "instead": _("instead of it")}.get},
)
REGISTER_CLEARED = EntryKind("register.cleared", _("The register was deleted"))
KINDS = (REGISTER_LOADED, REGISTER_CLEARED)

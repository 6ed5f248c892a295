"""What the phases of drafting open."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Action, PhaseKind

WRITE = Action("drafting.write", _("Write measures"))
AMEND = Action("drafting.amend", _("Propose changes of a measure"))
MIRROR = Action("drafting.mirror", _("Propose changes of a measure, in the mirror group"))

WRITING = PhaseKind("drafting.writing", _("Measures are written"), frozenset({WRITE}))
AMENDING = PhaseKind(
    "drafting.amending", _("Everybody reads and proposes changes"), frozenset({WRITE, AMEND})
)
MIRRORING = PhaseKind(
    "drafting.mirroring",
    _("The mirror group reads and proposes changes"),
    frozenset({WRITE, MIRROR}),
)
PHASE_KINDS = (WRITING, AMENDING, MIRRORING)

"""What the phases of an assembly open."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Action, PhaseKind

GROUP = Action("assembly.group", _("Group contributions into ideas"))
GRADE = Action("assembly.grade", _("Say how much each idea matters"))
SUPPORT = Action("assembly.support", _("Take a position on ideas"))

GROUPING = PhaseKind(
    "assembly.grouping", _("The panel groups what people said"), frozenset({GROUP, SUPPORT})
)
GRADING = PhaseKind("assembly.grading", _("The panel weighs ideas"), frozenset({GRADE, SUPPORT}))
WORKING = PhaseKind(
    "assembly.working", _("The panel groups and weighs ideas"), frozenset({GROUP, GRADE, SUPPORT})
)
PHASE_KINDS = (WORKING, GROUPING, GRADING)

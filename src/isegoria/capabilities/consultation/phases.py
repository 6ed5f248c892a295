"""What the phases of a consultation open."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Action, PhaseKind

CONTRIBUTE = Action("consultation.contribute", _("Propose and testify"))
TAKE_POSITION = Action("consultation.take_position", _("Take a position and argue"))

CONTRIBUTING = PhaseKind(
    "consultation.contributing",
    _("Contributions, positions and arguments"),
    frozenset({CONTRIBUTE, TAKE_POSITION}),
)
WRITING = PhaseKind("consultation.writing", _("Contributions alone"), frozenset({CONTRIBUTE}))
VOTING = PhaseKind("consultation.voting", _("Positions and arguments"), frozenset({TAKE_POSITION}))
READING = PhaseKind("consultation.reading", _("Reading"))
PHASE_KINDS = (CONTRIBUTING, WRITING, VOTING, READING)

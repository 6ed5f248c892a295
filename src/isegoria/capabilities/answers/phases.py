"""What the phases of the answers open. Answering itself waits for no phase: what is owed stays owed."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Action, PhaseKind

REACT = Action("answers.react", _("Say what you think of the answers"))

ANSWERING = PhaseKind("answers.answering", _("The authority answers"), frozenset({REACT}))
FOLLOWING = PhaseKind(
    "answers.following", _("What was promised is done, or not"), frozenset({REACT})
)
PHASE_KINDS = (ANSWERING, FOLLOWING)

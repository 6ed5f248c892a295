"""What the phases of a draw open."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.phases import Action, PhaseKind

VOLUNTEERING = Action("lottery.volunteer", _("Volunteer"))
CALL = PhaseKind("lottery.call", _("Call for volunteers"), frozenset({VOLUNTEERING}))
DRAW = PhaseKind("lottery.draw", _("Public draw"))

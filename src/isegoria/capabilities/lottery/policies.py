"""Who may volunteer, look, withdraw, set up and freeze."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.kinds import VOLUNTEERING
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.posts.conditions import ACTIVITY_IS_PUBLIC, taking_part
from isegoria.commons.processes.conditions import backstage, here, team
from isegoria.commons.processes.models import Activity, TeamRole
from isegoria.core.policy import SIGNED_IN, Policy, concealed, of_actor

_OWN = of_actor("not_yours", _("Only the person who volunteered may do this."), "person_id")

READ_CALL = Policy(
    "lottery.read",
    _("Read a call for volunteers"),
    concealed(ACTIVITY_IS_PUBLIC | team(path="process")),
    Activity,
)
VOLUNTEER = Policy("lottery.volunteer", _("Volunteer"), taking_part(VOLUNTEERING), Activity)
ORGANISE = Policy(
    "lottery.organise",
    _("Set up a draw, import volunteers, freeze the pool"),
    backstage(TeamRole.ORGANISER, path="process"),
    Activity,
)
SEE_OWN_PLACE = Policy(
    "lottery.see_own_place",
    _("See one’s own place in the pool"),
    concealed(_OWN & IN_OWN_NAME),
    Volunteer,
)
WITHDRAW = Policy(
    "lottery.withdraw",
    _("Withdraw from the pool"),
    concealed(_OWN) & here("draw__activity__process"),
    Volunteer,
)
OPEN_NOTICE = Policy(
    "lottery.open",
    _("Follow a notice to a draw"),
    concealed(ACTIVITY_IS_PUBLIC | team(path="process")) & SIGNED_IN,
    Activity,
)
POLICIES = (OPEN_NOTICE, READ_CALL, VOLUNTEER, ORGANISE, SEE_OWN_PLACE, WITHDRAW)

"""Who may answer an offer of a seat, note an answer for somebody, and look after the seats."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.posts.conditions import ACTIVITY_IS_PUBLIC
from isegoria.commons.processes.conditions import backstage, team
from isegoria.commons.processes.models import Activity, TeamRole
from isegoria.core.policy import EVERYONE, Policy, concealed, of_actor

_OFFERED_TO = of_actor(
    "not_yours", _("Only the person who was offered this seat may do this."), "volunteer__person_id"
)

OPEN_SEATS = Policy(
    "lottery.open_seats",
    _("Offer the seats of a panel that was drawn"),
    team(TeamRole.ORGANISER, TeamRole.OBSERVER, path="process"),
    Activity,
)
READ_PANEL = Policy(
    "lottery.read_panel",
    _("Read what a panel looks like"),
    concealed(ACTIVITY_IS_PUBLIC | team(path="process")),
    Activity,
)
ANSWER_OWN_SEAT = Policy(
    "lottery.answer_seat",
    _("Accept, decline or give up a seat one was offered"),
    concealed(_OFFERED_TO & IN_OWN_NAME),
    Offer,
)
ANSWER_BY_CODE = Policy(
    "lottery.answer_by_code",
    _("Answer with the code of a letter or of an e-mail"),
    EVERYONE,
)
MANAGE_SEATS = Policy(
    "lottery.manage_seats",
    _("See the seats of a panel, have a member replaced"),
    backstage(TeamRole.ORGANISER, path="process"),
    Activity,
)
NOTE_ANSWER = Policy(
    "lottery.note_answer",
    _("Note by telephone, post or at the desk what somebody answers"),
    backstage(TeamRole.ORGANISER, TeamRole.AGENT, path="seat__draw__activity__process"),
    Offer,
)
LIST_TO_CALL = Policy(
    "lottery.list_to_call",
    _("See whom to call or write to about a seat"),
    backstage(TeamRole.ORGANISER, TeamRole.AGENT, path="process"),
    Activity,
)
POLICIES = (
    OPEN_SEATS,
    READ_PANEL,
    ANSWER_OWN_SEAT,
    ANSWER_BY_CODE,
    MANAGE_SEATS,
    NOTE_ANSWER,
    LIST_TO_CALL,
)

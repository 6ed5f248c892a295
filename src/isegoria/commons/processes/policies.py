"""Who may read, prepare, publish and run a process, and sit in its bodies."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.processes.conditions import (
    backstage,
    is_draft,
    is_not_archived,
    is_public,
    is_running,
    stands,
    team,
)
from isegoria.commons.processes.models import (
    Activity,
    Body,
    Invitation,
    Membership,
    Phase,
    Process,
    TeamRole,
    Theme,
)
from isegoria.commons.processes.roles import mandates_of
from isegoria.commons.processes.states import InvitationState, ProcessState
from isegoria.core.actor import Actor
from isegoria.core.policy import (
    ADMINISTRATOR,
    EVERYONE,
    SIGNED_IN,
    Ask,
    Condition,
    Policy,
    Predicate,
    about_actor,
    concealed,
    having,
    of_actor,
)

IS_PUBLIC = is_public()


def _organiser(path: str = "") -> Predicate:
    return backstage(TeamRole.ORGANISER, path=path)


def _still_runs(ask: Ask) -> bool:
    return ask.obj.ended_at is None or ask.obj.ended_at > ask.now


MANDATE_RUNS = Condition(
    "mandate_over",
    _("This mandate is already over."),
    test=_still_runs,
    rows=lambda _actor, now: Q(ended_at__isnull=True) | Q(ended_at__gt=now),
)


OWN_MANDATE = of_actor(
    "own_mandate",
    _("Only the person who has this mandate and the organisers may end it."),
    "person_id",
)
IS_PENDING = having(
    "answered",
    _("This invitation was already answered, or cancelled. Ask the team for another."),
    state=InvitationState.PENDING,
)
IN_TIME = Condition(
    "expired",
    _("This invitation is too old. Ask the team for another."),
    test=lambda ask: ask.obj.expires_at > ask.now,
    rows=lambda _actor, now: Q(expires_at__gt=now),
)


def confirmed_addresses(actor: Actor) -> frozenset[str]:
    """The addresses that whoever acts has shown to read, in small letters. One statement."""
    if actor.person_id is None:
        return frozenset()
    confirmed = EmailAddress.objects.filter(user__person_id=actor.person_id, verified=True)
    return frozenset(email.lower() for email in confirmed.values_list("email", flat=True))


INVITED = Condition(
    "not_invited",
    _(
        "This invitation was sent to another address than those you have confirmed. Sign in with the"
        " account of that address, or ask the team to invite you at yours."
    ),
    test=lambda ask: ask.obj.address in confirmed_addresses(ask.actor),
    rows=lambda actor, _now: Q(address__in=confirmed_addresses(actor)),
)
HAS_A_ROLE = about_actor(
    "no_role",
    _("Only the teams of processes may do this."),
    lambda actor: actor.is_administrator or bool(mandates_of(actor).team),
)

LIST_PROCESSES = Policy("processes.list", _("See the list of processes"), EVERYONE)
READ_PROCESS = Policy("processes.read", _("Read a process"), concealed(IS_PUBLIC | team()), Process)
LIST_MANAGED = Policy(
    "processes.list_managed", _("See the processes one works for"), concealed(HAS_A_ROLE)
)
CREATE_PROCESS = Policy("processes.create", _("Begin a process"), concealed(ADMINISTRATOR))
MANAGE_PROCESS = Policy(
    "processes.manage", _("See how a process is prepared"), backstage(), Process
)
WRITE_PROCESS = Policy(
    "processes.write",
    _("Change the texts, the themes and the activities of a process"),
    _organiser() & is_not_archived(),
    Process,
)
EDIT_PROCESS = Policy("processes.edit", _("Prepare a process"), _organiser() & is_draft(), Process)
PUBLISH_PROCESS = Policy(
    "processes.publish", _("Publish a process"), _organiser() & is_draft(), Process
)
RESCHEDULE_PHASE = Policy(
    "processes.reschedule",
    _("Move a phase of a running process, or add one"),
    _organiser() & is_running(),
    Process,
)
ARCHIVE_PROCESS = Policy(
    "processes.archive", _("Archive a process"), _organiser() & is_running(), Process
)
REOPEN_PROCESS = Policy(
    "processes.reopen",
    _("Open an archived process again"),
    _organiser()
    & stands("not_archived", _("This process is not archived."), ProcessState.ARCHIVED),
    Process,
)
RUN_BODIES = Policy(
    "processes.run_bodies",
    _("Add a body to a running process"),
    _organiser() & is_running(),
    Process,
)
EDIT_THEME = Policy(
    "processes.edit_theme",
    _("Change a theme"),
    _organiser("process") & is_not_archived("process"),
    Theme,
)
EDIT_ACTIVITY = Policy(
    "processes.edit_activity",
    _("Change an activity"),
    _organiser("process") & is_not_archived("process"),
    Activity,
)
EDIT_PHASE = Policy(
    "processes.edit_phase",
    _("Change a phase"),
    _organiser("activity__process") & is_not_archived("activity__process"),
    Phase,
)
EDIT_BODY = Policy(
    "processes.edit_body",
    _("Change a body and invite people to it"),
    _organiser("process") & is_not_archived("process"),
    Body,
)
EDIT_MANDATE = Policy(
    "processes.edit_mandate",
    _("Change what a member does"),
    _organiser("body__process") & is_not_archived("body__process") & MANDATE_RUNS,
    Membership,
)
_MAY_END = concealed((IN_OWN_NAME & OWN_MANDATE) | team(TeamRole.ORGANISER, path="body__process"))
END_MANDATE = Policy(
    "processes.end_mandate",
    _("End a mandate"),
    _MAY_END & is_running("body__process") & MANDATE_RUNS,
    Membership,
)
WITHDRAW_MANDATE = Policy(
    "processes.withdraw_mandate",
    _("Take back a place in a body of a draft"),
    _MAY_END & is_draft("body__process"),
    Membership,
)
MANAGE_INVITATION = Policy(
    "processes.manage_invitation",
    _("Send an invitation again, or cancel it"),
    _organiser("body__process") & is_not_archived("body__process") & IS_PENDING,
    Invitation,
)
ANSWER_INVITATION = Policy(
    "processes.answer_invitation",
    _("Answer an invitation"),
    SIGNED_IN & IN_OWN_NAME & INVITED & IS_PENDING & IN_TIME & is_not_archived("body__process"),
    Invitation,
)

POLICIES = (
    LIST_PROCESSES,
    READ_PROCESS,
    LIST_MANAGED,
    CREATE_PROCESS,
    MANAGE_PROCESS,
    WRITE_PROCESS,
    EDIT_PROCESS,
    PUBLISH_PROCESS,
    RESCHEDULE_PHASE,
    ARCHIVE_PROCESS,
    REOPEN_PROCESS,
    RUN_BODIES,
    EDIT_THEME,
    EDIT_ACTIVITY,
    EDIT_PHASE,
    EDIT_BODY,
    EDIT_MANDATE,
    END_MANDATE,
    WITHDRAW_MANDATE,
    MANAGE_INVITATION,
    ANSWER_INVITATION,
)

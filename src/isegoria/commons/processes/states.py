"""The life of a process, and of an invitation to take part in one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class ProcessState(TextChoices):
    """Where a process stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


PROCESS_MACHINE = Machine(
    "process",
    ProcessState,
    initial=ProcessState.DRAFT,
    transitions=[
        Transition(
            "publish", frozenset({ProcessState.DRAFT}), ProcessState.PUBLISHED, _("Publish")
        ),
        Transition(
            "archive", frozenset({ProcessState.PUBLISHED}), ProcessState.ARCHIVED, _("Archive")
        ),
        Transition(
            "reopen", frozenset({ProcessState.ARCHIVED}), ProcessState.PUBLISHED, _("Open again")
        ),
    ],
)


class InvitationState(TextChoices):
    """What became of an invitation. One that is pending can be too old: see its ``expires_at``."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


_WAITING = frozenset({InvitationState.PENDING})
INVITATION_MACHINE = Machine(
    "invitation",
    InvitationState,
    initial=InvitationState.PENDING,
    transitions=[
        Transition("accept", _WAITING, InvitationState.ACCEPTED, _("Accept")),
        Transition("decline", _WAITING, InvitationState.DECLINED, _("Decline")),
        Transition("cancel", _WAITING, InvitationState.CANCELLED, _("Cancel")),
    ],
)

"""The life of an e-mail that leaves."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class Lane(IntegerChoices):
    """How soon an e-mail must leave. Each lane has its own sender: none waits behind another."""

    URGENT = 0, _("somebody is waiting for it")
    ORDINARY = 1, _("within minutes")
    BULK = 2, _("when there is time")


class MailState(TextChoices):
    """Where an e-mail stands."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused by the relay")
    EXPIRED = "expired", _("too late to be of use")
    UNCERTAIN = "uncertain", _("perhaps sent")


MAIL_MACHINE = Machine(
    "mail",
    MailState,
    MailState.WAITING,
    (
        Transition(
            "take", frozenset({MailState.WAITING}), MailState.SENDING, _("a sender takes it")
        ),
        Transition(
            "expire", frozenset({MailState.WAITING}), MailState.EXPIRED, _("its time has passed")
        ),
        Transition(
            "accept", frozenset({MailState.SENDING}), MailState.SENT, _("the relay accepts it")
        ),
        Transition(
            "put_back",
            frozenset({MailState.SENDING}),
            MailState.WAITING,
            _("the relay is down, or busy"),
        ),
        Transition(
            "refuse",
            frozenset({MailState.SENDING}),
            MailState.REFUSED,
            _("the relay refuses it for good"),
        ),
        Transition(
            "lose", frozenset({MailState.SENDING}), MailState.UNCERTAIN, _("its sender died")
        ),
        Transition(
            "send_again",
            frozenset({MailState.UNCERTAIN, MailState.REFUSED}),
            MailState.WAITING,
            _("an administrator has it sent again"),
        ),
    ),
)

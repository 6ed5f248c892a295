"""E-mails that leave."""

from collections.abc import Sequence
from datetime import datetime

from isegoria.core.actor import Actor
from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import MailState
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def mails(_now: datetime) -> tuple[Sequence[Mail], Sequence[Actor]]:
    """An e-mail in each state."""
    found = [
        Mail.objects.create(to="z@exemple.test", subject="s", text="t", state=state)
        for state in MailState.values
    ]
    return found, [ADMINISTRATOR, CITIZEN]


POPULATIONS = {"mail.Mail": mails}

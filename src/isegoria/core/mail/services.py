"""Writes about e-mails that did not leave."""

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.mail import policies
from isegoria.core.mail.models import Mail
from isegoria.core.mail.sending import SENDERS
from isegoria.core.mail.states import MAIL_MACHINE, Lane
from isegoria.core.service import service


@service(journal=Private("what an e-mail says, and to whom, is between two people"))
def send_again(*, actor: Actor, mail: Mail) -> Mail:
    """Have an e-mail sent that the relay refused, or of which nobody can tell whether it left."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    policies.SEND_AGAIN.authorise(actor, mail)
    mail.state = MAIL_MACHINE.after(mail.state, "send_again")
    mail.not_before, mail.ended_at, mail.answer = clock.now(), None, ""
    mail.save(update_fields=["state", "not_before", "ended_at", "answer"])
    SENDERS[Lane(mail.lane)].enqueue(lane=mail.lane)
    return mail

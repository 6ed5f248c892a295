"""Who may see the e-mails that leave."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import MailState
from isegoria.core.policy import ADMINISTRATOR, Condition, Policy, about_actor, concealed

IS_DEMONSTRATION = about_actor(
    "demonstration",
    _("E-mails can be read here in a demonstration only."),
    lambda _actor: settings.DEMO,
)
DID_NOT_LEAVE = Condition(
    "mail_left",
    _("This e-mail is not one that can be sent again."),
    test=lambda ask: ask.obj.state in {MailState.UNCERTAIN, MailState.REFUSED},
    rows=lambda _actor, _now: Q(state__in=(MailState.UNCERTAIN, MailState.REFUSED)),
)
READ_DEMONSTRATION_MAIL = Policy(
    "mail.read_demonstration",
    _("Read the e-mails of a demonstration"),
    concealed(IS_DEMONSTRATION),
)
SEE_QUEUE = Policy("mail.see_queue", _("See how the sending of e-mails goes"), ADMINISTRATOR)
SEND_AGAIN = Policy(
    "mail.send_again", _("Have an e-mail sent again"), ADMINISTRATOR & DID_NOT_LEAVE, Mail
)
POLICIES = (READ_DEMONSTRATION_MAIL, SEE_QUEUE, SEND_AGAIN)

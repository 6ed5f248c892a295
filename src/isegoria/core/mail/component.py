"""The manifest of e-mails that leave."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.core.component import Component
from isegoria.core.mail.erasure import erase_mail, merge_mail
from isegoria.core.mail.policies import POLICIES
from isegoria.core.mail.sending import forget_old, wake
from isegoria.core.mail.states import MAIL_MACHINE
from isegoria.core.tasks.recurring import Recurring
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.core.mail.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="mail",
    label=_("E-mails"),
    description=_("What the site writes to people, and whether it left."),
    policies=POLICIES,
    machines=(MAIL_MACHINE,),
    urls=_urls,
    recurring=(
        Recurring("mail.wake", timedelta(minutes=1), wake),
        retention("mail.Mail", forget_old),
    ),
    erase=erase_mail,
    merge=merge_mail,
)

"""Who may read notices and choose how often to hear of them: each person their own."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy

READ_NOTICES = Policy("notifications.read", _("Read one's own notices"), SIGNED_IN & IN_OWN_NAME)
CHOOSE = Policy("notifications.choose", _("Choose how often to be told"), SIGNED_IN & IN_OWN_NAME)
STOP_MAILS = Policy(
    "notifications.stop", _("Stop the e-mails of whoever holds one of them"), EVERYONE
)
POLICIES = (READ_NOTICES, CHOOSE, STOP_MAILS)

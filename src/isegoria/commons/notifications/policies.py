"""Who may read notices and choose how often to hear of them: each person their own."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy

READ_NOTICES = Policy("notifications.read", _("Read one's own notices"), SIGNED_IN)
CHOOSE = Policy("notifications.choose", _("Choose how often to be told"), SIGNED_IN)
STOP_MAILS = Policy(
    "notifications.stop", _("Stop the e-mails of whoever holds one of them"), EVERYONE
)
POLICIES = (READ_NOTICES, CHOOSE, STOP_MAILS)

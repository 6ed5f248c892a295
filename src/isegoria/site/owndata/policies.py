"""Who may take, and have deleted, what this site knows about them: the person alone."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy

TAKE_COPY = Policy(
    "owndata.take_copy",
    _("Have a copy made of what the site knows about oneself"),
    SIGNED_IN & IN_OWN_NAME,
)
LEAVE = Policy("owndata.leave", _("Have one's own account deleted"), SIGNED_IN & IN_OWN_NAME)
SEE_FAREWELL = Policy("owndata.farewell", _("Read that an account was deleted"), EVERYONE)
POLICIES = (TAKE_COPY, LEAVE, SEE_FAREWELL)

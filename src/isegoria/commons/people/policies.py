"""Who may open an account, for oneself or for somebody else, and manage it."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.people.models import Account
from isegoria.core.policy import ADMINISTRATOR, EVERYONE, SIGNED_IN, Policy

SIGN_IN = Policy("people.sign_in", _("Sign in"), EVERYONE)
SIGN_UP = Policy("people.sign_up", _("Open an account for oneself"), EVERYONE)
OWN_ACCOUNT = Policy("people.own_account", _("Manage one's own account"), SIGNED_IN & IN_OWN_NAME)
OPEN_ACCOUNT = Policy("people.open_account", _("Open an account for somebody"), ADMINISTRATOR)
FORGET_PERSON = Policy(
    "people.forget", _("Forget a person who asks for it"), ADMINISTRATOR, Account
)

POLICIES = (SIGN_IN, SIGN_UP, OWN_ACCOUNT, OPEN_ACCOUNT, FORGET_PERSON)

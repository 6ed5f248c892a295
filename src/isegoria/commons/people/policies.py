"""Who may open an account for somebody else."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Account
from isegoria.core.policy import ADMINISTRATOR, Policy

OPEN_ACCOUNT = Policy("people.open_account", _("Open an account for somebody"), ADMINISTRATOR)
FORGET_PERSON = Policy(
    "people.forget", _("Forget a person who asks for it"), ADMINISTRATOR, Account
)

POLICIES = (OPEN_ACCOUNT, FORGET_PERSON)

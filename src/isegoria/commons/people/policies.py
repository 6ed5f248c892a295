"""Who may open an account for somebody else."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import ADMINISTRATOR, Policy

OPEN_ACCOUNT = Policy("people.open_account", _("Open an account for somebody"), ADMINISTRATOR)

POLICIES = (OPEN_ACCOUNT,)

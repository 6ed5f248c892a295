"""Who may read the description of the API."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

READ_API = Policy("api.read", _("Read the description of the API"), EVERYONE)

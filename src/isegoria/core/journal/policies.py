"""Who may read the journal: everybody."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

READ_JOURNAL = Policy("journal.read", _("Read the public journal and check it"), EVERYONE)

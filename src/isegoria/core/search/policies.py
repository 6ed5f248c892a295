"""Who may search: everybody, each among what they may see."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

SEARCH = Policy("search.search", _("Search the site"), EVERYONE)

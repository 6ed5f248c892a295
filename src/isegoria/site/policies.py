"""Who may see the pages of the site itself: everybody."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy

SEE_HOME = Policy("site.home", _("See the home page"), EVERYONE)
SEE_HEALTH = Policy("site.health", _("Ask whether the site works"), EVERYONE)

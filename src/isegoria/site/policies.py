"""Who may see the pages of the site itself, and who writes its texts."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.core.policy import ADMINISTRATOR, EVERYONE, Policy

SEE_HOME = Policy("site.home", _("See the home page"), EVERYONE)
SEE_HEALTH = Policy("site.health", _("Ask whether the site works"), EVERYONE)
READ_TEXT = Policy("site.read_text", _("Read the legal pages of the site"), EVERYONE)
WRITE_TEXT = Policy("site.write_text", _("Write the legal pages of the site"), ADMINISTRATOR)
SEE_MY_SPACE = Policy("site.my_space", _("See one’s own space"), IN_OWN_NAME)

POLICIES = (SEE_HOME, SEE_HEALTH, READ_TEXT, WRITE_TEXT, SEE_MY_SPACE)

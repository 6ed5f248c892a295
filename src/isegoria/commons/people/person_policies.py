"""Who may say how old they are, prove who they are, and join what belongs to one person."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.core.policy import ADMINISTRATOR, EVERYONE, Policy

DECLARE_AGE = Policy("people.declare_age", _("Say how old one is"), EVERYONE)
SEE_CHECKS = Policy(
    "people.checks", _("See how one was checked, and be checked better"), IN_OWN_NAME
)
LOAD_REGISTER = Policy(
    "people.load_register", _("Load the register against which people are checked"), ADMINISTRATOR
)
MERGE = Policy("people.merge", _("Join two persons who are one"), ADMINISTRATOR)

PERSON_POLICIES = (DECLARE_AGE, SEE_CHECKS, LOAD_REGISTER, MERGE)

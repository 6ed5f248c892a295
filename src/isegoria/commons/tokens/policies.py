"""Who may give a token to a program, and take it back: the person alone, in their own name."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.tokens.models import Token
from isegoria.core.policy import SIGNED_IN, Policy, concealed, of_actor

_IS_OWN = of_actor("not_yours", _("Only the person who made this token may do this."), "person_id")
MAKE_TOKEN = Policy("tokens.make", _("Let a program write in one's name"), SIGNED_IN & IN_OWN_NAME)
REVOKE_TOKEN = Policy(
    "tokens.revoke",
    _("Take a program's token back"),
    concealed(_IS_OWN) & SIGNED_IN & IN_OWN_NAME,
    Token,
)
POLICIES = (MAKE_TOKEN, REVOKE_TOKEN)

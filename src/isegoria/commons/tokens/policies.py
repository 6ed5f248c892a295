"""Who may give a token to a program, and take it back: the person alone, in their own name."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.conditions import IN_OWN_NAME
from isegoria.commons.tokens.models import Token
from isegoria.core.policy import NONE, SIGNED_IN, Condition, Policy, concealed

_IS_OWN = Condition(
    "not_yours",
    _("Only the person who made this token may do this."),
    test=lambda ask: ask.actor.person_id is not None and ask.obj.person_id == ask.actor.person_id,
    rows=lambda actor, _now: Q(person=actor.person_id) if actor.person_id else NONE,
)
MAKE_TOKEN = Policy("tokens.make", _("Let a program write in one's name"), SIGNED_IN & IN_OWN_NAME)
REVOKE_TOKEN = Policy(
    "tokens.revoke",
    _("Take a program's token back"),
    concealed(_IS_OWN) & SIGNED_IN & IN_OWN_NAME,
    Token,
)
POLICIES = (MAKE_TOKEN, REVOKE_TOKEN)

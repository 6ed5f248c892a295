"""Making and revoking tokens."""

import secrets
from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.tokens.models import LIFE, Token
from isegoria.commons.tokens.policies import MAKE_TOKEN, REVOKE_TOKEN
from isegoria.commons.tokens.rules import PREFIX, digest_of
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.api.scopes import SCOPES
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service

MOST = 10
_OWN = Private("which programs somebody uses is nobody else's business")


@service(journal=_OWN)
def make_token(*, actor: Actor, name: str, scopes: frozenset[str]) -> tuple[Token, str]:
    """A new token and its secret, which is shown once and never stored.

    Raises Invalid with everything that is missing.
    """
    MAKE_TOKEN.authorise(actor)
    person = Person.objects.select_for_update().get(pk=cast("UUID", actor.person_id))
    name = " ".join(name.split())[:80]
    problems = []
    if not name:
        problems.append(_("Say which program it is, so that you can find it again."))
    if not scopes or not scopes <= {scope.code for scope in SCOPES}:
        problems.append(_("Choose what the program may do."))
    if Token.objects.filter(person=person).count() >= MOST:
        problems.append(_("You have ten tokens already: revoke one first."))
    if problems:
        raise Invalid(_("No token was made."), problems, code="token")
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    token = Token.objects.create(
        person=person,
        name=name,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + LIFE,
    )
    return token, secret


@service(journal=_OWN)
def revoke_token(*, actor: Actor, token: Token) -> None:
    """End a token: its next request is refused. What it wrote stays, as its person's."""
    REVOKE_TOKEN.authorise(actor, token)
    Token.objects.filter(pk=token.pk).delete()

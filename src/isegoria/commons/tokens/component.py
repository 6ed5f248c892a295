"""The manifest of tokens."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.tokens.models import Token
from isegoria.commons.tokens.policies import POLICIES
from isegoria.core import clock
from isegoria.core.component import Component
from isegoria.core.tasks.retention import retention


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.tokens.urls import urlpatterns

    return urlpatterns


def erase_tokens(person_id: UUID) -> None:
    """No program writes any more in the name of who is forgotten."""
    Token.objects.filter(person=person_id).delete()


def merge_tokens(kept: UUID, gone: UUID) -> None:
    """The programs of ``gone`` write in the name of ``kept``: they are one."""
    Token.objects.filter(person=gone).update(person=kept)


def forget_old_tokens() -> int:
    """Delete the tokens whose year is over; answer how many."""
    deleted, _by_model = Token.objects.filter(expires_at__lte=clock.now()).delete()
    return deleted


COMPONENT = Component(
    name="tokens",
    label=_("Programs"),
    description=_("What people let a program write in their name."),
    policies=POLICIES,
    urls=_urls,
    recurring=(retention("tokens.Token", forget_old_tokens),),
    erase=erase_tokens,
    merge=merge_tokens,
)

"""What a program may write in the name of whoever gave it a token.

The session cookie never authorises a write of the API: its views are exempt from CSRF, so only what a page of
another site cannot send counts.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Scope:
    """A sort of writing that a token allows."""

    code: str
    label: Text


TEXTS = Scope("texts", _("Publish texts and comments"))
POSITIONS = Scope("positions", _("Take, change and take back positions"))
SCOPES = (TEXTS, POSITIONS)

_SCOPES = "_api_scopes"


def allow(request: HttpRequest, scopes: frozenset[str]) -> None:
    """Note what the token of a request allows."""
    setattr(request, _SCOPES, scopes)


def allowed_by(request: HttpRequest) -> frozenset[str] | None:
    """The codes of what the token of a request allows; None when it came with no token."""
    scopes: frozenset[str] | None = getattr(request, _SCOPES, None)
    return scopes

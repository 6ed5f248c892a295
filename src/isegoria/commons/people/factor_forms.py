"""The forms of the second proof, in our words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.forms import OurWords


class FactorForm(OurWords, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code of the application, or a recovery code, to finish signing in."""


class FactorAgainForm(OurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The same, before something sensitive."""


class AppForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an application: it shows that the secret was copied right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code shown by the application")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(OurWords, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The name of a passkey, and what the browser made."""

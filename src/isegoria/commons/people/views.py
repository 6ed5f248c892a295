"""The door: allauth's views with our forms, and a sentence instead of a fault when no mail leaves."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.adapter import MailNotSent
from isegoria.commons.people.forms import AskCodeForm, CodeForm, SignInForm


class _Door:
    """What both ways in have in common.

    Gives the form back as it was typed when the relay is down, to known and unknown alike. Stays open
    while a code is awaited: whoever mistyped their address, or prefers a password, can start again.
    """

    def _redirect_to_pending_stage(self, _request: HttpRequest, _stage: object) -> None:
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except MailNotSent:
            form.add_error(
                None, _("We could not send the code. Nothing is lost: try again in a few minutes.")
            )
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class SignIn(_Door, LoginView):  # type: ignore[misc]  # allauth has no types
    """With a password, or with an address alone where there are no passwords."""

    form_class = SignInForm


class AskCode(_Door, RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Have a code sent."""

    form_class = AskCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the page may offer a password instead."""
        return {**super().get_context_data(**kwargs), "passwords": settings.PASSWORDS}


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Type the code."""

    form_class = CodeForm

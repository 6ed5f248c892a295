"""The door: allauth's views with our forms."""

from typing import Any

from allauth.account.mixins import NextRedirectMixin, RedirectAuthenticatedUserMixin
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from allauth.decorators import rate_limit
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from isegoria.commons.abuse.admitting import admit_sign_up
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import ASK_CODE, GUESS_CODE, SIGN_UP
from isegoria.commons.abuse.throwaway import is_throwaway
from isegoria.commons.people import account_services
from isegoria.commons.people.door import NEWCOMER, SignUpProcess
from isegoria.commons.people.forms import AskCodeForm, CodeForm, SignInForm, SignUpForm
from isegoria.commons.people.identity import (
    forget_identity,
    pending_identity,
    promise_identity,
    provider_name,
)
from isegoria.commons.people.models import Proof
from isegoria.commons.people.proofs import recognise
from isegoria.commons.people.queries import actor_for_user
from isegoria.core.actor import ANONYMOUS
from isegoria.core.errors import Conflict


class _Door:
    """What the ways in have in common.

    Stays open while a code is awaited: whoever mistyped their address, or prefers a password, can start
    again.
    """

    def _redirect_to_pending_stage(self, _request: HttpRequest, _stage: object) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which other ways in this installation has."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "passwords": settings.PASSWORDS, "provider_name": provider_name()}


class SignIn(_Door, LoginView):  # type: ignore[misc]  # allauth has no types
    """With a password, or with an address alone where there are no passwords."""

    form_class = SignInForm


@method_decorator(limited(ASK_CODE), name="dispatch")
class AskCode(_Door, RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Have a code sent."""

    form_class = AskCodeForm


@method_decorator(rate_limit(action="signup"), name="dispatch")
@method_decorator(limited(SIGN_UP), name="dispatch")
class SignUp(_Door, RedirectAuthenticatedUserMixin, NextRedirectMixin, FormView[Any]):  # type: ignore[misc]  # allauth has no types
    """Ask for an account: a code is sent, and nothing exists before it comes back."""

    form_class = SignUpForm
    template_name = "account/signup.html"

    def get_initial(self) -> dict[str, Any]:
        """The address that the identity provider told, if somebody comes from there."""
        identity = pending_identity(self.request)
        return {"email": identity["email"]} if identity else {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the code; or forget the identity that waits, for whoever says "this is not me"."""
        if "forget_identity" in request.POST:
            forget_identity(request)
            return redirect(self.passthrough_next_url(reverse("account_signup")))
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the same page to everybody, and the truth by e-mail."""
        email = form.cleaned_data["email"].lower()
        admit_sign_up(self.request, is_throwaway=is_throwaway(email))
        of_mailbox = recognise(Proof.Kind.MAILBOX, email)
        newcomer = {
            "display_name": form.cleaned_data["display_name"],
            "declared_age": form.declared_age,
            "identity": pending_identity(self.request),
            "is_alias": of_mailbox is not None and form.account is None,
        }
        SignUpProcess.begin(
            self.request,
            account=form.account,
            email=email,
            newcomer=newcomer,
        )
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page says who vouched for the visitor, and where the other door is."""
        return {
            **super().get_context_data(**kwargs),
            "identity": pending_identity(self.request),
            "login_url": self.passthrough_next_url(reverse("account_login")),
        }


@method_decorator(limited(GUESS_CODE), name="dispatch")
class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Type the code: sign in, or open the account that was asked for."""

    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether an account was asked for, and where to start again."""
        signing_up = NEWCOMER in self._process.state
        again = reverse("account_signup" if signing_up else "account_request_login_code")
        return {
            **super().get_context_data(**kwargs),
            "signing_up": signing_up,
            "again_url": self.passthrough_next_url(again),
        }

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        state = self._process.state
        newcomer = state.get(NEWCOMER)
        if newcomer is None:
            account = self._process.user
            account_services.confirm_address(actor=actor_for_user(account), account=account)
        else:
            try:
                account = account_services.sign_up(
                    actor=ANONYMOUS,
                    email=state["email"],
                    display_name=newcomer["display_name"],
                    declared_age=newcomer["declared_age"],
                )
            except Conflict as taken:
                messages.error(self.request, str(taken.sentence))
                return redirect("account_login")
            state["user_id"] = str(account.pk)
            if newcomer["identity"]:
                promise_identity(self.request, account, newcomer["identity"])
        answer: HttpResponse = super()._verify_form_valid(form)
        return answer


class SignInByPasskey(LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """With a passkey alone: something one has, unlocked by something one knows or is."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and go on to where the visitor was going."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return answer

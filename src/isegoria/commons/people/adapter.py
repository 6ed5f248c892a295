"""How django-allauth behaves here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.identity import settle_identity
from isegoria.commons.people.models import Account
from isegoria.commons.people.second_factor import has_second_factor, owns_second_factor
from isegoria.core import clock
from isegoria.core.mail.posting import post_mail
from isegoria.core.mail.states import Lane
from isegoria.core.texts import Text

FRESH = 5 * 60
"""For how long, in seconds, a proof of identity is good enough for a sensitive change."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Our sentences, our way of sending mail, and when somebody must prove again who they are."""

    error_messages: Mapping[str, Text] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _(
            "Notices go to this address. Choose another one for notices, then remove it."
        ),
        "duplicate_email": _("This address is already yours."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Correct them, or ask for a code."
        ),
        "email_taken": _(
            "This address cannot be added: it belongs to another account. Nothing was changed."
        ),
        "enter_current_password": _("Type your present password."),
        "incorrect_code": _("This is not the code that we sent. Read it again in the e-mail."),
        "incorrect_password": _("This is not your password. Try again, or ask for a code."),
        "invalid_login": _("Type your e-mail address."),
        "max_email_addresses": _(
            "An account has at most %d addresses. Remove one that you no longer use."
        ),
        "rate_limited": _("That was a lot of requests. Wait a minute, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "unverified_primary_email": _("Confirm this address first: ask for a code."),
    }

    def is_reauthentication_required(self, *, app: str, **_unused: Any) -> bool:  # noqa: ARG002
        """Whether a sensitive change asks who is there, again.

        Whoever just signed in is not asked. allauth lets an account without password and without second
        factor through; here it proves itself by a code.
        """
        if proved_lately(self.request):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove again who one is: a code by e-mail is not enough beside a second factor."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code of your application, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        if user.is_authenticated and owns_second_factor(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        elif user.is_authenticated:
            route = {"id": "code", "url": reverse("account_reauthenticate_by_code")}
            methods.insert(0, {**route, "description": _("Receive a code by e-mail")})
        return [
            {**method, "description": words.get(method["id"], method["description"])}
            for method in methods
        ]

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse:
        """After signing in: the identity that came along is attached; an administrator without a second
        factor is led to it."""
        settle_identity(request, user)
        response: HttpResponse = super().post_login(request, user, **options)
        if user.is_administrator and settings.TEAM_SECOND_FACTOR and not has_second_factor(request):
            goal = urlencode({"next": response.headers["Location"]})
            return redirect(f"{reverse('mfa_index')}?{goal}")
        return response

    def get_email_verification_redirect_url(self, _email_address: Any) -> str:
        """After an address was added: the list of addresses."""
        return reverse("account_email")

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Write an e-mail that names the site as the settings do, never as the request does.

        It leaves before every other one; a code is not sent once its time has passed. Known and unknown
        addresses cost the same statements.
        """
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        own = {
            **site,
            "email": email,
            "signup_url": settings.SITE_URL + reverse("account_signup"),
            "login_url": settings.SITE_URL + reverse("account_login"),
            "account_url": settings.SITE_URL + reverse("account_home"),
        }
        letter = self.render_mail(template_prefix, email, {**context, **own})
        code_lives = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        holders = EmailAddress.objects.filter(email=email).values_list("user__person_id", flat=True)
        post_mail(
            to=email,
            person=holders.first(),
            subject=letter.subject,
            text=str(letter.body),
            lane=Lane.URGENT,
            expires_at=clock.now() + code_lives if "code" in context else None,
        )


def proved_lately(request: HttpRequest) -> bool:
    """True when this session was opened, or proved again, within the last minutes.

    For an account with a second factor, only the second factor counts.
    """
    records = get_authentication_records(request, request.user)
    if owns_second_factor(request.user):
        records = [record for record in records if record["method"] == "mfa"]
    return bool(records) and clock.now().timestamp() - records[-1]["at"] < FRESH

"""An identity that a provider vouches for (OpenID Connect), and how it finds its account.

An identity opens no account by itself: it is attached to an account whose address was proved by a code,
in the same session. So a provider that says "this is Zoé's address" takes over nothing of Zoé's.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import account_services
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.core import clock
from isegoria.core.errors import Conflict
from isegoria.core.texts import Text

logger = logging.getLogger(__name__)

PROTOCOL = "openid_connect"
CONNECT = "connect"
PATIENCE = timedelta(minutes=15)
"""For how long an identity waits for its account."""
_PENDING = "people_pending_identity"
_PROMISED = "people_promised_identity"


def provider_name() -> str:
    """How the identity provider is called, '' when this installation has none."""
    return settings.OIDC_NAME if _declared() else ""


def _declared() -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", settings.SOCIALACCOUNT_PROVIDERS[PROTOCOL]["APPS"])


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sends a new identity to the sign-up page; lets a known one in."""

    error_messages: Mapping[str, Text] = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("This identity already opens another account. Nothing was changed."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Called when the provider has vouched for somebody, before anything happens here.

        Raises ImmediateHttpResponse: back to the account when it asked for an identity, to the sign-up
        page for an identity never seen. A known one goes on, and is let in.
        """
        identity = {"provider": sociallogin.account.provider, "uid": sociallogin.account.uid}
        if sociallogin.state.get("process") == CONNECT:
            if request.user.is_authenticated:
                _connect(request, identity)
            raise ImmediateHttpResponse(redirect("account_identities"))
        if not sociallogin.is_existing:
            told = next((known.email for known in sociallogin.email_addresses), "")
            request.session[_PENDING] = {**identity, "email": told, "at": clock.now().timestamp()}
            goal = sociallogin.state.get("next")
            question = f"?{urlencode({'next': goal})}" if goal else ""
            raise ImmediateHttpResponse(redirect(reverse("account_signup") + question))

    def on_authentication_error(
        self, _request: HttpRequest, _provider: Any, **problem: Any
    ) -> None:
        """Note in the log that the provider could not be used; the page says it in words."""
        if problem.get("exception") is not None:
            logger.warning("Sign-in by identity failed: %s", type(problem["exception"]).__name__)

    def list_apps(
        self,
        _request: HttpRequest | None,
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002 - allauth's name
    ) -> list[SocialApp]:
        """The provider of the settings. None is kept in the database, so none is looked for there."""
        apps = [SocialApp(provider=PROTOCOL, **app) for app in _declared()]
        return [app for app in apps if provider in {None, PROTOCOL, app.provider_id}]


def pending_identity(request: HttpRequest) -> dict[str, Any] | None:
    """The identity that waits, in this session and for some minutes, for somebody to sign up with it."""
    pending: dict[str, Any] | None = request.session.get(_PENDING)
    if pending is None or clock.now().timestamp() - pending["at"] > PATIENCE.total_seconds():
        return None
    return pending


def forget_identity(request: HttpRequest) -> None:
    """Let no identity wait in this session."""
    request.session.pop(_PENDING, None)


def promise_identity(request: HttpRequest, account: Account, identity: Mapping[str, Any]) -> None:
    """Attach ``identity`` once ``account``, which has just shown its code, is signed in for good."""
    forget_identity(request)
    request.session[_PROMISED] = {**identity, "account": account.pk}


def settle_identity(request: HttpRequest, account: Account) -> None:
    """Keep the promise, to the account it was made to and to no other."""
    promised = request.session.pop(_PROMISED, None)
    if promised is not None and promised["account"] == account.pk:
        _connect(request, promised)


def _connect(request: HttpRequest, identity: Mapping[str, Any]) -> None:
    name = provider_name()
    try:
        account_services.connect_identity(
            actor=actor_for_user(request.user),
            account=cast("Account", request.user),
            provider=identity["provider"],
            uid=identity["uid"],
        )
    except Conflict as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        said = _("Your account is now connected to %(name)s.") % {"name": name}
        messages.success(request, said)
        get_account_adapter(request).send_notification_mail(
            "account/email/identity_connected", request.user, {"provider_name": name}
        )

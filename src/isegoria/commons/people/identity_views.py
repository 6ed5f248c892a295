"""Going to the identity provider, coming back, and the page of one's account about it."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from requests import RequestException

from isegoria.commons.people import account_services
from isegoria.commons.people.identity import CONNECT, provider_name
from isegoria.commons.people.models import Account
from isegoria.commons.people.policies import OWN_ACCOUNT, SIGN_IN
from isegoria.commons.people.provider import PROVIDER_ID, ProviderAdapter
from isegoria.core.routes import FORM, POST, actor_of, page

type View = Callable[[HttpRequest], HttpResponse]

UNREACHABLE = 502


def _with_provider(view: View) -> View:
    """404 where there is no provider; a page in words where it does not answer as it should."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not provider_name():
            raise Http404
        try:
            return view(request)
        except (RequestException, OAuth2Error, KeyError, ValueError):
            return render(request, "socialaccount/authentication_error.html", status=UNREACHABLE)

    return guarded


@page(SIGN_IN, methods=POST, anonymous_post="nobody is known before signing in")
@_with_provider
def leave(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider.

    By a page rather than by a redirect: the content security policy lets a form go nowhere but here.
    """
    process = "login"
    if request.user.is_authenticated:
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        process = CONNECT
    provider = get_adapter(request).get_provider(request, PROVIDER_ID)
    answer = provider.redirect(request, process=process, next_url=get_next_redirect_url(request))
    if answer.status_code != 302:
        return cast("HttpResponse", answer)
    context = {"provider_name": provider.name, "address": answer.headers["Location"]}
    return render(request, "socialaccount/login.html", context)


@page(SIGN_IN)
@_with_provider
def come_back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser back to."""
    view = OAuth2CallbackView.adapter_view(ProviderAdapter(request, PROVIDER_ID))
    return cast("HttpResponse", view(request))


@page(OWN_ACCOUNT, methods=FORM)
def identities(request: HttpRequest) -> HttpResponse:
    """The identity connected to one's account, and disconnecting it."""
    account = cast("Account", request.user)
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        known = SocialAccount.objects.filter(user=account).first()
        if known is not None:
            account_services.disconnect_identity(
                actor=actor_of(request), account=account, identity_id=known.pk
            )
            messages.success(request, _("Your account is no longer connected to this identity."))
            get_account_adapter(request).send_notification_mail(
                "account/email/identity_disconnected", account, {"provider_name": provider_name()}
            )
        return redirect("account_identities")
    context = {
        "provider_name": provider_name(),
        "connected": SocialAccount.objects.filter(user=account).first(),
    }
    return render(request, "socialaccount/connections.html", context)

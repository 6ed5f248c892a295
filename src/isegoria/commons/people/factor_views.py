"""The second proof: seeing what one has, adding an application or a passkey, removing them."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from isegoria.commons.people.policies import OWN_ACCOUNT
from isegoria.commons.people.second_factor import has_second_factor, owns_second_factor
from isegoria.core.routes import actor_of, page

_GOAL = "people_goal"
"""Where somebody was going who had to set up a second proof first."""


@page(OWN_ACCOUNT)
def second_factor(request: HttpRequest) -> HttpResponse:
    """What one has; or, for somebody on the way to a page that asks for it, the next step there."""
    goal = get_next_redirect_url(request)
    if goal and has_second_factor(request):
        return HttpResponseRedirect(goal)
    if goal and owns_second_factor(request.user):
        way = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{way}?{urlencode({'next': goal})}")
    request.session[_GOAL] = goal or ""
    kinds: dict[str, list[Authenticator]] = {}
    for one in Authenticator.objects.filter(user_id=request.user.pk).order_by("pk"):
        kinds.setdefault(one.type, []).append(one)
    codes = next(iter(kinds.get("recovery_codes", [])), None)
    context = {
        "application": next(iter(kinds.get("totp", [])), None),
        "passkeys": kinds.get("webauthn", []),
        "spare_codes": _left(codes) if codes else None,
        "required": settings.TEAM_SECOND_FACTOR and actor_of(request).is_administrator,
        "goal": goal,
    }
    return render(request, "mfa/index.html", context)


def _left(codes: Authenticator) -> int:
    """How many recovery codes were not used."""
    used: int = codes.data["used_mask"]
    made: int = app_settings.RECOVERY_CODE_COUNT
    return made - used.bit_count()


class _Proved:
    """Whoever has just shown a new proof need not show it again in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add the proof, and note that this session has shown it."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        record_authentication(request, request.user, "mfa", reauthenticated=True)
        return answer


class AddApplication(_Proved, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """An application that shows a code every 30 seconds (RFC 6238)."""


class AddPasskey(_Proved, AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """A passkey of the device, or a security key (WebAuthn)."""


class SpareCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """The codes to keep on paper for the day the device is lost."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The codes; or, when SECRET_KEY was changed without a word, what can be done."""
        try:
            answer: HttpResponse = super().get(request, *args, **kwargs)
        except ValidationError as unreadable:
            messages.error(request, unreadable.messages[0])
            return redirect("mfa_index")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And the way on to where the visitor was going."""
        return {**super().get_context_data(**kwargs), "goal": self.request.session.get(_GOAL, "")}

"""The pages of one's tokens."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from isegoria.commons.tokens.forms import TokenForm
from isegoria.commons.tokens.models import LIFE, Token
from isegoria.commons.tokens.policies import MAKE_TOKEN, REVOKE_TOKEN
from isegoria.commons.tokens.services import make_token, revoke_token
from isegoria.core.api.scopes import SCOPES
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.ui.formatting import date


@never_cache
@page(MAKE_TOKEN, methods=FORM)
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and the form of a new one. Its secret is in the answer to the form and nowhere else,
    so that this form alone is not answered by a redirect."""
    actor = actor_of(request)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = make_token(
                actor=actor,
                name=form.cleaned_data["name"],
                scopes=frozenset(form.cleaned_data["scopes"]),
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            form = TokenForm()
    labels = {scope.code: scope.label for scope in SCOPES}
    mine = [
        {
            "ref": token.ref,
            "name": token.name,
            "scopes": [labels[code] for code in token.scopes if code in labels],
            "made": date(token.created_at),
            "ends": date(token.expires_at),
            "used": token.used_on,
        }
        for token in Token.objects.filter(person=actor.person_id)
    ]
    context = {"form": form, "secret": secret, "tokens": mine, "days": LIFE.days}
    return render(request, "tokens/tokens.html", context)


def _token_by_ref(_request: HttpRequest, ref: UUID) -> Token:
    return get_object_or_404(Token, ref=ref)


@page(REVOKE_TOKEN, load=_token_by_ref, methods=POST)
def revoke(request: HttpRequest, token: Token) -> HttpResponse:
    """Take a token back."""
    revoke_token(actor=actor_of(request), token=token)
    messages.success(request, _("The token is revoked: its program can write no more."))
    return redirect("tokens:list")

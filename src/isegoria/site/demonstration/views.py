"""The tour of the demonstration, and being somebody in it."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.people.models import Account
from isegoria.core.routes import POST, actor_of, page
from isegoria.site.demonstration.cast import PARTS, email_of
from isegoria.site.demonstration.policies import BECOME, TAKE_TOUR
from isegoria.site.demonstration.tour import guided_tour

_BACKEND = "isegoria.commons.people.sessions.AccountBackend"


@page(TAKE_TOUR)
def tour(request: HttpRequest) -> HttpResponse:
    """Whom one can be, and what to try as each."""
    answer = render(request, "demonstration/tour.html", guided_tour(actor_of(request).person_id))
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(
    BECOME,
    methods=POST,
    anonymous_post="whoever looks at a demonstration is known to nobody, and may be anybody in it",
)
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as somebody of the story, with one button."""
    known = Account.objects.select_related("person").filter(email=email_of(key)).first()
    if known is None or key not in {part.key for part in PARTS}:
        raise Http404
    login(request, known, backend=_BACKEND)
    messages.success(request, _("You are now %(name)s.") % {"name": known.person})
    return redirect(f"{reverse('demonstration:tour')}#{key}")

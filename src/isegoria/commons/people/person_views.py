"""Pages about the person: how old they say to be, and how well this site knows who they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from isegoria.commons.abuse.limiting import hold
from isegoria.commons.abuse.limits import CHECK_REGISTER
from isegoria.commons.people import checks, register
from isegoria.commons.people import person_services as services
from isegoria.commons.people.person_forms import RegisterForm
from isegoria.commons.people.person_policies import DECLARE_AGE, SEE_CHECKS
from isegoria.commons.people.visitors import actor_for_act
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, page

USUAL_AGE = 16
OLDEST = 120


@page(
    DECLARE_AGE,
    methods=FORM,
    anonymous_post="who takes part without an account says their age too",
)
def age(request: HttpRequest) -> HttpResponse:
    """« I am at least 16 »: one button, then back to where one was going."""
    asked = request.GET.get("needs", "")
    years = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else USUAL_AGE
    years = min(max(years, 1), OLDEST)
    back = _back(request, reverse("home"))
    if request.method == "POST":
        services.declare_age(actor=actor_for_act(request), years=years)
        return redirect(back)
    return render(
        request,
        "people/age.html",
        {"years": years, "back": back, "for_another": actor_of(request).entered_by is not None},
    )


@page(SEE_CHECKS)
def levels(request: HttpRequest) -> HttpResponse:
    """How well this site knows the visitor, and how that can be more."""
    return render(
        request,
        "people/checks.html",
        {"checks": checks.checks_of(actor_of(request)), "next": _question(request)},
    )


@page(
    SEE_CHECKS,
    methods=FORM,
    anonymous_post="a list can be enough to take part, without an account",
)
def check_register(request: HttpRequest) -> HttpResponse:
    """« Check that I am on the list »."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request)
        hold(request, CHECK_REGISTER)
        try:
            line = register.find_line(form.identity)
            if line is not None and register.holder_of(line) is None:
                actor = actor_for_act(request)
            services.verify_by_register(actor=actor, identity=form.identity)
        except ServiceError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You are on the list: that is checked now."))
            return redirect(_back(request, reverse("people:checks")))
    context: dict[str, Any] = {"form": form, "loaded": register.is_loaded()}
    return render(request, "people/register.html", context)


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor was going, when that is a page of this site."""
    goal = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if safe and goal.startswith("/") else otherwise


def _question(request: HttpRequest) -> str:
    goal = _back(request, "")
    return f"?{urlencode({'next': goal})}" if goal else ""

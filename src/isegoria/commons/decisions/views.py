"""The page of a vote, voting, and dissenting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import COMMENT, STANCE
from isegoria.commons.decisions import services
from isegoria.commons.decisions.forms import DissentForm, VoteForm
from isegoria.commons.decisions.models import Decision
from isegoria.commons.decisions.policies import DISSENT, SEE_DECISION, VOTE
from isegoria.commons.decisions.queries import decision_by_ref, decision_view, voting_of
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.views import post_trail
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import active_language


def _shown(request: HttpRequest, decision: Decision, form: VoteForm | None = None) -> HttpResponse:
    voting = voting_of(decision, actor_of(request))
    if form is None and voting.may_vote:
        form = VoteForm(initial={} if voting.mine is None else {"choice": voting.mine})
    post = decision.post
    context = {
        "decision": decision_view(decision),
        "voting": voting,
        "form": form,
        "trail": post_trail(post, (post.title, address_of_text(post)), (_("Vote"), "")),
    }
    return render(request, "decisions/page.html", context)


@page(SEE_DECISION, load=decision_by_ref)
def decision(request: HttpRequest, found: Decision) -> HttpResponse:
    """A vote: its rule, who can vote, its result."""
    return _shown(request, found)


@page(VOTE, load=decision_by_ref, methods=POST)
@limited(STANCE)
def vote(request: HttpRequest, found: Decision) -> HttpResponse:
    """Vote."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    cast = services.vote_in_secret if found.secret else services.vote_by_name
    try:
        cast(actor=actor_of(request), decision=found, choice=form.cleaned_data["choice"])
    except ServiceError as error:
        form.refuse(error)
        return _shown(request, found, form)
    messages.success(request, _("Your vote is counted. Thank you!"))
    return redirect("decisions:decision", found.ref)


@page(DISSENT, load=decision_by_ref, methods=FORM)
@limited(COMMENT)
def dissent(request: HttpRequest, found: Decision) -> HttpResponse:
    """Say why one disagrees."""
    form = DissentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.publish_dissent(
                actor=actor_of(request),
                decision=found,
                text=form.cleaned_data["text"],
                language=active_language(),
                ref=form.cleaned_data["token"],
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your dissenting opinion is published beside the text."))
            return redirect("decisions:decision", found.ref)
    url = reverse("decisions:decision", args=[found.ref])
    trail = post_trail(
        found.post,
        (found.post.title, address_of_text(found.post)),
        (_("Vote"), url),
        (_("Dissenting opinion"), ""),
    )
    return render(
        request,
        "decisions/dissent.html",
        {"form": form, "post": found.post, "url": url, "trail": trail},
    )

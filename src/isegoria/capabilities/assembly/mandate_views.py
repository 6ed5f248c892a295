"""The pages of mandates and wishes: putting one to the vote, reading it, closing its vote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.assembly import mandates
from isegoria.capabilities.assembly.forms import PutToVoteForm
from isegoria.capabilities.assembly.mandate_queries import text_by_ref, text_page
from isegoria.capabilities.assembly.policies import CLOSE_TEXT_VOTE, MEMBERS, PUT_TO_VOTE
from isegoria.capabilities.assembly.queries import address_of_assembly, assembly_by_slugs
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import PUBLISH
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.posts.queries import is_followed
from isegoria.commons.processes.models import Activity, Body
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import active_language
from isegoria.core.ui.buttons import press


@page(PUT_TO_VOTE, load=assembly_by_slugs, methods=FORM)
@limited(PUBLISH)
def put_to_vote(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Publish a mandate or a wish, and call a body to vote on it."""
    bodies = Body.objects.filter(process=activity.process_id, kind__in=MEMBERS).order_by("pk")
    form = PutToVoteForm(bodies, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        ref = given.pop("token")
        try:
            post = mandates.put_to_vote(
                actor=actor_of(request),
                activity=activity,
                language=active_language(),
                ref=ref,
                **given,
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The vote is open. Each member is told."))
            return redirect("assembly:text", post.ref)
    context = {
        "form": form,
        "back": address_of_assembly(activity),
        "trail": activity_trail(activity, (_("Put a mandate or a wish to the vote"), "")),
    }
    return render(request, "assembly/put_to_vote.html", context)


@page(READ_POST, load=text_by_ref)
def text(request: HttpRequest, post: Post) -> HttpResponse:
    """A mandate or a wish, with its vote."""
    actor = actor_of(request)
    shown = text_page(post)
    context = {
        "text": shown,
        "may_close": not shown.decision.is_closed and CLOSE_TEXT_VOTE.decide(actor, post),
        "is_followed": is_followed(actor, post=post),
        "trail": activity_trail(post.activity, (post.title, "")),
    }
    return render(request, "assembly/text.html", context)


@page(CLOSE_TEXT_VOTE, load=text_by_ref, methods=POST)
@limited(PUBLISH)
def close_vote(request: HttpRequest, post: Post) -> HttpResponse:
    """Count the vote and publish its result."""
    return press(
        request,
        lambda: mandates.close_vote(actor=actor_of(request), post=post),
        reverse("assembly:text", args=[post.ref]),
        done=_("The vote is closed and its result published."),
    )

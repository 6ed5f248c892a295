"""The pages of ideas: the ranking, gathering contributions, one idea."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.capabilities.assembly import services
from isegoria.capabilities.assembly.forms import MOST_AT_ONCE, GatherForm, GradeForm, WordIdeaForm
from isegoria.capabilities.assembly.mandate_queries import voted_texts
from isegoria.capabilities.assembly.models import Worth
from isegoria.capabilities.assembly.policies import (
    GATHER,
    GRADE_IDEA,
    PUT_TO_VOTE,
    WORK_ON_IDEA,
)
from isegoria.capabilities.assembly.queries import (
    assembly_by_slugs,
    contributions_of,
    gathering,
    idea_by_ref,
    idea_page,
    ideas_to_choose,
    ranking_page,
)
from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import PUBLISH, STANCE
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import LIST_POSTS, READ_POST
from isegoria.commons.posts.queries import is_followed, post_by_ref
from isegoria.commons.processes.models import Activity
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import active_language, pick
from isegoria.core.ui.formatting import number
from isegoria.kernel.text import MAX_QUERY


@page(LIST_POSTS, load=assembly_by_slugs)
def ideas(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The ideas of the panel, ranked, and the mandates and wishes on which it voted."""
    actor = actor_of(request)
    slugs = [activity.process.slug, activity.slug]
    cursor = request.GET.get("cursor", "")
    context = {
        "title": pick(activity.title),
        "page": ranking_page(activity, actor, int(cursor) if cursor.isdecimal() else 0),
        "may_gather": GATHER.decide(actor, activity),
        "gather_url": reverse("assembly:gather", args=slugs),
        "may_put_to_vote": PUT_TO_VOTE.decide(actor, activity),
        "put_to_vote_url": reverse("assembly:put-to-vote", args=slugs),
        "texts": voted_texts(activity),
        "trail": activity_trail(activity),
    }
    return render(request, "assembly/ideas.html", context)


@page(GATHER, load=assembly_by_slugs, methods=FORM)
@limited(PUBLISH)
def gather(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Choose contributions, by words or theme, and say which idea they belong to."""
    actor = actor_of(request)
    choices = ideas_to_choose(activity)
    form = GatherForm(choices, request.POST if request.method == "POST" else None)
    ticked = request.POST.getlist("origin")[:MOST_AT_ONCE]
    if form.is_valid():
        try:
            idea = _chosen_idea(request, activity, form)
            origins = contributions_of(activity).filter(ref__in=_refs(ticked))
            added = services.group_contributions(actor=actor, idea=idea, origins=list(origins))
        except ServiceError as error:
            form.refuse(error)
        else:
            said = ngettext(
                "%(count)s contribution grouped.", "%(count)s contributions grouped.", added
            )
            messages.success(request, said % {"count": number(added)})
            return redirect("assembly:idea", idea.ref)
    asked = request.GET
    context = {
        "form": form,
        "ticked": ticked,
        "gathering": gathering(
            activity,
            actor,
            query=asked.get("q", "").strip()[:MAX_QUERY],
            theme=asked.get("theme", ""),
            left_only="left" in asked,
            cursor=asked.get("cursor", ""),
        ),
        "trail": activity_trail(activity, (_("Group contributions"), "")),
    }
    return render(request, "assembly/gather.html", context)


def _chosen_idea(request: HttpRequest, activity: Activity, form: GatherForm) -> Post:
    given = form.cleaned_data
    if given["idea"]:
        return post_by_ref(request, UUID(given["idea"]))
    return services.name_idea(
        actor=actor_of(request),
        activity=activity,
        title=given["title"],
        text=given["text"],
        language=active_language(),
        ref=given["token"],
    )


def _refs(ticked: list[str]) -> list[UUID]:
    refs = []
    for given in ticked:
        try:
            refs.append(UUID(given))
        except ValueError:
            continue
    return refs


@page(READ_POST, load=idea_by_ref)
def idea(request: HttpRequest, post: Post) -> HttpResponse:
    """An idea: what the panel and the public find of it, and the contributions it rests on."""
    actor = actor_of(request)
    shown = idea_page(post, actor, request.GET.get("cursor", ""))
    context = {
        "idea": shown,
        "worths": tuple(sorted(Worth, reverse=True)),
        "may_grade": GRADE_IDEA.decide(actor, post),
        "may_work": WORK_ON_IDEA.decide(actor, post),
        "is_followed": is_followed(actor, post=post),
        "trail": activity_trail(post.activity, (post.title, "")),
    }
    return render(request, "assembly/idea.html", context)


@page(GRADE_IDEA, load=idea_by_ref, methods=POST)
@limited(STANCE)
def grade(request: HttpRequest, post: Post) -> HttpResponse:
    """Say how much an idea matters."""
    form = GradeForm(request.POST)
    if form.is_valid():
        services.grade_idea(actor=actor_of(request), idea=post, worth=form.cleaned_data["worth"])
        messages.success(
            request, _("Your grade is kept. You can change it as long as the panel weighs ideas.")
        )
    return redirect("assembly:idea", post.ref)


@page(WORK_ON_IDEA, load=idea_by_ref, methods=FORM)
@limited(PUBLISH)
def word(request: HttpRequest, post: Post) -> HttpResponse:
    """Name an idea better."""
    form = WordIdeaForm(post, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.word_idea(actor=actor_of(request), idea=post, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The idea is changed. What stood before can still be read.")
            )
            return redirect("assembly:idea", post.ref)
    trail = activity_trail(
        post.activity, (post.title, reverse("assembly:idea", args=[post.ref])), (_("Change"), "")
    )
    return render(request, "assembly/word.html", {"form": form, "post": post, "trail": trail})


@page(WORK_ON_IDEA, load=idea_by_ref, methods=POST)
@limited(PUBLISH)
def take_out(request: HttpRequest, post: Post) -> HttpResponse:
    """Take a contribution out of an idea."""
    for ref in _refs([request.POST.get("origin", "")]):
        services.take_out(actor=actor_of(request), idea=post, origin=post_by_ref(request, ref))
        messages.success(request, _("The contribution is no longer part of this idea."))
    return redirect("assembly:idea", post.ref)

"""The pages of a consultation: reading by kind, writing. The page of a text is that of every post."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from isegoria.capabilities.consultation.kinds import PROPOSAL, TESTIMONY
from isegoria.capabilities.consultation.queries import consultation_page
from isegoria.capabilities.consultation.rules import Settings
from isegoria.commons.posts.activities import activity_of
from isegoria.commons.posts.composing import WELCOME, compose
from isegoria.commons.posts.lists import Asked, post_list
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.processes.models import Activity
from isegoria.core.post_kinds import PostKind
from isegoria.core.routes import FORM, actor_of, page

consultation_by_slugs = activity_of("consultation")


def with_testimonies(request: HttpRequest, slug: str, activity: str) -> Activity:
    """The same, where people may testify."""
    found = consultation_by_slugs(request, slug, activity)
    if not Settings.read(found.settings).testimonies:
        raise Http404
    return found


@page(LIST_POSTS, load=consultation_by_slugs)
def proposals(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What people propose, and the way to propose."""
    return _list(request, activity, PROPOSAL)


@page(LIST_POSTS, load=with_testimonies)
def testimonies(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What people live, and the way to tell it."""
    return _list(request, activity, TESTIMONY)


def _list(request: HttpRequest, activity: Activity, kind: PostKind) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "shown": consultation_page(activity, kind, actor),
        "list": post_list(
            activity=activity, kind=kind.code, actor=actor, asked=Asked.of(request.GET.dict())
        ),
    }
    return render(request, "consultation/list.html", context)


@page(LIST_POSTS, load=consultation_by_slugs, methods=FORM, anonymous_post=WELCOME)
def propose(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """Write a proposal."""
    return compose(request, activity, PROPOSAL)


@page(LIST_POSTS, load=consultation_by_slugs, methods=FORM, anonymous_post=WELCOME)
def testify(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """Tell what one lives. Whoever was writing when testimonies ended gets their words back."""
    if request.method != "POST" and not Settings.read(activity.settings).testimonies:
        raise Http404
    return compose(request, activity, TESTIMONY)

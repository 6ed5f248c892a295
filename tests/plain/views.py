"""Two thin views: the rest is that of every post."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from isegoria.commons.posts.composing import WELCOME, compose
from isegoria.commons.posts.lists import Asked, post_list
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.commons.processes.models import Activity
from isegoria.core.routes import actor_of, page
from isegoria.core.texts import pick
from tests.plain.kinds import TEXT, WRITE_TEXT


@page(LIST_POSTS, load=activity_by_slugs)
def text_list(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What people wrote, and the way to write."""
    actor = actor_of(request)
    process = activity.process
    context = {
        "title": pick(activity.title),
        "list": post_list(
            activity=activity, kind=TEXT.code, actor=actor, asked=Asked.of(request.GET.dict())
        ),
        "may_write": WRITE_TEXT.decide(actor, activity),
        "write_url": reverse("plain:write", args=[process.slug, activity.slug]),
        "feed_url": reverse("posts:feed", args=[process.slug, activity.slug]),
        "trail": (
            (pick(process.title), reverse("processes:page", args=[process.slug])),
            (pick(activity.title), ""),
        ),
    }
    return render(request, "plain/list.html", context)


@page(LIST_POSTS, load=activity_by_slugs, methods=("GET", "HEAD", "POST"), anonymous_post=WELCOME)
def write(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """Write a text."""
    return compose(request, activity, TEXT)

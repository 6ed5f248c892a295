"""The pages of a thread of provenance."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import READ_POST
from isegoria.commons.posts.queries import post_by_ref
from isegoria.commons.posts.thread_page import WIDTH, thread_data, thread_page
from isegoria.commons.posts.views import post_trail
from isegoria.core.routes import page


@page(READ_POST, load=post_by_ref)
def thread(request: HttpRequest, post: Post) -> HttpResponse:
    """Everything a text came from, and everything it became."""
    title = title_of(post)
    context = {
        "post": post,
        "title": title,
        "address": address_of(post),
        "thread": thread_page(post),
        "width": WIDTH,
        "trail": post_trail(post, (title, address_of(post)), (_("The whole thread"), "")),
    }
    return render(request, "posts/thread.html", context)


@page(READ_POST, load=post_by_ref)
def thread_json(_request: HttpRequest, post: Post) -> HttpResponse:
    """The same as linked data, every link of it."""
    return JsonResponse(
        thread_data(post), content_type="application/ld+json", json_dumps_params={"indent": 1}
    )

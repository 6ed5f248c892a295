"""What readers do with a post: comment, take a position, follow. Each works with and without JavaScript.

A page that everybody shares holds links to the pages of this module, not forms: whoever is not signed in
gets there by GET, is led to what is missing (signing in, saying their age), and comes back to the form.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import COMMENT, FOLLOW, STANCE
from isegoria.commons.people.visitors import actor_for_act
from isegoria.commons.posts import services
from isegoria.commons.posts.activities import Step
from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import in_time, title_of
from isegoria.commons.posts.composing import WELCOME, lead_to, said_after
from isegoria.commons.posts.forms import AskedPosition, CommentForm
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import (
    COMMENT_POST,
    FOLLOW_POST,
    FOLLOW_PROCESS,
    READ_POST,
    SEE_FOLLOW,
    TAKE_STANCE,
    VISIT,
)
from isegoria.commons.posts.queries import is_followed, opinions_on, post_by_ref
from isegoria.commons.posts.views import post_trail, shown_page
from isegoria.commons.posts.writing import comments_of
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.commons.processes.queries import process_by_ref, process_by_slug
from isegoria.core.decision import Decision
from isegoria.core.errors import Invalid, Refused, ServiceError
from isegoria.core.routes import FORM, actor_of, page


@page(READ_POST, load=post_by_ref, methods=FORM, anonymous_post=WELCOME)
@limited(COMMENT)
def comment(request: HttpRequest, post: Post) -> HttpResponseBase:
    """Write a comment: the form alone, or what the form under the text sent."""
    decision = COMMENT_POST.decide(actor_of(request), post)
    if (elsewhere := _elsewhere(request, decision)) is not None:
        return elsewhere
    kind = comments_of(post)
    if kind is None or (not decision and request.method != "POST"):
        raise Refused(decision)
    form = CommentForm(kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = services.comment(actor=actor_for_act(request), post=post, **form.words)
        except ServiceError as error:
            form.refuse(error)
        except Refused as refused:
            form.add_error(None, in_time(refused.decision))
        else:
            messages.success(request, said_after(said))
            return redirect(address_of(said))
    if request.method == "POST" and actor_of(request).person_id is not None:
        return shown_page(request, post, form)
    trail = post_trail(post, (title_of(post), address_of(post)), (_("Comment"), ""))
    context = {"form": form, "title": title_of(post), "post": post, "trail": trail}
    return render(request, "posts/comment.html", context)


@page(VISIT, methods=FORM, anonymous_post=WELCOME)
@limited(STANCE)
def stance(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """Take a position, change it or take it back. The service alone decides: one look at the database."""
    if request.method != "POST" or actor_of(request).person_id is None:
        post = _readable(request, ref)
        decision = TAKE_STANCE.decide(actor_of(request), post)
        if (elsewhere := _elsewhere(request, decision)) is not None:
            return elsewhere
        if not decision:
            raise Refused(decision)
        if request.method != "POST":
            return _stance_page(request, post)
    refusal = ""
    try:
        _move(request, ref)
    except Refused as refused:
        if refused.decision.hidden:
            raise Http404 from None
        if (elsewhere := _elsewhere(request, refused.decision)) is not None:
            return elsewhere
        refusal = in_time(refused.decision)
    except Invalid as error:
        refusal = " ".join(map(str, error.reasons))
    if "HX-Request" in request.headers:
        post = _readable(request, ref)
        context = {
            "opinions": opinions_on(post, actor_of(request)),
            "back": _back(request, ""),
            "is_answer": True,
            "refusal": refusal,
        }
        return render(request, "posts/opinions.html", context)
    if refusal:
        messages.error(request, refusal)
    return HttpResponseRedirect(_back(request, "") or reverse("posts:page", args=[ref]))


def _move(request: HttpRequest, ref: UUID) -> None:
    asked = AskedPosition.of(request.POST)
    if asked is None:
        raise Invalid("", [_("This position does not exist here.")], code="position")
    actor = actor_for_act(request)
    if asked.value is None:
        services.take_back_stance(actor=actor, ref=ref)
    else:
        services.take_stance(actor=actor, ref=ref, value=asked.value, qualifiers=asked.qualifiers)


def _stance_page(request: HttpRequest, post: Post) -> HttpResponse:
    context = {
        "post": post,
        "title": title_of(post),
        "opinions": opinions_on(post, actor_of(request)),
        "address": address_of(post),
        "trail": post_trail(post, (title_of(post), address_of(post)), (_("Your position"), "")),
    }
    return render(request, "posts/stance.html", context)


@page(SEE_FOLLOW, load=post_by_ref, methods=FORM)
@limited(FOLLOW)
def follow(request: HttpRequest, post: Post) -> HttpResponse:
    """Follow a post or, even when it is no longer shown, stop."""
    actor = actor_of(request)
    shown = bool(READ_POST.decide(actor, post))
    address = address_of(post) if shown else reverse("notifications:list")
    title = title_of(post) if shown else _("A text that is not shown")
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            services.unfollow_post(actor=actor, post=post)
            messages.success(request, _("You no longer follow this text."))
        elif not FOLLOW_POST.decide(actor, post):
            raise Http404
        else:
            services.follow_post(actor=actor, post=post)
            messages.success(
                request, _("You follow this text: you will be told what becomes of it.")
            )
        return redirect(address)
    followed = is_followed(actor, post=post)
    return _follow_page(request, title, address, post_trail(post, (title, "")), followed)


@page(FOLLOW_PROCESS, load=process_by_slug, methods=FORM)
@limited(FOLLOW)
def follow_process(request: HttpRequest, process: Process) -> HttpResponse:
    """Follow a process, or stop."""
    actor = actor_of(request)
    address = reverse("processes:page", args=[process.slug])
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            services.unfollow_process(actor=actor, process=process)
            messages.success(request, _("You no longer follow this process."))
        else:
            services.follow_process(actor=actor, process=process)
            messages.success(
                request, _("You follow this process: you will be told what becomes of it.")
            )
        return redirect(address)
    followed = is_followed(actor, process=process)
    trail = ((str(process), address), (_("Follow"), ""))
    return _follow_page(request, str(process), address, trail, followed)


def _follow_page(
    request: HttpRequest,
    title: str,
    address: str,
    trail: tuple[Step, ...],
    followed: bool,  # noqa: FBT001 - the last of a private helper
) -> HttpResponse:
    context = {"title": title, "address": address, "trail": trail, "followed": followed}
    return render(request, "posts/follow.html", context)


def _readable(request: HttpRequest, ref: UUID) -> Post:
    post = post_by_ref(request, ref)
    if not READ_POST.decide(actor_of(request), post):
        raise Http404
    return post


def _elsewhere(request: HttpRequest, decision: Decision) -> HttpResponseBase | None:
    """Where somebody who is refused can do something about it, told to htmx in its own way."""
    elsewhere = lead_to(request, decision) if not decision else None
    if elsewhere is not None and "HX-Request" in request.headers:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = elsewhere["Location"]
        return answer
    return elsewhere


def _back(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    if here and wanted.startswith("/"):  # redirect() takes any other word for the name of a route
        return wanted
    return default


@page(READ_PROCESS, load=process_by_ref)
def followed_process(_request: HttpRequest, process: Process) -> HttpResponse:
    """From a notice to the process that moved."""
    return redirect("processes:page", process.slug)

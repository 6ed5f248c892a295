"""The pages of a post: reading, changing, withdrawing, its history, its lines in the public journal."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.abuse.limiting import limited
from isegoria.commons.abuse.limits import PUBLISH
from isegoria.commons.posts import services
from isegoria.commons.posts.activities import Step, activity_trail
from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import in_time, title_of
from isegoria.commons.posts.composing import WELCOME, compose, last_moment_to_edit
from isegoria.commons.posts.forms import CommentForm, EditForm
from isegoria.commons.posts.histories import history, receipts
from isegoria.commons.posts.mine import SHOWN, my_posts
from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.posts.picture_forms import is_about_pictures, received
from isegoria.commons.posts.pictures import PICTURE
from isegoria.commons.posts.policies import (
    EDIT_POST,
    OWN_POST,
    READ_PICTURE,
    READ_POST,
    SAVE_DRAFT,
    SEE_MINE,
    SEE_POST,
    SEE_SENT_PICTURE,
    WITHDRAW_POST,
)
from isegoria.commons.posts.queries import (
    PostPage,
    picture_by_ref,
    post_by_ref,
    post_page,
)
from isegoria.commons.posts.states import PostState
from isegoria.commons.posts.writing import comments_of, kind_of
from isegoria.core.errors import Refused, ServiceError
from isegoria.core.files.models import Upload
from isegoria.core.files.views import upload_view
from isegoria.core.routes import FORM, actor_of, page


def post_trail(post: Post, *more: Step) -> tuple[Step, ...]:
    """Where one is, at a post or below."""
    return activity_trail(post.activity, *more)


def shown_page(
    request: HttpRequest, post: Post, comment_form: CommentForm | None = None
) -> HttpResponse:
    """The page of a post, with its form for comments where the visitor may comment."""
    shown: PostPage = post_page(post, actor_of(request), request.GET.get("cursor", ""))
    kind = comments_of(post)
    if comment_form is None and shown.may_comment and kind is not None:
        comment_form = CommentForm(kind)
    context = {
        "post": shown,
        "comment_form": comment_form,
        "trail": post_trail(post, (shown.title, "")),
    }
    return render(request, "posts/page.html", context)


@page(SEE_POST, load=post_by_ref)
def post_view(request: HttpRequest, post: Post) -> HttpResponse:
    """A text, what others think of it, where it comes from and what became of it."""
    if post.parent is not None:
        return redirect(address_of(post))
    if post.state == PostState.DRAFT:
        return redirect("posts:edit", post.ref)
    return shown_page(request, post)


@page(OWN_POST, load=post_by_ref, methods=FORM, anonymous_post=WELCOME)
@limited(PUBLISH)
def edit(request: HttpRequest, post: Post) -> HttpResponseBase:
    """Go on with a draft, or change a published text."""
    kind = kind_of(post)
    if post.state == PostState.DRAFT:
        return compose(request, post.activity, kind, post)
    actor = actor_of(request)
    EDIT_POST.authorise(actor, post)
    attaching = is_about_pictures(request)
    data, refused = (
        received(request, actor, kind.images) if request.method == "POST" else (None, [])
    )
    form = EditForm(kind, post, data, complete=not attaching)
    if refused:
        form.add_error("images" if kind.images else None, refused)
    if form.is_valid() and not attaching:
        try:
            services.edit_post(actor=actor, post=post, **form.words)
        except ServiceError as error:
            form.refuse(error)
        except Refused as refusal:
            form.add_error(None, in_time(refusal.decision))
        else:
            messages.success(request, _("Your change is published."))
            return redirect(address_of(post))
    trail = post_trail(post, (title_of(post), address_of(post)), (_("Change"), ""))
    context = {
        "form": form,
        "post": post,
        "address": address_of(post),
        "until": last_moment_to_edit(post),
        "trail": trail,
    }
    return render(request, "posts/edit.html", context)


@page(WITHDRAW_POST, load=post_by_ref, methods=FORM, anonymous_post=WELCOME)
def withdraw(request: HttpRequest, post: Post) -> HttpResponse:
    """Withdraw one's own text, after having read what that means."""
    if request.method == "POST":
        services.withdraw_post(actor=actor_of(request), post=post)
        messages.success(request, _("Your text is withdrawn."))
        return redirect(address_of(post.parent) if post.parent else address_of(post))
    trail = post_trail(post, (title_of(post), address_of(post)), (_("Withdraw"), ""))
    context = {"post": post, "title": title_of(post), "address": address_of(post), "trail": trail}
    return render(request, "posts/withdraw.html", context)


@page(SAVE_DRAFT, load=post_by_ref, methods=FORM, anonymous_post=WELCOME)
def discard(request: HttpRequest, post: Post) -> HttpResponse:
    """Throw a draft away, after having been asked."""
    if request.method == "POST":
        services.discard_draft(actor=actor_of(request), post=post)
        messages.success(request, _("Your draft is thrown away."))
        return redirect("posts:mine")
    trail = ((_("My contributions"), reverse("posts:mine")), (_("Throw away"), ""))
    context = {"post": post, "title": title_of(post), "trail": trail}
    return render(request, "posts/discard.html", context)


@page(READ_POST, load=post_by_ref)
def post_history(request: HttpRequest, post: Post) -> HttpResponse:
    """The versions of a text, and what changed between two of them."""
    versions = history(post, request.GET.get("from", ""), request.GET.get("to", ""))
    context = {
        "post": post,
        "title": title_of(post),
        "address": address_of(post),
        "history": versions,
        "trail": post_trail(post, (title_of(post), address_of(post)), (_("Versions"), "")),
    }
    return render(request, "posts/history.html", context)


@page(SEE_POST, load=post_by_ref)
def journal(request: HttpRequest, post: Post) -> HttpResponse:
    """What the public journal says of a text and, to each, of their own positions on it."""
    readable = READ_POST.decide(actor_of(request), post)
    title = title_of(post) if readable else _("A withdrawn text")
    context = {
        "post": post,
        "title": title,
        "address": address_of(post),
        "receipts": receipts(post, actor_of(request), request.GET.get("cursor", "")),
        "trail": post_trail(post, (title, address_of(post)), (_("Public journal"), "")),
    }
    return render(request, "posts/journal.html", context)


def _file_of(picture: Picture) -> Upload:
    if picture.upload is None:
        raise Http404
    return picture.upload


picture = upload_view(READ_PICTURE, load=picture_by_ref, upload_of=_file_of)
"""An image of a text, for whoever reads the text."""
small_picture = upload_view(READ_PICTURE, load=picture_by_ref, upload_of=_file_of, small=True)
"""The same in small."""


def _sent(_request: HttpRequest, ref: UUID) -> Upload:
    return get_object_or_404(Upload, ref=ref, kind=PICTURE.name)


sent_picture = upload_view(SEE_SENT_PICTURE, load=_sent, small=True)
"""An image that waits for its text, in small, for whoever sent it."""


@page(SEE_MINE)
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader wrote, and what became of each text."""
    state = request.GET.get("state", "")
    context = {
        "page": my_posts(actor_of(request), state, request.GET.get("cursor", "")),
        "states": tuple((value, label, value == state) for value, label in SHOWN.items()),
        "state": state,
    }
    return render(request, "posts/mine.html", context)

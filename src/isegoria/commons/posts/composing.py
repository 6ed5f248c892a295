"""The page on which somebody writes a text: one flow for every capability.

::

    @page(LIST_POSTS, load=activity_by_slugs, methods=FORM, anonymous_post=WELCOME)
    def write(request, activity):
        return compose(request, activity, PROPOSAL)

Somebody who must sign in is led there before writing. If the session ended meanwhile, what was typed waits
in the new one; so it does while its author goes and reads a text that is like it. A refusal of any sort
gives the form back as it was typed. :func:`compose` holds each press of a button to the limits of
:mod:`isegoria.commons.abuse`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.abuse import limits
from isegoria.commons.abuse.limiting import hold
from isegoria.commons.people.models import Person
from isegoria.commons.people.visitors import actor_for_act
from isegoria.commons.posts import services
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.cards import MENDABLE, in_time
from isegoria.commons.posts.forms import PostForm, new_token
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.picture_forms import (
    ATTACH,
    PicturesInput,
    is_about_pictures,
    received,
)
from isegoria.commons.posts.pictures import given
from isegoria.commons.posts.queries import address_of_activity
from isegoria.commons.posts.rules import editable_until
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.posts.writing import kind_of
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.decision import Decision
from isegoria.core.errors import Refused, ServiceError
from isegoria.core.post_kinds import PostKind
from isegoria.core.routes import actor_of
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import instant
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.remedies import remedy

WELCOME = "an activity may welcome people without an account; its policy is asked by the service"
"""Why a form of a post may be sent by somebody who is not signed in."""
_WAITING = "posts.waiting"
WORDS = ("title", "text", "theme", "place", "signature", "language")
"""What is typed into the form."""
PUBLISH, ANYWAY, PREVIEW, DRAFT, LOOK = "publish", "anyway", "preview", "draft", "look"
"""What the form is sent for. LOOK asks, while one writes, which texts say nearly the same."""
_MOST_WAITING = 60_000
"""Characters that wait in a session at most."""


def lead_to(request: HttpRequest, decision: Decision) -> HttpResponseBase | None:
    """Where somebody goes who can do something about a refusal (signing in, saying their age, being
    checked), and comes back to this page from; None for any other refusal."""
    if decision.code not in MENDABLE:
        return None
    known = actor_of(request).is_signed_in
    link = remedy(decision, request.get_full_path(), is_signed_in=known)
    return redirect(link.url) if link else None


def compose(
    request: HttpRequest, activity: Activity, kind: PostKind, draft: Post | None = None
) -> HttpResponseBase:
    """Write a text of ``kind`` in an activity, or go on with a ``draft`` of it. Where texts that say nearly
    the same are published already, they are shown before it is."""
    kind = kind.within(activity)
    if not actor_of(request).is_signed_in:
        kind = replace(kind, images=0)
    decision = kind.publish.decide(actor_of(request), activity)
    themes = list(Theme.objects.filter(process=activity.process_id))
    if request.method != "POST":
        if not decision and draft is None:
            return _elsewhere(request, decision)
        return _shown(request, activity, kind, draft, _begun(request, kind, themes, draft))
    act = ATTACH if is_about_pictures(request) else request.POST.get("act", PREVIEW)
    hold(request, limits.LOOK if act == LOOK else limits.PUBLISH)
    form = _sent(request, kind, themes, complete=act not in (ATTACH, DRAFT, LOOK))
    if act == LOOK:
        alike = _alike(activity, kind, form) if decision and form.is_valid() else ()
        _let_reader_leave(request, draft, alike)
        return render(request, "posts/alike.html", {"alike": alike})
    if not decision and (elsewhere := lead_to(request, decision)) is not None:
        _let_wait(request)
        return elsewhere
    if form.is_valid() and act != ATTACH:
        alike = () if act in (DRAFT, ANYWAY) else _alike(activity, kind, form)
        if act == PREVIEW:
            return _shown(request, activity, kind, draft, form, alike, preview=True)
        if not decision and draft is None:
            form.add_error(None, in_time(decision))
        elif kind.closed and act != DRAFT:
            form.add_error(None, str(kind.closed))
        elif alike:
            return _shown(request, activity, kind, draft, form, alike)
        elif (done := _done(request, activity, kind, form, act)) is not None:
            return done
    return _shown(request, activity, kind, draft, form)


def _elsewhere(request: HttpRequest, decision: Decision) -> HttpResponseBase:
    if (elsewhere := lead_to(request, decision)) is None:
        raise Refused(decision)
    return elsewhere


def _sent(request: HttpRequest, kind: PostKind, themes: list[Theme], *, complete: bool) -> PostForm:
    """The form as it was sent, with the image that came with it or why that was not kept."""
    data, refused = received(request, actor_of(request), kind.images)
    form = PostForm(kind, themes, data, complete=complete)
    if refused:
        form.add_error("images" if kind.images else None, refused)
    return form


def _alike(activity: Activity, kind: PostKind, form: PostForm) -> Sequence[Any]:
    words = form.words
    if kind.look_alikes is None or not words["text"]:
        return ()
    return kind.look_alikes(activity, words["language"], words["text"], words["ref"])


def _done(
    request: HttpRequest, activity: Activity, kind: PostKind, form: PostForm, act: str
) -> HttpResponse | None:
    """Keep the text and, when asked, publish it; None with the form's errors when that is refused."""
    try:
        actor = actor_for_act(request)
        post = services.save_draft(actor=actor, activity=activity, kind=kind.code, **form.words)
        if act == DRAFT:
            _forget(request)
            messages.success(request, _("Your draft is kept. Nobody else can see it."))
            return redirect("posts:edit", post.ref)
        post = services.publish_post(actor=actor, post=post)
    except ServiceError as error:
        form.refuse(error)
    except Refused as refused:
        if refused.decision.hidden:
            raise
        form.add_error(None, in_time(refused.decision))
    else:
        _forget(request)
        messages.success(request, said_after(post))
        return redirect(address_of_text(post))
    return None


def said_after(post: Post) -> str:
    """What its author is told once a text is published."""
    if post.visibility == Visibility.PENDING:
        return _("Your text has arrived. A moderator reads it before everybody else can.")
    said, until = _("Your text is published. Thank you!"), last_moment_to_edit(post)
    return f"{said} {_('You can change it until %(until)s.') % {'until': until}}" if until else said


def last_moment_to_edit(post: Post) -> str:
    """Until when its author may change a published text, in words; '' where its kind gives no delay."""
    until = editable_until(kind_of(post), post.published_at or clock.now())
    return instant(until) if until is not None and until > clock.now() else ""


def _own_name(actor: Actor) -> str:
    known = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    return str(known or _("A participant"))


def _begun(
    request: HttpRequest, kind: PostKind, themes: list[Theme], draft: Post | None
) -> PostForm:
    """The form as it opens: with the draft, else with what waited during a sign-in."""
    if draft is not None:
        theme = next((theme.slug for theme in themes if theme.pk == draft.theme_id), "")
        return PostForm(
            kind,
            themes,
            initial={
                "title": draft.title,
                "text": draft.text,
                "theme": theme,
                "place": draft.place,
                "signature": draft.signature,
                "images": given(draft),
                "language": draft.language,
                "token": new_token(draft.ref),
            },
        )
    if _waits(request):
        waiting = request.session.pop(_WAITING)
        images = [(UUID(ref), alt) for ref, alt in waiting["images"]]
        return PostForm(kind, themes, initial={**waiting, "images": images})
    return PostForm(kind, themes)


def _waits(request: HttpRequest) -> bool:
    return bool(request.session.get(_WAITING, {}).get("path") == request.path)


def _forget(request: HttpRequest) -> None:
    if _waits(request):
        del request.session[_WAITING]


def _let_wait(request: HttpRequest) -> None:
    typed = {name: request.POST.get(name, "") for name in WORDS}
    if sum(map(len, typed.values())) <= _MOST_WAITING:
        images = PicturesInput().value_from_datadict(request.POST, request.FILES, "images")
        request.session[_WAITING] = {
            **typed,
            "images": [(str(ref), alt) for ref, alt in images],
            "path": request.path,
        }


def _let_reader_leave(request: HttpRequest, draft: Post | None, alike: Sequence[Any]) -> None:
    """Whoever goes and reads a text that is like theirs finds their own words again."""
    if alike and draft is None and actor_of(request).is_signed_in:
        _let_wait(request)


def _shown(
    request: HttpRequest,
    activity: Activity,
    kind: PostKind,
    draft: Post | None,
    form: PostForm,
    alike: Sequence[Any] = (),
    *,
    preview: bool = False,
) -> HttpResponse:
    _let_reader_leave(request, draft, alike)
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "alike": alike,
        "looks": kind.look_alikes is not None and not alike,
        "draft": draft if draft is not None and draft.state == PostState.DRAFT else None,
        "activity": pick(activity.title),
        "trail": (
            (pick(activity.process.title), reverse("processes:page", args=[activity.process.slug])),
            (pick(activity.title), address_of_activity(activity)),
            (kind.label, ""),
        ),
    }
    asked = registry.post_kinds()[kind.code].within(activity)
    if asked.images and not actor_of(request).is_signed_in:
        context["sign_in_for_images"] = (
            f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        )
    if preview:
        typed = form.cleaned_data
        theme = form.themes.get(typed.get("theme", ""))
        context["preview"] = {
            "title": typed.get("title", ""),
            "name": typed.get("signature", "") or _own_name(actor_of(request)),
            "theme": pick(theme.title) if theme else "",
            "place": typed.get("place", ""),
            "text": render_markdown(typed["text"], top_heading=3),
            "language": typed["language"],
            "images": typed.get("images", ()),
        }
    return render(request, "posts/compose.html", context)

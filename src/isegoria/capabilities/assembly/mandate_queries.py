"""Reads about mandates and wishes: constant numbers of statements, frozen view models."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from isegoria.capabilities.assembly.policies import VOTED
from isegoria.commons.decisions.models import Decision
from isegoria.commons.decisions.queries import DecisionView, decision_on, decision_view
from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import kind_label
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.queries import post_by_ref
from isegoria.commons.processes.models import Activity
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown

MOST = 100
"""Mandates and wishes listed at most, the last ones."""


@dataclass(frozen=True, slots=True)
class TextCard:
    """A mandate or a wish in a list, with what its vote made of it."""

    url: str
    kind: Text
    title: str
    language: str
    state: str
    tag: str
    date: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The page of a mandate or a wish."""

    ref: str
    kind: Text
    title: str
    language: str
    text: SafeString
    body: str
    body_language: str
    state: str
    tag: str
    decision: DecisionView


def text_by_ref(request: HttpRequest, ref: UUID) -> Post:
    """The mandate or wish at an address, with all that policies read. Two statements."""
    found = post_by_ref(request, ref)
    if found.kind not in VOTED:
        raise Http404
    return found


def voted_texts(activity: Activity) -> tuple[TextCard, ...]:
    """The mandates and wishes of an activity, the last ones first. One statement."""
    found = (
        Decision.objects.filter(post__activity=activity, post__kind__in=VOTED, post__shown=True)
        .select_related("post__parent")
        .order_by("-opened_at", "-pk")
    )
    return tuple(_card(decision) for decision in found[:MOST])


def _card(decision: Decision) -> TextCard:
    post = decision.post
    state, tag = _state(decision)
    at = formatting.date(decision.closed_at or decision.closes_at)
    return TextCard(address_of(post), kind_label(post), post.title, post.language, state, tag, at)


def _state(decision: Decision) -> tuple[str, str]:
    if decision.closed_at is None:
        return _("vote under way"), "open"
    return (_("carried"), "good") if decision.adopted else (_("not carried"), "warn")


def text_page(post: Post) -> TextPage:
    """The page of a mandate or a wish that its policy lets somebody see. Five statements."""
    decision = decision_on(post)
    if decision is None:
        raise Http404
    title = post.body.title if post.body else {}
    state, tag = _state(decision)
    return TextPage(
        ref=str(post.ref),
        kind=kind_label(post),
        title=post.title,
        language=post.language,
        text=render_markdown(post.text),
        body=pick(title),
        body_language=language_of(title),
        state=state,
        tag=tag,
        decision=decision_view(decision),
    )

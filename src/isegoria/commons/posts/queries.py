"""Reads about posts: a constant number of statements, frozen view models."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from django.db.models import BigAutoField, CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.lookups import In
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import (
    MENDABLE,
    Author,
    Comment,
    Image,
    Opinions,
    author_of,
    comment_card,
    comments_in_words,
    image_of,
    in_time,
    kind_label,
    opinions_of,
    title_of,
)
from isegoria.commons.posts.conditions import PARENT_IS_VISIBLE
from isegoria.commons.posts.models import (
    Follow,
    Picture,
    Post,
    QualifierCount,
    Relation,
    Source,
    Stance,
)
from isegoria.commons.posts.notes import notes_on
from isegoria.commons.posts.pictures import shown
from isegoria.commons.posts.policies import (
    COMMENT_POST,
    EDIT_POST,
    READ_POST,
    WITHDRAW_POST,
)
from isegoria.commons.posts.rules import Position
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.commons.processes.openings import address_of as activity_page
from isegoria.core import clock, registry
from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.compiled import Compiled, Given, Sent, prefetched
from isegoria.core.component import Note
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import CompiledPages, Page

COMMENTS_SIZE = 20
CAME_FROM: dict[str, Promise] = {
    Relation.MERGED_INTO: _("merged here"),
    Relation.GROUPED_IN: _("grouped here"),
    Relation.CITED_BY: _("cited here"),
    Relation.BECAME: _("became this text"),
    Relation.ANSWERED_BY: _("answered here"),
}
"""A relation as it reads on the page of what came out of it."""
_ACTIVITY = Compiled(
    lambda: Activity.objects.select_related("process").filter(
        process__slug=Given("process", CharField()), slug=Given("activity", CharField())
    )
)
_PHASES = Compiled(lambda: Phase.objects.filter(activity=Given("activity", BigAutoField())))
_POST = Compiled(
    lambda: Post.objects.filter(ref=Given("ref", UUIDField())).select_related(
        "activity__process", "parent", "author", "body", "theme"
    )
)
_COMMENTS = CompiledPages(
    lambda: Post.objects.filter(parent=Given("parent", BigAutoField()), shown=True).select_related(
        "author", "body"
    ),
    order=("published_at", "id"),
    size=COMMENTS_SIZE,
)
_LINKS = Compiled(
    lambda: (
        Source.objects.filter(
            Q(post=Given("post", BigAutoField())) | Q(origin=Given("post", BigAutoField()))
        )
        .select_related("post__parent", "origin__parent")
        .order_by("at", "id")
    )
)
_COUNTS = Compiled(
    lambda: QualifierCount.objects.filter(post=Given("post", BigAutoField())).values_list(
        "bit", "count"
    )
)
WITHDRAWN = _("A withdrawn text")
_FOLLOWS, _QUALIFIERS = 2, 3
"""Beside the values of positions, in a statement that reads all three: this person follows; so many
positions carry the qualifier whose bit is added to _QUALIFIERS."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A link of provenance, seen from one of its ends; ``notes`` is what rooms say of the other."""

    relation: Text
    title: str
    url: str
    language: str
    excerpt: str
    excerpt_language: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """Everything the page of a post shows. ``gone`` says why the words are not shown."""

    ref: str
    title: str
    text: SafeString | str
    images: tuple[Image, ...]
    language: str
    author: Author
    kind: Text
    theme: str
    theme_language: str
    place: str
    published: str
    published_iso: str
    edited: str
    revisions: int
    gone: Text
    notice: Text
    opinions: Opinions | None
    comments: Page[Comment]
    comments_in_words: str
    may_comment: bool
    comment_by_link: bool
    comment_reason: str
    sources: tuple[Thread, ...]
    became: tuple[Thread, ...]
    is_own: bool
    may_edit: bool
    may_withdraw: bool
    is_followed: bool
    is_shown: bool
    was_hidden: bool
    block: str
    notes: tuple[Note, ...]

    @property
    def alone(self) -> "PostPage":
        """The same without its comments, for the parts of the page that show none."""
        return replace(self, comments=Page(()))


def post_by_ref(_request: HttpRequest, ref: UUID) -> Post:
    """The post at an address, with all that its policies and its page read. Two statements."""
    post = next(iter(_POST(ref=ref)), None)
    if post is None:
        raise Http404
    prefetched(post.activity, phases=_PHASES(activity=post.activity_id))
    return post


def picture_by_ref(_request: HttpRequest, ref: UUID, picture: UUID) -> Picture:
    """The image of a post, with all that its policy reads. Two statements."""
    return get_object_or_404(
        Picture.objects.select_related(
            "upload", "post__activity__process", "post__parent"
        ).prefetch_related("post__activity__phases"),
        post__ref=ref,
        upload__ref=picture,
        until=None,
    )


def public_posts(process: Process) -> QuerySet[Post]:
    """Everything in a process that everybody can read, comments included."""
    readable = PARENT_IS_VISIBLE.where(ANONYMOUS, clock.now())
    return Post.objects.filter(readable, activity__process=process, shown=True)


def activity_by_slugs(_request: HttpRequest, slug: str, activity: str) -> Activity:
    """The activity at an address, with all that policies read. Two statements."""
    found = next(iter(_ACTIVITY(process=slug, activity=activity)), None)
    if found is None:
        raise Http404
    prefetched(found, phases=_PHASES(activity=found.pk))
    return found


def address_of_activity(activity: Activity) -> str:
    """The page of an activity, or that of its process where its capability gives none. ``process`` must
    be loaded."""
    return activity_page(activity) or reverse("processes:page", args=[activity.process.slug])


def own_positions(actor: Actor, posts: Iterable[Post | Sent[Post]]) -> dict[int, Position]:
    """The positions of ``actor`` on some posts, by key. One statement, none for nobody."""
    keys = {f"post_{rank}": post.pk for rank, post in enumerate(posts)}
    if actor.person_id is None or not keys:
        return {}
    found = _positions(len(keys))(person=actor.person_id, **keys)
    return {post_id: Position(value, qualifiers) for post_id, value, qualifiers in found}


@cache
def _positions(count: int) -> Compiled[Stance, tuple[int, int, int]]:
    """The positions of a person on so many posts, ``post_0`` to the last."""
    return Compiled(lambda: _stances(count))


@cache
def _all_numbers(count: int) -> Compiled[Stance, tuple[int, int, int]]:
    """The same, then whether the person follows the first of these posts, then the counts of its
    qualifiers."""
    post, person = Given("post_0", BigAutoField()), Given("person", UUIDField())
    follows = Follow.objects.filter(person=person, post=post).values_list(
        "post_id", Value(_FOLLOWS), Value(0)
    )
    counts = QualifierCount.objects.filter(post=post).values_list(
        "post_id", F("bit") + Value(_QUALIFIERS), "count"
    )
    return Compiled(lambda: _stances(count).union(follows, counts, all=True))


def _stances(count: int) -> QuerySet[Stance, tuple[int, int, int]]:
    posts = [Given(f"post_{rank}", BigAutoField()) for rank in range(count)]
    return Stance.objects.filter(
        In(F("post"), posts), person=Given("person", UUIDField())
    ).values_list("post_id", "value", "qualifiers")


def _numbers(
    actor: Actor, post: Post, comments: Iterable[Post]
) -> tuple[dict[int, Position], bool, dict[int, int] | None]:
    """The positions of ``actor`` on a post and its comments, whether they follow it, and the counts of its
    qualifiers (None: it has none): one statement for all, so that a page stays within its number."""
    if actor.person_id is None:
        return {}, False, _qualifiers(post)
    keys = {f"post_{rank}": each.pk for rank, each in enumerate((post, *comments))}
    rows = _all_numbers(len(keys))(person=actor.person_id, **keys)
    return (
        {key: Position(value, bits) for key, value, bits in rows if value < _FOLLOWS},
        any(value == _FOLLOWS for _key, value, _bits in rows),
        {value - _QUALIFIERS: count for _key, value, count in rows if value >= _QUALIFIERS}
        if _has_qualifiers(post)
        else None,
    )


def opinions_on(post: Post, actor: Actor) -> Opinions | None:
    """The positions on one post, with what people added. Two statements."""
    mine = own_positions(actor, [post]).get(post.pk)
    return opinions_of(post, actor, mine, clock.now(), _qualifiers(post))


def post_page(post: Post, actor: Actor, cursor: str = "") -> PostPage:
    """The page of a post that its policy lets ``actor`` see. Four statements at most, five with images."""
    now = clock.now()
    readable = post.state != PostState.WITHDRAWN or bool(READ_POST.decide(actor, post, now=now))
    comments = _comments(post, cursor)
    positions, followed, qualifiers = _numbers(actor, post, comments.items)
    sources, became = _threads(post)
    own = actor.person_id is not None and post.author_id == actor.person_id
    may_comment = COMMENT_POST.decide(actor, post, now=now)
    by_link = not may_comment and may_comment.code in MENDABLE
    kind = registry.post_kinds().get(post.kind)
    published_at = post.published_at or post.created_at
    theme = post.theme.title if post.theme else {}
    return PostPage(
        ref=str(post.ref),
        title=title_of(post) if readable else str(WITHDRAWN),
        text=render_markdown(post.text, top_heading=2) if readable else "",
        images=tuple(image_of(each, post) for each in shown(post)) if readable else (),
        language=post.language,
        author=author_of(post),
        kind=kind_label(post),
        theme=pick(theme),
        theme_language=language_of(theme),
        place=post.place if readable else "",
        published=formatting.instant(published_at),
        published_iso=published_at.isoformat(),
        edited=formatting.instant(post.edited_at) if post.edited_at else "",
        revisions=post.revision_count,
        gone="" if readable else _("Its author withdrew this text. What others said of it stays."),
        notice=_notice(post, is_own=own),
        opinions=opinions_of(post, actor, positions.get(post.pk), now, qualifiers)
        if post.state == PostState.PUBLISHED
        else None,
        comments=comments.map(lambda item: comment_card(item, actor, positions.get(item.pk), now)),
        comments_in_words=comments_in_words(post.comment_count),
        may_comment=bool(may_comment) and actor.person_id is not None,
        comment_by_link=by_link or (bool(may_comment) and actor.person_id is None),
        comment_reason=""
        if may_comment or by_link or not (kind and kind.comments)
        else in_time(may_comment),
        sources=sources,
        became=became,
        is_own=own,
        may_edit=own and bool(EDIT_POST.decide(actor, post, now=now)),
        may_withdraw=own and bool(WITHDRAW_POST.decide(actor, post, now=now)),
        is_followed=followed,
        is_shown=post.shown,
        was_hidden=own and post.visibility == Visibility.HIDDEN,
        block=kind.block if kind else "",
        notes=notes_on([post.pk]).get(post.pk, ()) if kind and kind.answerable else (),
    )


def _notice(post: Post, *, is_own: bool) -> Text:
    if post.state == PostState.DRAFT:
        return _("This is a draft: you alone can see it.")
    if post.visibility == Visibility.PENDING:
        return _("A moderator has not read this text yet: you and the team alone can see it.")
    if post.visibility == Visibility.HIDDEN:
        return _("A moderator hid this text: you and the team alone can see it.")
    if post.state == PostState.WITHDRAWN:
        if is_own:
            return _("You withdrew this text: you and the team alone can read its words.")
        return _("Its author withdrew this text: they and the team alone can read its words.")
    return ""


def _qualifiers(post: Post) -> dict[int, int] | None:
    if not _has_qualifiers(post):
        return None
    return dict(_COUNTS(post=post.pk))


def _has_qualifiers(post: Post) -> bool:
    kind = registry.post_kinds().get(post.kind)
    return kind is not None and bool(kind.within(post.activity).qualifiers)


def _comments(post: Post, cursor: str) -> Page[Post]:
    """The comments that are shown, oldest first, with what their policies read: their parent and its
    activity are the post itself."""
    kind = registry.post_kinds().get(post.kind)
    if kind is None or not kind.comments:
        return Page(())
    page = _COMMENTS.page(cursor, parent=post.pk)
    for item in page.items:
        item.parent, item.activity = post, post.activity
    return page


def _threads(post: Post) -> tuple[tuple[Thread, ...], tuple[Thread, ...]]:
    """Where a post comes from, and what became of it: what everybody may read, in one statement."""
    links = _LINKS(post=post.pk)
    sources: list[Thread] = []
    became: list[Thread] = []
    for link in links:
        is_source = link.post_id == post.pk
        other = link.origin if is_source else link.post
        if not all(map(_is_there, filter(None, (other, other.parent)))):
            continue
        (sources if is_source else became).append(thread_of(link, other))
    return tuple(sources), tuple(became)


def thread_of(link: Source, other: Post, notes: tuple[Note, ...] = ()) -> Thread:
    """A link as it reads at one end, where ``other`` is what stands at the other end."""
    is_source = other.pk == link.origin_id
    return Thread(
        relation=CAME_FROM[link.relation] if is_source else Relation(link.relation).label,
        title=title_of(other) if other.state == PostState.PUBLISHED else str(WITHDRAWN),
        url=address_of(other),
        language=other.language,
        excerpt=link.excerpt if link.origin.shown else "",
        excerpt_language=link.origin.language,
        notes=notes,
    )


def _is_there(post: Post) -> bool:
    """Not hidden, and published once: withdrawn, its place in the thread stays."""
    return post.visibility == Visibility.VISIBLE and post.state != PostState.DRAFT


def is_followed(actor: Actor, *, post: Post | None = None, process: Process | None = None) -> bool:
    """Whether ``actor`` follows a post, or a process. One statement, none for nobody."""
    if actor.person_id is None:
        return False
    return Follow.objects.filter(person_id=actor.person_id, post=post, process=process).exists()

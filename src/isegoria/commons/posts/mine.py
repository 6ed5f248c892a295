"""What somebody wrote, and what became of each text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import comments_in_words, kind_label, title_of
from isegoria.commons.posts.models import Post, Source, Stance
from isegoria.commons.posts.notes import notes_on
from isegoria.commons.posts.queries import Thread, thread_of
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.pagination import Page, paginate

SHOWN_LINKS, MOST_LINKS = 5, 500
"""What came of one text that its line tells; and links read for a page."""

_TAGS: dict[str, tuple[Text, str]] = {
    PostState.DRAFT: (gettext_lazy("Draft"), "warn"),
    PostState.PUBLISHED: (gettext_lazy("Published"), "good"),
    PostState.WITHDRAWN: (gettext_lazy("Withdrawn"), ""),
}
SHOWN: dict[str, Text] = {
    "": gettext_lazy("All"),
    PostState.DRAFT: gettext_lazy("Drafts"),
    PostState.PUBLISHED: gettext_lazy("Published texts"),
    PostState.WITHDRAWN: gettext_lazy("Withdrawn texts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPost:
    """One text of the reader's own. ``became`` says what came of it, ``more`` how much is told on
    its page alone; ``waits`` that nothing did yet."""

    title: str
    url: str
    language: str
    kind: Text
    tag: Text
    tag_class: str
    activity: str
    activity_language: str
    date: str
    date_iso: str
    counts: tuple[str, ...]
    read: str
    became: tuple[Thread, ...]
    more: str
    waits: bool
    edit_url: str
    discard_url: str


def my_posts(actor: Actor, state: str = "", cursor: str = "") -> Page[OwnPost]:
    """The texts of ``actor``, latest first, all or those in one state. Seven statements at most."""
    posts = Post.objects.filter(author_id=actor.person_id).select_related(
        "parent", "activity__process"
    )
    if state in PostState.values:
        posts = posts.filter(state=state)
    page = paginate(posts, order=("-created_at", "-id"), cursor=cursor)
    told = [post for post in page.items if post.state != PostState.DRAFT]
    became, readers = _became(told), _readers(told, actor)
    return page.map(lambda post: _own(post, became.get(post.pk, []), readers.get(post.pk, 0)))


def _became(posts: Iterable[Post]) -> dict[int, list[Thread]]:
    """What came of each post, as everybody may read it, and how far that is: an idea that was cited in a
    measure, a measure that was answered. Four statements at most."""
    links = (
        Source.objects.filter(
            ~Q(post__state=PostState.DRAFT),
            origin__in=[post.pk for post in posts],
            post__visibility=Visibility.VISIBLE,
        )
        .select_related("post__parent", "origin")
        .order_by("at", "id")
    )
    told = list(links[:MOST_LINKS])
    notes = notes_on([link.post_id for link in told])
    found: dict[int, list[Thread]] = {}
    for link in told:
        thread = thread_of(link, link.post, notes.get(link.post_id, ()))
        found.setdefault(link.origin_id, []).append(thread)
    return found


def _readers(posts: Iterable[Post], actor: Actor) -> dict[int, int]:
    """How many people read each post at least: whoever took a position on it or commented it, its author
    apart. Pages are shared and no reading is watched, so nobody else is known. Two statements."""
    keys = [post.pk for post in posts]
    own = set(
        Stance.objects.filter(post__in=keys, person=actor.person_id).values_list("post", flat=True)
    )
    took_position = Stance.objects.filter(post=OuterRef("parent"), person=OuterRef("author"))
    comments = Post.objects.filter(parent__in=keys, shown=True).exclude(author=actor.person_id)
    answered = dict(
        comments.filter(~Exists(took_position))
        .values_list("parent")
        .annotate(people=Count("author", distinct=True))
    )
    return {
        post.pk: post.agree_count
        + post.neutral_count
        + post.disagree_count
        - (post.pk in own)
        + answered.get(post.pk, 0)
        for post in posts
    }


def _own(post: Post, became: list[Thread], readers: int) -> OwnPost:
    is_draft = post.state == PostState.DRAFT
    at = post.published_at or post.created_at
    tag, tag_class = _TAGS[post.state]
    if post.state == PostState.PUBLISHED and post.visibility != Visibility.VISIBLE:
        tag, tag_class = Visibility(post.visibility).label, "warn"
    edit = reverse("posts:edit", args=[post.ref])
    return OwnPost(
        title=title_of(post),
        url=edit if is_draft else address_of(post),
        language=post.language,
        kind=kind_label(post),
        tag=tag,
        tag_class=tag_class,
        activity=_activity(post.activity),
        activity_language=language_of(post.activity.title),
        date=formatting.date(at),
        date_iso=at.isoformat(),
        counts=() if is_draft else _counts(post),
        read="" if is_draft else _read(readers),
        became=tuple(became[:SHOWN_LINKS]),
        more=_more(len(became) - SHOWN_LINKS),
        waits=post.state == PostState.PUBLISHED and post.parent_id is None and not became,
        edit_url=edit if is_draft else "",
        discard_url=reverse("posts:discard", args=[post.ref]) if is_draft else "",
    )


def _read(readers: int) -> str:
    if not readers:
        return _("Nobody else took a position on it or answered it yet.")
    words = ngettext(
        "Read by at least %(number)s other person, who took a position or answered",
        "Read by at least %(number)s other people, who took a position or answered",
        readers,
    )
    return words % {"number": formatting.number(readers)}


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("And %(number)s other text", "And %(number)s other texts", count) % {
        "number": formatting.number(count)
    }


def _activity(activity: Activity) -> str:
    return f"{pick(activity.process.title)} · {pick(activity.title)}"


def _counts(post: Post) -> tuple[str, ...]:
    positions = post.agree_count + post.neutral_count + post.disagree_count
    words = ngettext("%(number)s position", "%(number)s positions", positions)
    lines = [
        words % {"number": formatting.number(positions)} if positions else _("No position yet")
    ]
    if post.parent_id is None:
        lines.append(comments_in_words(post.comment_count))
    return tuple(lines)

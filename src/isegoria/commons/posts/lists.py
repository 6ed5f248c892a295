"""Lists of posts: sorted, filtered, in keyset pages that everybody who asks alike shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.cards import Card, card
from isegoria.commons.posts.fair import paginate_fairly
from isegoria.commons.posts.models import LISTED, Post
from isegoria.commons.posts.queries import own_positions
from isegoria.commons.posts.results import shown_to_all
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.search.query import keys_found
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.pagination import PAGE_SIZE, Page, paginate
from isegoria.kernel.text import MAX_QUERY

type Text = str | Promise

FAIR, QUIET = "fair", "quiet"
ORDERS: Mapping[str, Text] = {
    FAIR: _("In a fair order, another each day"),
    "recent": _("Most recent first"),
    "supported": _("Most supported first"),
    "debated": _("Most commented first"),
    QUIET: _("Least read first: few positions and comments"),
}
AUTHORS: Mapping[str, Text] = {
    "": _("Everybody"),
    "people": _("People"),
    "bodies": _("Bodies of the process"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asks of a list. Anything unknown is as good as not asked."""

    order: str = FAIR
    theme: str = ""
    by: str = ""
    query: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, question: Mapping[str, str]) -> "Asked":
        """What an address asks."""
        order, by = question.get("order", ""), question.get("by", "")
        return cls(
            order=order if order in ORDERS else FAIR,
            theme=question.get("theme", ""),
            by=by if by in AUTHORS else "",
            query=question.get("q", "").strip()[:MAX_QUERY],
            cursor=question.get("cursor", ""),
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the form above a list."""

    value: str
    label: Text
    is_chosen: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class PostList:
    """A list of posts and the form above it. A page shows it by ``{% include list.template %}``."""

    template: ClassVar[str] = "posts/list.html"

    page: Page[Card]
    orders: tuple[Option, ...]
    themes: tuple[Option, ...]
    authors: tuple[Option, ...]
    is_filtered: bool
    query: str = ""


def post_list(
    *, activity: Activity, kind: str, actor: Actor, asked: Asked, size: int = PAGE_SIZE
) -> PostList:
    """The posts of a kind in an activity, which was loaded with its process and its phases. Four
    statements at most, three for nobody. While not everybody sees the results, nothing is ordered by
    them."""
    orders = _orders(activity, kind)
    if asked.order not in orders:
        asked = replace(asked, order=FAIR)
    themes = list(Theme.objects.filter(process=activity.process_id))
    theme = next((theme for theme in themes if theme.slug == asked.theme), None)
    posts = shown_posts(activity, kind)
    if theme is not None:
        posts = posts.filter(theme=theme)
    if asked.by:
        posts = posts.filter(body__isnull=asked.by == "people")
    if asked.query:
        found = keys_found(asked.query, POST_SEARCH)
        posts = posts.none() if found is None else posts.filter(pk__in=found)
    return PostList(
        page=_cards(_page(posts, asked, size), activity, actor),
        orders=_options(orders, asked.order),
        themes=(
            Option("", _("All themes"), theme is None),
            *(
                Option(one.slug, pick(one.title), one == theme, language_of(one.title))
                for one in themes
            ),
        )
        if themes
        else (),
        authors=_options(AUTHORS, asked.by),
        is_filtered=theme is not None or bool(asked.by or asked.query),
        query=asked.query,
    )


def _orders(activity: Activity, kind: str) -> Mapping[str, Text]:
    declared = registry.post_kinds()[kind].within(activity)
    if shown_to_all(declared, activity, clock.now()):
        return ORDERS
    telling = {"supported", QUIET} if len(declared.stances) == 1 else {"supported"}
    return {name: label for name, label in ORDERS.items() if name not in telling}


def shown_posts(activity: Activity, kind: str) -> QuerySet[Post]:
    """The posts of a kind that everybody sees, with what a card reads."""
    return (
        Post.objects.filter(activity=activity, kind=kind, shown=True)
        .select_related("author", "body", "theme")
        .defer("text")
    )


def _page(posts: QuerySet[Post], asked: Asked, size: int) -> Page[Post]:
    if asked.order == FAIR:
        day = timezone.localdate(clock.now())
        return paginate_fairly(posts, day=day, cursor=asked.cursor, size=size)
    return paginate(posts, order=LISTED[asked.order], cursor=asked.cursor, size=size)


def _cards(page: Page[Post], activity: Activity, actor: Actor) -> Page[Card]:
    now = clock.now()
    positions = own_positions(actor, page.items)
    for post in page.items:
        post.activity = activity
    return page.map(lambda post: card(post, actor, positions.get(post.pk), now))


def _options(options: Mapping[str, Text], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in options.items())

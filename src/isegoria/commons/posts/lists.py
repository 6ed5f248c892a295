"""Lists of posts: sorted, filtered, in keyset pages that everybody who asks alike shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from django.db.models import BigAutoField, CharField, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.cards import Card, card
from isegoria.commons.posts.fair import FairPages, paginate_fairly
from isegoria.commons.posts.models import LISTED, Post
from isegoria.commons.posts.queries import own_positions
from isegoria.commons.posts.results import shown_to_all
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.compiled import Compiled, Given
from isegoria.core.search.query import keys_found
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.pagination import PAGE_SIZE, CompiledPages, Page, paginate
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
_ACTIVITY, _THEME = Given("activity", BigAutoField()), Given("theme", BigAutoField())
_KIND = Given("kind", CharField())
_THEMES = Compiled(lambda: Theme.objects.filter(process=Given("process", BigAutoField())))
_NOT_OF_A_CARD = ("verification", "declared_age", "already_counted", "created_at")
"""What a card does not tell of an author."""
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
    themes = _THEMES(process=activity.process_id)
    theme = next((theme for theme in themes if theme.slug == asked.theme), None)
    given = {"activity": activity.pk, "kind": kind, "theme": theme and theme.pk}
    if asked.query or size != PAGE_SIZE:
        page = _page(_filtered(activity, kind, theme, asked), asked, size)
    elif asked.order == FAIR:
        fair = _fair(asked.by, of_theme=theme is not None)
        page = fair.page(timezone.localdate(clock.now()), asked.cursor, **given)
    else:
        listed = _listed(asked.order, asked.by, of_theme=theme is not None)
        page = listed.page(asked.cursor, **given)
    return PostList(
        page=_cards(page, activity, actor),
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


def shown_posts(activity: Activity | Given, kind: str | Given) -> QuerySet[Post]:
    """The posts of a kind that everybody sees, with what a card reads."""
    return (
        Post.objects.filter(activity=activity, kind=kind, shown=True)
        .select_related("author", "body", "theme")
        .defer("text", *(f"author__{name}" for name in _NOT_OF_A_CARD))
    )


def _filtered(activity: Activity, kind: str, theme: Theme | None, asked: Asked) -> QuerySet[Post]:
    posts = _by(shown_posts(activity, kind), asked.by)
    if theme is not None:
        posts = posts.filter(theme=theme)
    if asked.query:
        found = keys_found(asked.query, POST_SEARCH)
        posts = posts.none() if found is None else posts.filter(pk__in=found)
    return posts


def _by(posts: QuerySet[Post], by: str) -> QuerySet[Post]:
    return posts.filter(body__isnull=by == "people") if by else posts


@cache
def _listed(order: str, by: str, *, of_theme: bool) -> CompiledPages[Post]:
    """The pages of a list that looks for no word."""
    return CompiledPages(_given(by, of_theme=of_theme), order=LISTED[order], size=PAGE_SIZE)


@cache
def _fair(by: str, *, of_theme: bool) -> FairPages:
    """The pages of such a list in the fair order."""
    return FairPages(_given(by, of_theme=of_theme))


def _given(by: str, *, of_theme: bool) -> Callable[[], QuerySet[Post]]:
    def posts() -> QuerySet[Post]:
        found = _by(shown_posts(_ACTIVITY, _KIND), by)
        return found.filter(theme=_THEME) if of_theme else found

    return posts


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

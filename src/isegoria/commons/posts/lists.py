"""Lists of posts: sorted, filtered, in keyset pages that everybody who asks alike shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from django.db.models import BigAutoField, CharField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.cards import Card, Standing, card, opinions_in, standing_on
from isegoria.commons.posts.fair import FairPages
from isegoria.commons.posts.models import LISTED, Post
from isegoria.commons.posts.queries import own_positions
from isegoria.commons.posts.results import shown_to_all
from isegoria.commons.posts.rules import Position
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.compiled import Compiled, Given, Sent
from isegoria.core.search.query import answering_given, are_common, queries_of
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui.pagination import PAGE_SIZE, CompiledPages, Page
from isegoria.kernel.text import MAX_QUERY

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
class Listed:
    """A post of a list as one reader sees it: the row that the database sent, how the reader stands to it
    (None: it takes no position), and the position that is theirs. Nothing else makes its card, which is
    rendered once for all to whom these are the same."""

    row: Sent[Post]
    standing: Standing | None
    mine: Position | None

    def card(self) -> Card:
        """What a page shows of it."""
        post, standing = self.row.one(), self.standing
        return card(post, opinions_in(standing, post, self.mine) if standing else None)


@dataclass(frozen=True, slots=True)
class PostList:
    """A list of posts and the form above it. A page shows it by ``{% include list.template %}``. ``reason``
    says once for all why the reader cannot take a position on these posts, '' when they can."""

    template: ClassVar[str] = "posts/list.html"

    page: Page[Listed]
    orders: tuple[Option, ...]
    themes: tuple[Option, ...]
    authors: tuple[Option, ...]
    is_filtered: bool
    query: str = ""
    reason: str = ""


def post_list(*, activity: Activity, kind: str, actor: Actor, asked: Asked) -> PostList:
    """The posts of a kind in an activity, which was loaded with its process and its phases. Four
    statements at most, three for nobody, and one more where words are looked for. While not everybody sees
    the results, nothing is ordered by them."""
    orders = _orders(activity, kind)
    if asked.order not in orders:
        asked = replace(asked, order=FAIR)
    themes = _THEMES(process=activity.process_id)
    theme = next((theme for theme in themes if theme.slug == asked.theme), None)
    page, reason = _listed(_rows(activity, kind, theme, asked), activity, actor)
    return PostList(
        page=page,
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
        reason=reason,
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


def _rows(activity: Activity, kind: str, theme: Theme | None, asked: Asked) -> Page[Sent[Post]]:
    queries = queries_of(asked.query)
    if asked.query and not queries:
        return Page(())
    which = _Which(
        asked.by,
        of_theme=theme is not None,
        are_common=are_common(queries) if queries else None,
    )
    given = {
        "activity": activity.pk,
        "kind": kind,
        "theme": theme and theme.pk,
        "queries": queries,
    }
    if asked.order == FAIR:
        return _fair(which).rows(timezone.localdate(clock.now()), asked.cursor, **given)
    return _ordered(which, asked.order).rows(asked.cursor, **given)


_LISTED = Compiled(lambda: shown_posts(_ACTIVITY, _KIND))
"""What all lists select, so that a post is the same in each and its card is rendered once for them all."""


@dataclass(frozen=True, slots=True)
class _Which:
    """What tells the statement of a list from that of another: who wrote the posts, whether they are of one
    theme, and whether the words that are looked for in them are common (None: none are)."""

    by: str
    of_theme: bool
    are_common: bool | None

    def posts(self) -> QuerySet[Post]:
        """The posts, of an activity, a kind and a theme that are Given with the words."""
        found = shown_posts(_ACTIVITY, _KIND)
        if self.by:
            found = found.filter(body__isnull=self.by == "people")
        if self.of_theme:
            found = found.filter(theme=_THEME)
        if self.are_common is not None:
            found = found.filter(answering_given(POST_SEARCH, is_common=self.are_common))
        return found


@cache
def _ordered(which: _Which, order: str) -> CompiledPages[Post]:
    return CompiledPages(which.posts, order=LISTED[order], size=PAGE_SIZE, like=_LISTED)


@cache
def _fair(which: _Which) -> FairPages:
    return FairPages(which.posts, like=_LISTED)


def _listed(rows: Page[Sent[Post]], activity: Activity, actor: Actor) -> tuple[Page[Listed], str]:
    if not rows:
        return Page(()), ""
    first = rows.items[0].one()
    first.activity = activity
    standing = standing_on(first, actor, clock.now())
    reason = standing.reason if standing else ""
    quiet = replace(standing, reason="") if standing else None
    positions = own_positions(actor, rows.items)
    return rows.map(lambda row: Listed(row, quiet, positions.get(row.pk))), reason


def _options(options: Mapping[str, Text], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in options.items())

"""Posts as pages show them: frozen, formatted once, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.commons.posts.addresses import address_at, address_of, anchor
from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.posts.pictures import PICTURE
from isegoria.commons.posts.policies import EDIT_POST, TAKE_STANCE, WITHDRAW_POST
from isegoria.commons.posts.results import shown_to
from isegoria.commons.posts.rules import Position
from isegoria.commons.posts.statements import COUNTERS
from isegoria.core import registry
from isegoria.core.actor import Actor
from isegoria.core.decision import Decision
from isegoria.core.post_kinds import Results
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown

VALUES: dict[int, Promise] = {
    1: gettext_lazy("Agree"),
    0: gettext_lazy("Neutral"),
    -1: gettext_lazy("Disagree"),
}
LONGEST_LINK = 80
"""Characters of its beginning that name a text without a title."""
MENDABLE = frozenset({"sign_in", "age", "verification"})
"""Refusals that whoever is refused can do something about, on a page of this site."""
UNSEEN: dict[Results, Promise] = {
    Results.AFTER_VOTING: gettext_lazy("You will see the results once you have taken a position."),
    Results.AT_THE_END: gettext_lazy("Everybody will see the results at the end."),
}
SIDES: dict[int, Text] = {0: "", 1: gettext_lazy("For"), -1: gettext_lazy("Against")}
SUPPORT = gettext_lazy("Support")
"""What +1 is called where it is the only position."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks: a body of the process, a person, or nobody any more."""

    name: str
    is_body: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands, just now, to the positions on the texts of a kind in an activity.

    ``stances`` are the positions that exist. One can take one when ``may``, can do something about it
    first when ``by_link``, and cannot because of ``reason`` otherwise. The counts are shown, as
    ``results`` says, to whoever has a position (``shown_after``) and to whoever has none
    (``shown_before``).
    """

    stances: tuple[int, ...]
    may: bool
    by_link: bool
    reason: str
    results: Results
    shown_before: bool
    shown_after: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A position one can take, and how many did."""

    value: int
    label: Text
    count: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Addition:
    """Something one can add to one's position."""

    bit: int
    label: Text
    count: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Opinions:
    """The positions on a post, the reader's own, and whether they can take one now.

    ``additions`` are those that go with the reader's own position; ``others`` those of the other
    positions, for reading. ``reason`` says why one cannot take a position; ``by_link`` that one can do
    something about it first. ``unseen`` says when the counts will be shown, '' when they are.
    """

    ref: str
    title: str
    url: str
    choices: tuple[Choice, ...]
    additions: tuple[Addition, ...] = ()
    others: tuple[Addition, ...] = ()
    mine: Text = ""
    may: bool = False
    by_link: bool = False
    reason: str = ""
    unseen: Text = ""

    @property
    def is_simple(self) -> bool:
        """True when there is one position only."""
        return len(self.choices) == 1


@dataclass(frozen=True, slots=True)
class Image:
    """An image of a text: its address, that of its small copy with the size it is shown in, and its words.
    ``url`` is '' once it was taken away."""

    alt: str
    language: str
    url: str = ""
    small_url: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A post in a list."""

    ref: str
    url: str
    title: str
    excerpt: str
    language: str
    author: Author
    theme: str
    theme_language: str
    place: str
    published: str
    published_iso: str
    is_edited: bool
    comments: str
    opinions: Opinions | None
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment under what it answers."""

    ref: str
    anchor: str
    text: SafeString
    side: int
    side_label: Text
    language: str
    author: Author
    published: str
    published_iso: str
    edited: str
    opinions: Opinions | None
    is_own: bool
    may_edit: bool
    may_withdraw: bool


def author_of(post: Post) -> Author:
    """Who speaks in a post, whose ``author`` and ``body`` are loaded."""
    if post.body is not None:
        return Author(pick(post.body.title), is_body=True, language=language_of(post.body.title))
    if post.signature:
        return Author(post.signature)
    if post.author is None:
        return Author(_("Somebody who asked to be forgotten"))
    return Author(str(post.author))


def title_of(post: Post) -> str:
    """How a post is called in a link: its title, else the beginning of its words."""
    if post.title or not post.excerpt:
        return post.title or str(kind_label(post))
    if len(post.excerpt) <= LONGEST_LINK:
        return post.excerpt
    return f"{post.excerpt[:LONGEST_LINK].rpartition(' ')[0] or post.excerpt[:LONGEST_LINK]} …"


def kind_label(post: Post) -> Text:
    """What the kind of a post is called."""
    kind = registry.post_kinds().get(post.kind)
    return kind.label if kind else post.kind


def comments_in_words(count: int) -> str:
    """How many comments."""
    if not count:
        return _("No comment yet")
    return ngettext("%(number)s comment", "%(number)s comments", count) % {
        "number": formatting.number(count)
    }


def in_time(decision: Decision) -> str:
    """The reason of a refusal, with the date of its end when it has one."""
    if decision.when is None:
        return str(decision.reason)
    return _("%(reason)s It opens on %(date)s.") % {
        "reason": decision.reason,
        "date": formatting.instant(decision.when),
    }


def opinions_of(
    post: Post,
    actor: Actor,
    mine: Position | None,
    now: datetime,
    additions: Mapping[int, int] | None = None,
) -> Opinions | None:
    """The positions on a post, None where its kind takes none. ``additions`` counts its qualifiers;
    without it they are not shown."""
    standing = standing_on(post, actor, now)
    return opinions_in(standing, post, mine, additions) if standing else None


def standing_on(post: Post, actor: Actor, now: datetime) -> Standing | None:
    """How ``actor`` stands to a post, None where its kind takes no position. The posts of a list are all
    shown, of one kind in one activity and comment the same thing or nothing: nobody stands to one of them
    otherwise than to the next."""
    kind = registry.post_kinds().get(post.kind)
    if kind is None or not kind.stances:
        return None
    kind = kind.within(post.activity)
    decision = TAKE_STANCE.decide(actor, post, now=now)
    may = bool(decision) and actor.person_id is not None
    by_link = not may and (bool(decision) or decision.code in MENDABLE)
    return Standing(
        stances=kind.stances,
        may=may,
        by_link=by_link,
        reason="" if may or by_link else in_time(decision),
        results=kind.results,
        shown_before=shown_to(kind, post.activity, now, has_position=False),
        shown_after=shown_to(kind, post.activity, now, has_position=True),
    )


def opinions_in(
    standing: Standing,
    post: Post,
    mine: Position | None,
    additions: Mapping[int, int] | None = None,
) -> Opinions:
    """The positions on a post for somebody who stands so to it, and has this position or none."""
    shown = standing.shown_before if mine is None else standing.shown_after
    fitting, others = (
        ((), ()) if additions is None else _additions(post, mine, additions, shown=shown)
    )
    return Opinions(
        ref=str(post.ref),
        title=title_of(post),
        url=address_at("posts:stance", post.ref),
        choices=_choices(standing, post, mine, shown=shown),
        additions=fitting,
        others=others,
        mine=_label(standing, mine.value) if mine else "",
        may=standing.may,
        by_link=standing.by_link,
        reason=standing.reason,
        unseen="" if shown else UNSEEN[standing.results],
    )


def _label(standing: Standing, value: int) -> Text:
    return SUPPORT if standing.stances == (1,) else VALUES[value]


def _choices(
    standing: Standing, post: Post, mine: Position | None, *, shown: bool
) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=value,
            label=_label(standing, value),
            count=formatting.number(getattr(post, COUNTERS[value])) if shown else "",
            is_mine=mine is not None and mine.value == value,
        )
        for value in standing.stances
    )


def _additions(
    post: Post, mine: Position | None, counted: Mapping[int, int], *, shown: bool
) -> tuple[tuple[Addition, ...], tuple[Addition, ...]]:
    fitting, others = [], []
    for item in registry.post_kinds()[post.kind].within(post.activity).qualifiers:
        count = counted.get(item.bit, 0)
        goes = mine is not None and mine.value == item.value
        addition = Addition(
            bit=item.bit,
            label=item.label,
            count=formatting.number(count) if shown else "",
            is_mine=mine is not None and bool(mine.qualifiers >> item.bit & 1),
        )
        if goes:
            fitting.append(addition)
        elif count and shown:
            others.append(addition)
    return tuple(fitting), tuple(others)


def image_of(picture: Picture, post: Post) -> Image:
    """An image of a post, whose file is loaded."""
    upload = picture.upload
    if upload is None:
        return Image(picture.alt, post.language)
    return _image(post, str(upload.ref), picture.alt, upload.width or 1, upload.height or 1)


def _image(post: Post, ref: str, alt: str, width: int, height: int) -> Image:
    scale = min(1, PICTURE.small_edge / max(width, height))
    where = [post.ref, ref]
    return Image(
        alt,
        post.language,
        reverse("posts:picture", args=where),
        reverse("posts:small-picture", args=where),
        round(width * scale),
        round(height * scale),
    )


def card(post: Post, opinions: Opinions | None) -> Card:
    """A post in a list, with its first image if it has any."""
    published_at = post.published_at or post.created_at
    theme = post.theme.title if post.theme else {}
    return Card(
        ref=str(post.ref),
        url=address_of(post),
        title=title_of(post),
        excerpt=post.excerpt if post.title or len(post.excerpt) > LONGEST_LINK else "",
        language=post.language,
        author=author_of(post),
        theme=pick(theme),
        theme_language=language_of(theme),
        place=post.place,
        published=formatting.date(published_at),
        published_iso=published_at.isoformat(),
        is_edited=post.edited_at is not None,
        comments=comments_in_words(post.comment_count),
        opinions=opinions,
        image=_image(post, **post.cover) if post.cover else None,
    )


def comment_card(post: Post, actor: Actor, mine: Position | None, now: datetime) -> Comment:
    """A comment on the page of what it answers."""
    published_at = post.published_at or post.created_at
    own = actor.person_id is not None and post.author_id == actor.person_id
    return Comment(
        ref=str(post.ref),
        anchor=anchor(post),
        text=render_markdown(post.text, top_heading=4),
        side=post.side,
        side_label=SIDES[post.side],
        language=post.language,
        author=author_of(post),
        published=formatting.instant(published_at),
        published_iso=published_at.isoformat(),
        edited=formatting.instant(post.edited_at) if post.edited_at else "",
        opinions=opinions_of(post, actor, mine, now),
        is_own=own,
        may_edit=own and bool(EDIT_POST.decide(actor, post, now=now)),
        may_withdraw=own and bool(WITHDRAW_POST.decide(actor, post, now=now)),
    )

"""Reads about ideas: constant numbers of statements, frozen view models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.capabilities.assembly.kinds import IDEA
from isegoria.capabilities.assembly.models import Grade, Worth
from isegoria.capabilities.assembly.rules import Standing, ranked
from isegoria.commons.posts.activities import activity_of
from isegoria.commons.posts.cards import Card, Opinions, card, opinions_of
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.queries import own_positions, post_by_ref
from isegoria.commons.posts.rules import Position
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.processes.models import Activity, Theme
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.search.query import answering
from isegoria.core.ui import formatting
from isegoria.core.ui.charts import GradesChart, grades_chart
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import Page, paginate
from isegoria.kernel.tally import Place

CAPABILITY = "assembly"
assembly_by_slugs = activity_of(CAPABILITY)
PAGE_SIZE = 20
_NONE = (0,) * len(Worth)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaCard:
    """An idea in the ranking: its place, what the panel and the public find of it, what it rests on."""

    place: str
    ref: str
    url: str
    title: str
    language: str
    excerpt: str
    grades: GradesChart
    contributions: str
    support: str
    opinions: Opinions | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPage:
    """The page of an idea."""

    ref: str
    title: str
    language: str
    text: SafeString
    excerpt: str
    body: str
    grades: GradesChart
    opinions: Opinions | None
    contributions: str
    support: str
    grouped: Page[Card]
    mine: int | None


def idea_by_ref(request: HttpRequest, ref: UUID) -> Post:
    """The idea at an address, with all that policies read. Two statements."""
    found = post_by_ref(request, ref)
    if found.kind != IDEA.code:
        raise Http404
    return found


def address_of_assembly(activity: Activity) -> str:
    """The page of the ideas of an activity."""
    return reverse("assembly:ideas", args=[activity.process.slug, activity.slug])


def ranking_page(activity: Activity, actor: Actor, offset: int) -> Page[IdeaCard]:
    """The ideas of an activity by majority grade, twenty at a time from ``offset``. Four statements."""
    ideas = Post.objects.filter(activity=activity, kind=IDEA.code, shown=True)
    counts = _counts(ideas)
    support = dict(ideas.values_list("pk", "agree_count"))
    places = ranked(
        [Standing(key, counts.get(key, _NONE), agree) for key, agree in support.items()]
    )
    shown = places[offset : offset + PAGE_SIZE]
    posts = ideas.in_bulk([place.key for place in shown])
    rests, positions = _rests_on(posts), own_positions(actor, posts.values())
    for post in posts.values():
        post.activity = activity
    more = offset + PAGE_SIZE
    return Page(
        tuple(_card(posts[place.key], place, counts, rests, positions, actor) for place in shown),
        next=str(more) if more < len(places) else "",
        previous=str(offset - PAGE_SIZE) if offset >= PAGE_SIZE else "",
    )


def _counts(ideas: QuerySet[Post]) -> dict[int, tuple[int, ...]]:
    counted: dict[int, list[int]] = {}
    rows = Grade.objects.filter(post__in=ideas).values_list("post_id", "worth")
    for key, worth, number in rows.annotate(number=Count("pk")):
        counted.setdefault(key, list(_NONE))[worth] = number
    return {key: tuple(counts) for key, counts in counted.items()}


def _rests_on(posts: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    rows = Source.objects.filter(
        post__in=list(posts), relation=Relation.GROUPED_IN, origin__shown=True
    ).values_list("post_id")
    counted = rows.annotate(number=Count("pk"), agree=Sum("origin__agree_count"))
    return {key: (number, agree or 0) for key, number, agree in counted}


def _card(
    post: Post,
    place: Place[int],
    counts: Mapping[int, tuple[int, ...]],
    rests: Mapping[int, tuple[int, int]],
    positions: Mapping[int, Position],
    actor: Actor,
) -> IdeaCard:
    number, agree = rests.get(post.pk, (0, 0))
    return IdeaCard(
        place=formatting.number(place.place) if place.grade is not None else "",
        ref=str(post.ref),
        url=reverse("assembly:idea", args=[post.ref]),
        title=post.title,
        language=post.language,
        excerpt=post.excerpt,
        grades=distribution(counts.get(post.pk, _NONE), place.grade),
        contributions=in_words(number),
        support=supported(agree),
        opinions=opinions_of(post, actor, positions.get(post.pk), clock.now()),
    )


def distribution(counts: tuple[int, ...], grade: int | None) -> GradesChart:
    """The picture of the grades of an idea."""
    total = sum(counts)
    voters = ngettext("for most of %(number)s member", "for most of %(number)s members", total)
    return grades_chart(
        Worth.labels,
        counts,
        grade="" if grade is None else Worth(grade).label,
        voters=voters % {"number": formatting.number(total)}
        if total
        else _("No member of the panel has weighed it yet."),
    )


def in_words(number: int) -> str:
    """How many contributions."""
    sentence = ngettext("%(number)s contribution", "%(number)s contributions", number)
    return sentence % {"number": formatting.number(number)}


def supported(number: int) -> str:
    """How many times people agreed with the contributions of an idea."""
    sentence = ngettext("%(number)s person agrees", "%(number)s times somebody agrees", number)
    return sentence % {"number": formatting.number(number)} if number else ""


def idea_page(idea: Post, actor: Actor, cursor: str) -> IdeaPage:
    """The page of an idea that its policy lets ``actor`` see. Six statements."""
    counts = _counts(Post.objects.filter(pk=idea.pk)).get(idea.pk, _NONE)
    number, agree = _rests_on([idea.pk]).get(idea.pk, (0, 0))
    place = ranked([Standing(idea.pk, counts, 0)])[0]
    now = clock.now()
    mine = (
        Grade.objects.filter(post=idea, person=actor.person_id).values_list("worth", flat=True)
        if actor.person_id
        else ()
    )
    return IdeaPage(
        ref=str(idea.ref),
        title=idea.title,
        language=idea.language,
        text=render_markdown(idea.text),
        excerpt=idea.excerpt,
        body=str(idea.body) if idea.body else "",
        grades=distribution(counts, place.grade),
        opinions=opinions_of(idea, actor, own_positions(actor, [idea]).get(idea.pk), now),
        contributions=in_words(number),
        support=supported(agree),
        grouped=_with_cards(_grouped(idea, cursor), actor),
        mine=next(iter(mine), None),
    )


def _grouped(idea: Post, cursor: str) -> Page[Post]:
    posts = contributions_of(idea.activity).filter(
        pk__in=Source.objects.filter(post=idea, relation=Relation.GROUPED_IN).values("origin_id")
    )
    return paginate(posts, order=("-agree_count", "-id"), cursor=cursor, size=PAGE_SIZE)


def contributions_of(activity: Activity) -> QuerySet[Post]:
    """What people wrote anywhere in the process of ``activity``, comments and texts of bodies apart."""
    return (
        Post.objects.filter(
            activity__process=activity.process_id, shown=True, parent=None, body=None
        )
        .select_related("author", "body", "theme", "activity__process")
        .prefetch_related("activity__phases")
        .defer("text")
    )


@dataclass(frozen=True, slots=True)
class Gathering:
    """Contributions to choose from: a page of them, with the words and the theme that were asked."""

    page: Page[Card]
    query: str
    theme: str
    themes: tuple[tuple[str, str], ...]
    left_only: bool


def gathering(
    activity: Activity, actor: Actor, *, query: str, theme: str, left_only: bool, cursor: str
) -> Gathering:
    """Contributions by words and theme, all or those that no idea holds yet. Five statements, six where words
    are looked for."""
    posts = contributions_of(activity)
    if theme:
        posts = posts.filter(theme__slug=theme)
    if left_only:
        held = Source.objects.filter(
            origin=OuterRef("pk"), relation=Relation.GROUPED_IN, post__activity=activity
        )
        posts = posts.exclude(Exists(held))
    if query:
        found = answering(query, POST_SEARCH)
        posts = posts.none() if found is None else posts.filter(found)
    page = paginate(posts, order=("-agree_count", "-id"), cursor=cursor, size=PAGE_SIZE)
    return Gathering(
        page=_with_cards(page, actor),
        query=query,
        theme=theme,
        themes=tuple(
            (one.slug, str(one)) for one in Theme.objects.filter(process=activity.process_id)
        ),
        left_only=left_only,
    )


def _with_cards(page: Page[Post], actor: Actor) -> Page[Card]:
    now, positions = clock.now(), own_positions(actor, page.items)
    return page.map(lambda post: card(post, opinions_of(post, actor, positions.get(post.pk), now)))


def ideas_to_choose(activity: Activity) -> tuple[tuple[str, str], ...]:
    """The ideas of an activity by name: reference and title. One statement."""
    ideas = Post.objects.filter(activity=activity, kind=IDEA.code, shown=True)
    return (
        ("", str(_("A new idea, named below"))),
        *((str(ref), title) for ref, title in ideas.order_by("title").values_list("ref", "title")),
    )

"""What the page of results shows: findings, texts as they are now, the reader's own place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.analysis import sentences
from isegoria.capabilities.analysis.drawing import Drawing, drawing, swatch
from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.policies import TAKE_VOTES, results_are_shown
from isegoria.capabilities.analysis.rules import (
    LEAST_PEOPLE,
    LEAST_TOGETHER,
    map_kinds,
    nearest,
    place,
    unites,
)
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.queries import activity_by_slugs, address_of_activity
from isegoria.commons.processes.models import Activity
from isegoria.core import clock, registry
from isegoria.core.actor import Actor
from isegoria.core.post_kinds import Results
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.formatting import instant, number, percent
from isegoria.kernel.opinion.mapping import LETTERS


class Stage(StrEnum):
    """What there is to show."""

    NOTHING = "nothing"  # no map was drawn yet
    LATER = "later"  # the results of this activity are shown at its end
    FEW = "few"  # too few people for a map
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Line:
    """A text that everybody sees, and what is told of it."""

    title: str
    url: str
    language: str
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some texts; ``unseen`` says how many more there are on which the reader has no position yet."""

    lines: tuple[Line, ...]
    unseen: str = ""

    def __bool__(self) -> bool:
        return bool(self.lines or self.unseen)


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its letter, its shape, how many people it has, and what it thinks; ``part`` None when it is
    too small for anything to be told of it."""

    number: int
    letter: str
    swatch: str
    people: str
    share: str
    is_mine: bool
    part: Part | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The page of results."""

    stage: Stage
    title: str
    title_language: str
    trail: tuple[tuple[str, str], ...]
    back_url: str
    drawn: str = ""
    people: str = ""
    texts: str = ""
    positions: str = ""
    kept: str = ""
    least: str = ""
    needed: str = ""
    doubts: tuple[str, ...] = ()
    means_little: bool = False
    stability: str = ""
    picture: Drawing | None = None
    groups: tuple[Group, ...] = ()
    agreed: Part = Part(())
    refused: Part = Part(())
    shared: Part = Part(())
    dividing: Part = Part(())
    mine: str = ""
    data_urls: tuple[tuple[str, str], ...] = ()
    votes_url: str = ""
    summary_url: str = ""
    dictionary_url: str = ""


def analysis_of(activity: Activity) -> Analysis | None:
    """The analysis of an activity, without its large columns. One statement."""
    return Analysis.objects.defer("table", "votes").filter(activity=activity).first()


def analysis_by_slugs(request: HttpRequest, slug: str, activity: str) -> Analysis:
    """The analysis at an address, without its large columns, and all that policies read. Three statements."""
    found = activity_by_slugs(request, slug, activity)
    analysis = get_object_or_404(Analysis.objects.defer("table", "votes"), activity=found)
    analysis.activity = found
    return analysis


def kept_ideas(analysis: Analysis) -> dict[int, str]:
    """The numbers and names of the groups of texts that the team keeps. One statement."""
    return dict(analysis.ideas.filter(kept=True).values_list("number", "name"))


def results_page(activity: Activity, actor: Actor) -> ResultsPage:
    """The results of an activity as ``actor`` may see them: four statements at most, two for nobody."""
    now = clock.now()
    where = [activity.process.slug, activity.slug]
    back = address_of_activity(activity)
    head: dict[str, Any] = {
        "title": pick(activity.title),
        "title_language": language_of(activity.title),
        "back_url": back,
        "trail": (
            (pick(activity.process.title), reverse("processes:page", args=where[:1])),
            (pick(activity.title), back),
            (_("Who agrees with whom"), ""),
        ),
    }
    shown = results_are_shown(activity, now)
    if not shown and _at_the_end(activity):
        return ResultsPage(stage=Stage.LATER, **head)
    analysis = analysis_of(activity)
    if analysis is None or analysis.mapped_at is None:
        return ResultsPage(stage=Stage.NOTHING, **head)
    found = analysis.findings
    head |= {name: number(found[name]) for name in ("people", "positions", "kept", "least")}
    head |= {
        "texts": number(found["posts"]),
        "drawn": instant(analysis.mapped_at),
        "needed": number(LEAST_PEOPLE),
    }
    if found["too_few"]:
        return ResultsPage(stage=Stage.FEW, **head)
    head |= _data(analysis, activity, actor, now, where) if shown else {}
    return ResultsPage(stage=Stage.MAP, **head, **_map(analysis, activity, actor, shown=shown))


def _at_the_end(activity: Activity) -> bool:
    kinds = registry.post_kinds()
    return any(
        kinds[code].within(activity).results is Results.AT_THE_END
        for code in map_kinds(activity.capability)
    )


def _data(
    analysis: Analysis, activity: Activity, actor: Actor, now: datetime, where: list[str]
) -> dict[str, Any]:
    analysis.activity = activity
    formats = ("csv", "json", "xlsx")
    return {
        "data_urls": tuple(
            (name.upper(), reverse(f"analysis:export-opinion-{name}", args=where))
            for name in formats
        ),
        "summary_url": reverse("analysis:summary", args=where),
        "dictionary_url": reverse("analysis:export-opinion.dictionary-csv", args=where),
        "votes_url": reverse("analysis:votes", args=where)
        if TAKE_VOTES.decide(actor, analysis, now=now)
        else "",
    }


def _map(analysis: Analysis, activity: Activity, actor: Actor, *, shown: bool) -> dict[str, Any]:
    found = analysis.findings
    texts, own = _posts(found), _own_positions(activity, actor)

    def part(said: Iterable[tuple[str, str]]) -> Part:
        """The lines of texts that are still shown, of which the reader may see results."""
        alive = [(texts[ref], ref, words) for ref, words in said if ref in texts]
        lines = tuple(_line(post, words) for post, ref, words in alive if shown or ref in own)
        left = len(alive) - len(lines)
        unseen = _("%(count)s more: take a position on them to see which.") % {
            "count": number(left)
        }
        return Part(lines, unseen if left else "")

    sizes, figures = found["sizes"], found["figures"]
    me = _my_place(analysis, own) if len(own) >= found["least"] else None
    mine = nearest(me, found["centres"]) if me and found["centres"] else None
    return {
        "doubts": sentences.doubts(found),
        "means_little": not sentences.MILD.issuperset(found["doubts"]),
        "stability": sentences.stability(found),
        "picture": drawing(found["crowds"], found["centres"], me),
        "groups": tuple(
            Group(
                number=at + 1,
                letter=LETTERS[at],
                swatch=swatch(at),
                people=number(sizes[at]),
                share=percent(sizes[at] / max(1, found["kept"])),
                is_mine=at == mine,
                part=None if choices is None else part(_chosen(choices)),
            )
            for at, choices in enumerate(found["groups"])
        ),
        "agreed": part(_chosen(found["agreed"], least=LEAST_TOGETHER)),
        "refused": part(_chosen(found["refused"], least=LEAST_TOGETHER)),
        "shared": part(
            (ref, sentences.agreeing(figures[ref], sizes))
            for ref in found["shared"]
            if unites(figures[ref], sizes)
        ),
        "dividing": part(
            (ref, sentences.opposed(figures[ref], sizes)) for ref in found["dividing"]
        ),
        "mine": "" if mine is None else LETTERS[mine],
    }


def _chosen(choices: Iterable[Mapping[str, Any]], least: int = 0) -> list[tuple[str, str]]:
    """The texts that were chosen and seen by ``least`` people, with what is said of each."""
    return [
        (choice["post"], sentences.chosen(choice)) for choice in choices if choice["seen"] >= least
    ]


def _line(post: Post, said: str) -> Line:
    return Line(title_of(post), address_of_text(post), post.language, said)


def _posts(found: Mapping[str, Any]) -> dict[str, Post]:
    """The texts that the findings name and that everybody still sees, by reference. One statement."""
    choices = [*found["agreed"], *found["refused"]]
    choices += [choice for group in found["groups"] for choice in group or ()]
    refs = {choice["post"] for choice in choices} | {*found["shared"], *found["dividing"]}
    rows = Post.objects.filter(ref__in=refs, shown=True)
    return {
        str(post.ref): post for post in rows.only("ref", "kind", "title", "excerpt", "language")
    }


def _own_positions(activity: Activity, actor: Actor) -> dict[str, int]:
    """The reader's positions in the activity, by reference of the text. One statement, none for nobody."""
    if actor.person_id is None:
        return {}
    kinds = map_kinds(activity.capability)
    mine = Stance.objects.filter(
        person=actor.person_id, post__activity=activity, post__kind__in=kinds, post__shown=True
    )
    return {str(ref): value for ref, value in mine.values_list("post__ref", "value")}


def _my_place(analysis: Analysis, own: Mapping[str, int]) -> tuple[float, float] | None:
    """Where the reader stands now. One statement."""
    rows: Sequence[Mapping[str, Any]] = Analysis.objects.values_list("table", flat=True).get(
        pk=analysis.pk
    )
    return place(own, {row["post"]: row["weights"] for row in rows}, len(rows))

"""What the team sees: what was analysed when, and the groups of texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from isegoria.capabilities.analysis.models import Analysis, Idea, Seat
from isegoria.capabilities.analysis.rules import map_kinds, text_kinds
from isegoria.capabilities.analysis.tasks import draw_map, group_texts
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Process
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import ACTIVE, RunState
from isegoria.core.texts import Text, pick
from isegoria.core.ui.formatting import instant, number, percent
from isegoria.core.ui.pagination import Page, paginate

MAP, GROUPS = draw_map.path, group_texts.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was computed for an activity, and how the last computation goes: ``done`` when it was last kept
    ('' never), ``state`` in words while it waits, runs or after it failed, ``error`` why."""

    done: str
    state: Text = ""
    is_active: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """An activity on the page of the team; ``map`` None where nobody agrees or disagrees."""

    slug: str
    title: str
    map: Work | None
    map_figures: str
    groups: Work
    group_figures: str
    plan: Mapping[str, bool]


def analysed(process: Process) -> tuple[Analysed, ...]:
    """The activities of a process whose texts can be analysed. Three statements."""
    activities = [
        each for each in Activity.objects.filter(process=process) if text_kinds(each.capability)
    ]
    found = {
        each.activity_id: each
        for each in Analysis.objects.defer("table", "votes").filter(activity__in=activities)
    }
    runs = _last_runs([str(each.pk) for each in activities])
    return tuple(_analysed(each, found.get(each.pk) or Analysis(), runs) for each in activities)


def _analysed(activity: Activity, found: Analysis, runs: Mapping[tuple[str, str], Run]) -> Analysed:
    key = str(activity.pk)
    drawn, grouped = found.mapped_at, found.grouped_at
    return Analysed(
        slug=activity.slug,
        title=pick(activity.title) or activity.slug,
        map=_work(instant(drawn) if drawn else "", runs.get((MAP, key)))
        if map_kinds(activity.capability)
        else None,
        map_figures=_map_figures(found.findings) if drawn else "",
        groups=_work(instant(grouped) if grouped else "", runs.get((GROUPS, key))),
        group_figures=group_figures(found.grouping) if grouped else "",
        plan={"hourly": found.hourly, "votes_published": found.votes_published},
    )


def _last_runs(keys: list[str]) -> dict[tuple[str, str], Run]:
    """The last computation of each sort for each activity. One statement."""
    rows = Run.objects.filter(function__in=(MAP, GROUPS), key__in=keys).order_by("created_at")
    return {(run.function, run.key): run for run in rows}


def _work(done: str, run: Run | None) -> Work:
    if run is None or run.state == RunState.DONE:
        return Work(done=done)
    state, error = RunState(run.state).label, run.error
    return Work(done=done, state=state, is_active=run.state in ACTIVE, error=error)


def _map_figures(found: Mapping[str, Any]) -> str:
    return _("%(people)s people, %(positions)s positions, %(texts)s texts") % {
        "people": number(found["people"]),
        "positions": number(found["positions"]),
        "texts": number(found["posts"]),
    }


def group_figures(found: Mapping[str, Any]) -> str:
    """How many groups were made of how many texts."""
    return _(
        "Texts: %(texts)s; copies among them: %(copies)s; groups: %(ideas)s; texts that are not grouped:"
        " %(alone)s"
    ) % {
        "texts": number(found["texts"]),
        "copies": number(found["copies"]),
        "ideas": number(found["ideas"]),
        "alone": number(found["not_grouped"]),
    }


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """A group in the list: its name or words, how many texts."""

    number: int
    name: str
    texts: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ThemePart:
    """Groups about the same subject, and the words of the subject."""

    words: str
    ideas: tuple[IdeaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsPage:
    """The groups of an activity; ``by_words`` when the model of sentences was not there."""

    done: str
    figures: str
    by_words: bool
    not_grouped: str
    themes: tuple[ThemePart, ...]


def groups_page(activity: Activity) -> GroupsPage | None:
    """The groups of texts as they were last made; None before. Two statements."""
    found = Analysis.objects.defer("table", "votes").filter(activity=activity).first()
    if found is None or found.grouped_at is None:
        return None
    ideas = {each.number: each for each in found.ideas.order_by("-texts", "number")}
    return GroupsPage(
        done=instant(found.grouped_at),
        figures=group_figures(found.grouping),
        by_words=found.grouping["method"] == "words",
        not_grouped=number(found.grouping["not_grouped"]) if found.grouping["not_grouped"] else "",
        themes=tuple(
            ThemePart(
                ", ".join(theme["words"]),
                tuple(_idea_line(ideas[at]) for at in theme["ideas"] if at in ideas),
            )
            for theme in found.grouping["themes_told"]
        ),
    )


def _idea_line(idea: Idea) -> IdeaLine:
    return IdeaLine(idea.number, name_of(idea), number(idea.texts), idea.kept)


def name_of(idea: Idea) -> str:
    """What a group is called."""
    return idea.name or ", ".join(idea.words) or _("Group %(number)s") % {"number": idea.number}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text of a group: why it is there, and which text is nearest."""

    title: str
    url: str
    excerpt: str
    language: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPage:
    """A group with its texts; the three selections are told of groups with more texts than they hold."""

    name: str
    words: str
    texts: str
    different: str
    central: tuple[TextLine, ...]
    dissenting: tuple[TextLine, ...]
    rarest: tuple[TextLine, ...]
    members: Page[TextLine]


def idea_by_number(_request: HttpRequest, slug: str, activity: str, number: int) -> Idea:
    """The group at an address, with its activity and its process. One statement."""
    return get_object_or_404(
        Idea.objects.select_related("analysis__activity__process").defer(
            "analysis__table", "analysis__votes"
        ),
        analysis__activity__process__slug=slug,
        analysis__activity__slug=activity,
        number=number,
    )


def idea_page(idea: Idea, cursor: str = "") -> IdeaPage:
    """A group as the team reads it; of texts, those that everybody sees. Two statements."""
    told = {*idea.central, *idea.dissenting, *idea.rarest}
    shown = {post.pk: _text_line(post) for post in _readable().filter(pk__in=told)}

    def those(keys: Iterable[int]) -> tuple[TextLine, ...]:
        return tuple(shown[key] for key in keys if key in shown)

    seats = Seat.objects.filter(idea=idea, post__shown=True).select_related("post", "nearest")
    return IdeaPage(
        name=name_of(idea),
        words=", ".join(idea.words),
        texts=number(idea.texts),
        different=number(idea.different),
        central=those(idea.central),
        dissenting=those(idea.dissenting),
        rarest=those(idea.rarest),
        members=paginate(seats, order=("-likeness",), cursor=cursor).map(_member),
    )


def alone(activity: Activity, cursor: str = "") -> Page[TextLine]:
    """The texts that are not grouped. One statement."""
    rows = _readable().filter(
        activity=activity, kind__in=text_kinds(activity.capability), seat__isnull=True
    )
    return paginate(rows, order=("id",), cursor=cursor).map(_text_line)


def _readable() -> QuerySet[Post]:
    return Post.objects.filter(shown=True)


def _text_line(post: Post, because: str = "") -> TextLine:
    return TextLine(title_of(post), address_of_text(post), post.excerpt, post.language, because)


def _member(seat: Seat) -> TextLine:
    if seat.copy_of_id:
        return _text_line(seat.post, _("A copy of a text of this group"))
    if not seat.words:
        return _text_line(seat.post, _("It means nearly the same in other words"))
    said = _("Because of “%(words)s”; likeness %(likeness)s") % {
        "words": ", ".join(seat.words),
        "likeness": percent(seat.likeness / 1_000),
    }
    return _text_line(seat.post, said)

"""What the team sees of a consultation as it goes: nine statements, counted at most once a minute by each
web process. Texts are counted as people published them, those that are hidden or withdrawn included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from isegoria.capabilities.consultation.import_models import ImportedPost
from isegoria.commons.moderation.models import Ruling
from isegoria.commons.moderation.states import Act
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Process
from isegoria.core.minute import of_the_minute


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a process.

    ``days``: per day, contributions and comments. ``themes``: contributions by the title of their theme in
    each language (None: no theme). ``levels``: distinct people who wrote or took a position, by level of
    verification. ``channels``: contributions and positions by channel. ``delay`` is the median time from
    a report, or from the publication of a text that waits for approval, to the decision. ``loudest`` is
    the share of the positions that the most active hundredth of the people took.
    """

    days: Mapping[date, tuple[int, int]]
    themes: tuple[tuple[Mapping[str, str] | None, int], ...]
    levels: Mapping[int, int]
    channels: Mapping[str, tuple[int, int]]
    imported: int
    decisions: int
    delay: timedelta | None
    stances: int
    voters: int
    loudest: float

    @property
    def people(self) -> int:
        """Distinct people who wrote or took a position."""
        return sum(self.levels.values())


def figures_of_the_minute(process: Process) -> Figures:
    """:func:`figures`, at most a minute ago."""
    return of_the_minute((figures.__qualname__, process.ref), lambda: figures(process))


def figures(process: Process) -> Figures:
    """Count everything. Nine statements, whatever there is to count."""
    posts = Post.objects.filter(activity__process=process).exclude(state=PostState.DRAFT)
    texts = posts.filter(parent=None, body=None)
    stances = Stance.objects.filter(post__activity__process=process)
    per_day = (
        posts.filter(body=None)
        .annotate(day=TruncDate("published_at"))
        .values("day")
        .annotate(texts=Count("pk", filter=Q(parent=None)), all=Count("pk"))
        .order_by("day")
        .values_list("day", "texts", "all")
    )
    wrote = posts.filter(author=OuterRef("pk"), body=None)
    voted = stances.filter(person=OuterRef("pk"))
    levels = (
        Person.objects.filter(Exists(wrote) | Exists(voted))
        .values_list("verification")
        .annotate(people=Count("pk"))
        .order_by("verification")
    )
    by_channel: dict[str, tuple[int, int]] = {}
    for channel, count in texts.values_list("channel").annotate(n=Count("pk")).order_by():
        by_channel[channel] = (count, 0)
    for channel, count in stances.values_list("channel").annotate(n=Count("pk")).order_by():
        by_channel[channel] = (by_channel.get(channel, (0, 0))[0], count)
    themes = (
        texts.values("theme", "theme__title")
        .annotate(count=Count("pk"))
        .order_by("-count", "theme")
        .values_list("theme__title", "count")
    )
    delays = _delays(process)
    voters, loudest = _loudest(stances)
    return Figures(
        days={day: (own, every - own) for day, own, every in per_day},
        themes=tuple(themes),
        levels=dict(levels),
        channels=by_channel,
        imported=ImportedPost.objects.filter(activity__process=process).count(),
        decisions=len(delays),
        delay=timedelta(seconds=median(delays)) if delays else None,
        stances=sum(pair[1] for pair in by_channel.values()),
        voters=voters,
        loudest=loudest,
    )


def _delays(process: Process) -> list[float]:
    """The seconds that each decision was waited for: since the first report, or since a text waited."""
    rulings = (
        Ruling.objects.filter(post__activity__process=process)
        .annotate(reported=Min("reports__at"))
        .values_list("act", "at", "reported", "post__published_at")
    )
    asked = (
        (at, reported or (published if act == Act.APPROVE else None))
        for act, at, reported, published in rulings
    )
    return [(at - since).total_seconds() for at, since in asked if since is not None]


def _loudest(stances: QuerySet[Stance]) -> tuple[int, float]:
    """How many people took a position, and the share of the positions that the most active hundredth of
    them took (at least one person)."""
    per_person = (
        stances.exclude(person=None)
        .values("person")
        .annotate(taken=Count("pk"))
        .order_by("-taken")
        .values_list("taken", flat=True)
    )
    counts = list(per_person)
    if not counts:
        return 0, 0.0
    return len(counts), sum(counts[: ceil(len(counts) / 100)]) / sum(counts)

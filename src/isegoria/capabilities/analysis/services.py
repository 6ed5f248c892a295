"""What the team chooses and judges, and what the tasks keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis.models import Analysis, Idea, Seat
from isegoria.capabilities.analysis.policies import RUN_ANALYSIS
from isegoria.capabilities.analysis.queries import kept_ideas
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service
from isegoria.kernel.text.grouping import Grouping
from isegoria.kernel.text.portraits import Because, Portrait

AT_ONCE = 1_000
COMPUTED = Private("computed from texts and positions of which the journal already has each act")
JUDGED = Private("what the team makes of a proposal of the machine, before anybody else sees it")


@service(journal=Private("when a public page is renewed, which that page says itself"))
def choose_plan(
    *, actor: Actor, activity: Activity, hourly: bool, votes_published: bool
) -> Analysis:
    """Choose whether the map is drawn again each hour, and whether positions are published without names.

    Raises Refused.
    """
    RUN_ANALYSIS.authorise(actor, activity)
    found, _new = Analysis.objects.update_or_create(
        activity=activity, defaults={"hourly": hourly, "votes_published": votes_published}
    )
    return found


@service(journal=COMPUTED)
def keep_map(
    *, actor: Actor, activity: Activity, findings: Any, table: Any, votes: bytes | None
) -> Analysis:
    """Put a new map in the place of the last one. Raises Refused."""
    RUN_ANALYSIS.authorise(actor, activity)
    found, _new = Analysis.objects.update_or_create(
        activity=activity,
        defaults={
            "mapped_at": clock.now(),
            "findings": findings,
            "table": table,
            "votes": votes,
        },
    )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """A grouping of the posts ``keys``, its ideas, the reasons of its texts and the figures of the whole."""

    keys: tuple[int, ...]
    grouping: Grouping
    portraits: tuple[Portrait, ...]
    reasons: dict[int, Because]
    figures: dict[str, Any]


@service(journal=COMPUTED)
def keep_groups(
    *, actor: Actor, activity: Activity, grouped: Grouped, kept: dict[int, str]
) -> Analysis:
    """Put a new grouping in the place of the last one; ``kept`` are the numbers and names of the ideas that
    the team had kept when the computation began.

    Raises Refused; Conflict when the team has judged other ideas since: then nothing is changed.
    """
    RUN_ANALYSIS.authorise(actor, activity)
    found, _new = Analysis.objects.select_for_update().get_or_create(activity=activity)
    if kept_ideas(found) != kept:
        raise Conflict(_("The groups were judged meanwhile. Group the texts again."))
    found.grouped_at, found.grouping = clock.now(), grouped.figures
    found.save(update_fields=["grouped_at", "grouping"])
    found.ideas.all().delete()
    Idea.objects.bulk_create(_ideas(found, grouped, kept), batch_size=AT_ONCE)
    ideas = dict(found.ideas.values_list("number", "pk"))
    for some in batched(_seats(grouped, ideas), AT_ONCE):
        Seat.objects.bulk_create(some)
    return found


def _ideas(analysis: Analysis, grouped: Grouped, kept: dict[int, str]) -> Iterable[Idea]:
    def keys(places: Iterable[int]) -> list[int]:
        return [grouped.keys[place] for place in places]

    for portrait in grouped.portraits:
        yield Idea(
            analysis=analysis,
            number=portrait.idea,
            theme=portrait.theme,
            words=list(portrait.words),
            name=kept.get(portrait.idea, ""),
            kept=portrait.idea in kept,
            texts=portrait.texts,
            different=portrait.different,
            central=keys(portrait.central),
            dissenting=keys(portrait.dissenting),
            rarest=keys(portrait.rarest),
        )


def _seats(grouped: Grouped, ideas: dict[int, int]) -> Iterable[Seat]:
    found, keys = grouped.grouping, grouped.keys
    for at, (key, seat) in enumerate(zip(keys, found.seats, strict=True)):
        if seat is None:
            continue
        eldest = found.eldest[at]
        because = grouped.reasons.get(eldest)
        nearest = because.nearest if because else None
        yield Seat(
            post_id=key,
            idea_id=ideas[seat.idea],
            likeness=round(1_000 * found.likeness[at]),
            words=list(because.words) if because else [],
            nearest_id=None if nearest is None else keys[nearest],
            copy_of_id=None if eldest == at else keys[eldest],
        )


@service(journal=JUDGED)
def judge_idea(*, actor: Actor, idea: Idea, name: str, kept: bool) -> Idea:
    """Name an idea, loaded with its activity, and keep it as it is or give it back to the machine. Raises
    Refused.

    A name is kept with the idea: an idea that is given back loses its own at the next grouping.
    """
    RUN_ANALYSIS.authorise(actor, idea.analysis.activity)
    Idea.objects.filter(pk=idea.pk).update(name=name, kept=kept)
    return idea

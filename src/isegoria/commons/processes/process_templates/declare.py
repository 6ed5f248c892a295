"""What a template is made of, and the rule that turns it into dates.

A template may name capabilities and kinds of phase that an installation does not have: their phases
then become milestones, so that the timeline is whole and the process can be held anyway.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from isegoria.core.actor import Verification
from isegoria.core.texts import Text, Texts

MEETINGS = "processes"
"""The capability that every process has: dates and meetings."""
MILESTONE_KIND = "milestone"


def both(fr: str, en: str) -> Texts:
    """A text of the institution in both languages of the site."""
    return {"fr": fr, "en": en}


MEETINGS_TITLE = both("Rendez-vous", "Dates and meetings")


@dataclass(frozen=True, slots=True)
class TemplatePhase:
    """A phase that begins ``starts`` days after the process and lasts ``lasts`` days."""

    starts: int
    lasts: int
    title: Texts
    description: Texts = field(default_factory=dict)
    kind: str = MILESTONE_KIND


@dataclass(frozen=True, slots=True)
class TemplateActivity:
    """A capability with its phases."""

    capability: str
    title: Texts
    phases: tuple[TemplatePhase, ...]
    verification: Verification = Verification.EMAIL


@dataclass(frozen=True, slots=True)
class TemplateBody:
    """A body: its kind (a value of BodyKind) and what it says of itself."""

    kind: str
    title: Texts
    description: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessTemplate:
    """A kind of process: skeletons of its texts, its bodies, themes and activities. All can be changed."""

    code: str
    label: Text
    pitch: Text
    title: Texts
    summary: Texts
    description: Texts
    themes: tuple[Texts, ...] = ()
    bodies: tuple[TemplateBody, ...] = ()
    activities: tuple[TemplateActivity, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase with its days: from ``opens`` until the end of the day before ``closes``."""

    kind: str
    title: Texts
    description: Texts
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity of this installation with its dated phases."""

    capability: str
    title: Texts
    verification: Verification
    phases: tuple[PlannedPhase, ...]


def plan(
    template: ProcessTemplate, start: date, offered: Mapping[str, Collection[str]]
) -> tuple[PlannedActivity, ...]:
    """The activities of ``template`` for a process that begins on ``start``.

    ``offered`` gives, for each capability that can be placed in a process here, the kinds of its phases.
    What is not offered becomes milestones, in the order of their dates, in one activity of meetings.
    """
    planned: list[PlannedActivity] = []
    meetings: list[PlannedPhase] = []
    for activity in template.activities:
        kinds = offered.get(activity.capability)
        phases = [_dated(phase, start, kinds or ()) for phase in activity.phases]
        if kinds is None or activity.capability == MEETINGS:
            meetings += phases
        else:
            planned.append(
                PlannedActivity(
                    activity.capability, activity.title, activity.verification, tuple(phases)
                )
            )
    if meetings:
        ordered = tuple(sorted(meetings, key=lambda phase: (phase.opens, phase.closes)))
        planned.append(PlannedActivity(MEETINGS, MEETINGS_TITLE, Verification.EMAIL, ordered))
    return tuple(planned)


def _dated(phase: TemplatePhase, start: date, kinds: Collection[str]) -> PlannedPhase:
    opens = start + timedelta(days=phase.starts)
    return PlannedPhase(
        kind=phase.kind if phase.kind in kinds else MILESTONE_KIND,
        title=phase.title,
        description=phase.description,
        opens=opens,
        closes=opens + timedelta(days=phase.lasts),
    )

"""What is right in an answer, and what its dates mean: pure functions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.capabilities.answers.states import PROMISING, DemandState, MilestoneState, Verdict
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import number

DAYS = 60
FEWEST_DAYS, MOST_DAYS = 1, 730
LONGEST_TIME = timedelta(days=365)
"""How much more time may be asked for at once."""
STUDIED_UNTIL_WHEN = _("Say until when it is studied: without a date it is no answer.")
WARNINGS = (14, 3, 0)
"""The days before the date at which whoever owes an answer is reminded."""


def days_of(settings: Mapping[str, Any]) -> int:
    """How many days the authority has to answer, as the settings of the activity say."""
    days = settings.get("days", DAYS)
    return days if isinstance(days, int) and FEWEST_DAYS <= days <= MOST_DAYS else DAYS


def warning_due(due_at: datetime, now: datetime, warned: int | None) -> int | None:
    """The warning to send now: the last of WARNINGS that has come and was not sent; None for none.

    A server that slept sends the nearest one alone.
    """
    come = [days for days in WARNINGS if now >= due_at - timedelta(days=days)]
    if not come or (warned is not None and come[-1] >= warned):
        return None
    return come[-1]


@dataclass(frozen=True, slots=True)
class Due:
    """A date and how far it is: ``late`` in whole days begun since, 0 when it is still to come."""

    late: int
    left: int

    @property
    def sentence(self) -> str:
        """In words."""
        if self.late:
            said = ngettext("%(days)s day late", "%(days)s days late", self.late)
            return said % {"days": number(self.late)}
        if not self.left:
            return str(_("last day"))
        said = ngettext("%(days)s day left", "%(days)s days left", self.left)
        return said % {"days": number(self.left)}


def due(day: date, today: date) -> Due:
    """How far ``day`` is."""
    days = (day - today).days
    return Due(max(-days, 0), max(days, 0))


def problems_of_answer(
    *, verdict: str, until: datetime | None, responsible: str, due_at: datetime, now: datetime
) -> list[Text]:
    """Everything that is wrong in an answer but its reasons."""
    problems: list[Text] = []
    if verdict == Verdict.STUDY:
        if until is None:
            problems.append(STUDIED_UNTIL_WHEN)
        elif until <= now:
            problems.append(_("The new date is past."))
        elif until <= due_at:
            problems.append(_("The new date comes after the present one."))
        elif until > max(due_at, now) + LONGEST_TIME:
            problems.append(_("The new date is within a year."))
    elif until is not None:
        problems.append(_("A new date is for what is under study."))
    if not responsible:
        problems.append(_("Say who is responsible: a person, an office, a service."))
    return problems


def problems_before_publishing(verdict: str, text: str, milestones: int) -> list[Text]:
    """Everything that stands against publishing an answer."""
    problems: list[Text] = []
    if not text.strip():
        problems.append(_("Give reasons: an answer without reasons is no answer."))
    if verdict in PROMISING and not milestones:
        problems.append(
            _("Say what will be done: at least one commitment, with at least one dated step.")
        )
    return problems


def problems_of_steps(steps: Sequence[tuple[str, date | None]], today: date) -> list[Text]:
    """Everything that is wrong in the dated steps of a commitment, each with its number from 1."""
    problems: list[Text] = []
    given = [(rank, text, day) for rank, (text, day) in enumerate(steps, 1) if text or day]
    if not given:
        problems.append(_("A commitment has at least one dated step."))
    for rank, text, day in given:
        if not text:
            problems.append(_("Step %(rank)s: say what will be done.") % {"rank": rank})
        if day is None:
            problems.append(_("Step %(rank)s: give its date.") % {"rank": rank})
        elif day < today:
            problems.append(_("Step %(rank)s: its date is past.") % {"rank": rank})
    return problems


def problems_of_report(
    event: str, text: str, due_on: date | None, present: date, today: date
) -> list[Text]:
    """Everything that is wrong in a report on a milestone."""
    problems: list[Text] = []
    if not text:
        problems.append(_("Say what was done, or why: it is what people read."))
    if event == "move":
        if due_on is None:
            problems.append(_("Give the new date."))
        elif due_on == present:
            problems.append(_("The new date is the present one."))
        elif due_on < today:
            problems.append(_("The new date is past."))
    elif due_on is not None:
        problems.append(_("A date is for a step that is put off."))
    return problems


def how_it_ends(state: str, milestones: Collection[str]) -> str | None:
    """Once everything was answered and no promised step is ahead: ``finish`` when all of them are done,
    ``end`` when one was given up. None before."""
    if state != DemandState.ANSWERED or not milestones or MilestoneState.AHEAD in milestones:
        return None
    return "end" if MilestoneState.DROPPED in milestones else "finish"

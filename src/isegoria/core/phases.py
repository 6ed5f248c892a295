"""Phases: half-open windows of time whose kind opens actions. Pure functions of ``now``.

A phase is open when ``opens_at <= now < closes_at``. A missing bound is infinite. Nothing is stored when
a phase opens or closes: every page computes it from the clock, so no job can be late.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from isegoria.core.decision import YES, Decision, no
from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Action:
    """Something a phase can open, such as ``consultation.contribute``.

    It is its name: a label is another text in each language, and a set would not find it again.
    """

    name: str
    label: Text = field(compare=False)


@dataclass(frozen=True, slots=True)
class PhaseKind:
    """A kind of phase, declared by a component: what it is called and which actions it opens."""

    code: str
    label: Text = field(compare=False)
    opens: frozenset[Action] = field(default_factory=frozenset)


class Status(StrEnum):
    """Where a window stands at an instant."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open interval [opens_at, closes_at) and what it opens. None means no bound."""

    opens_at: datetime | None
    closes_at: datetime | None
    opens: frozenset[Action] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValueError("a window must close after it opens")


def status(window: Window, now: datetime) -> Status:
    """Where ``window`` stands at ``now``."""
    if window.opens_at is not None and now < window.opens_at:
        return Status.UPCOMING
    if window.closes_at is not None and now >= window.closes_at:
        return Status.CLOSED
    return Status.OPEN


def action_open(windows: Iterable[Window], action: Action, now: datetime) -> Decision:
    """Is ``action`` opened by one of ``windows`` at ``now``?

    A refusal carries the next opening in ``when`` if there is one; otherwise the reason says that the
    time has passed, or that nothing is planned.
    """
    relevant = [window for window in windows if action in window.opens]
    if any(status(window, now) is Status.OPEN for window in relevant):
        return YES
    openings = [
        window.opens_at
        for window in relevant
        if window.opens_at is not None and status(window, now) is Status.UPCOMING
    ]
    if openings:
        return no("not_yet_open", _("This has not opened yet."), when=min(openings))
    if relevant:
        return no("closed", _("This has closed."))
    return no("not_planned", _("This is not planned in the timeline."))


def seen_at(windows: Iterable[Window], now: datetime) -> datetime:
    """The beginning of the minute, or the last opening or closing within it: between two such instants
    nothing changes that a page says of ``windows``."""
    minute = now.replace(second=0, microsecond=0)
    edges = (edge for window in windows for edge in (window.opens_at, window.closes_at) if edge)
    return max((edge for edge in edges if minute < edge <= now), default=minute)

"""The time of the story: every act has its day, counted from the day on which the story is loaded."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock

_WAKING = (timedelta(hours=8), timedelta(hours=13, minutes=30))
"""When the day of people who write begins, and how long it lasts."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The day of loading. ``day(-3)`` was three days before it."""

    now: datetime

    def day(self, offset: int) -> date:
        """A day of the story."""
        return timezone.localtime(self.now).date() + timedelta(days=offset)

    def opening(self, offset: int) -> datetime:
        """The first instant of a day of the story."""
        return first_instant(self.day(offset))

    def at(self, offset: int, hour: int = 10) -> AbstractContextManager[datetime]:
        """Within it, it is this hour of this day."""
        midday = datetime.combine(
            self.day(offset), time(hour), tzinfo=timezone.get_current_timezone()
        )
        return clock.frozen(min(midday, self.now))

    def moments(self, first: int, last: int, count: int) -> Iterator[datetime]:
        """``count`` instants in order, spread over the waking hours of the days from ``first`` to
        ``last``. Within each turn of the loop it is that instant."""
        days = last - first + 1
        for rank in range(count):
            day, part = divmod(rank * days / count, 1)
            at = self.opening(first + int(day)) + _WAKING[0] + part * _WAKING[1]
            with clock.frozen(min(at, self.now)) as moment:
                yield moment


def later(minutes: int) -> AbstractContextManager[datetime]:
    """Within it, it is so many minutes later."""
    return clock.frozen(clock.now() + timedelta(minutes=minutes))


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens on a day of the story."""

    day: int
    play: Callable[[Stage], None]

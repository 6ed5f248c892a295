"""The picture of a timeline: its phases laid on a line of months, with a mark for today.

Drawn on the server as one SVG for ``ui/strip.html``. Positions are percentages of its width, so that the
same picture fits a telephone and a notice board; phases that overlap stand in lanes, one above another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext

from isegoria.core.phases import Status, Window, seen_at, status
from isegoria.core.ui.formatting import date as in_full
from isegoria.core.ui.formatting import date_range, number

LANE, TOP = 22, 26
_LEAST_WIDTH = 1.2
_MOST_MONTHS = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase: where it begins and how long it is, in percent; its lane in pixels from the top."""

    x: str
    width: str
    y: int
    status: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month; a January tells its year."""

    x: str
    year: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many phases stand in one state, in words."""

    status: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A timeline as a picture. ``today`` is '' before its first day and after its last.

    It is drawn once for the same windows and the same minute, hence told from others by identity.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    counts: tuple[Count, ...]
    today: str
    anchor: str
    height: int
    dates: str
    first: str
    last: str

    @property
    def floor(self) -> int:
        """Where the lanes end and the line of months begins, in pixels from the top."""
        return self.height - TOP


def strip(windows: Sequence[Window], now: datetime) -> Strip | None:
    """The picture of ``windows`` at ``now``; None when fewer than two dates are known.

    The mark of today moves once a minute; a phase that opens or closes is seen at once.
    """
    return _drawn(tuple(windows), seen_at(windows, now), get_language())


@lru_cache(500)
def _drawn(windows: tuple[Window, ...], now: datetime, _language: str | None) -> Strip | None:
    dated = sorted(
        (window.opens_at, window.closes_at, status(window, now))
        for window in windows
        if window.opens_at and window.closes_at
    )
    if not dated:
        return None
    start, end = dated[0][0], max(closes for _opens, closes, _status in dated)
    span = end - start

    def across(at: datetime) -> float:
        return (at - start) / span * 100

    lanes: list[datetime] = []
    bars = []
    for opens, closes, where in dated:
        lane = next((i for i, busy in enumerate(lanes) if busy <= opens), len(lanes))
        lanes[lane : lane + 1] = [closes]
        width = max(across(closes) - across(opens), _LEAST_WIDTH)
        x = min(across(opens), 100 - width)
        bars.append(Bar(_percent(x), _percent(width), TOP + lane * LANE, where.value))
    today = across(now) if start <= now < end else None
    first, last = timezone.localtime(start), timezone.localtime(end - timedelta(microseconds=1))
    return Strip(
        bars=tuple(bars),
        ticks=tuple(Tick(_percent(across(at)), year) for at, year in _months(start, end)),
        counts=tuple(_counts([where for _opens, _closes, where in dated])),
        today="" if today is None else _percent(today),
        anchor=_anchor(today or 0),
        height=TOP * 2 + len(lanes) * LANE,
        dates=date_range(_midnight(first), _midnight(last) + timedelta(days=1)),
        first=in_full(first),
        last=in_full(last),
    )


def _percent(value: float) -> str:
    return f"{value:.4g}%"


def _midnight(local: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(local.date(), time.min))


def _anchor(percent: float) -> str:
    """Which end of its label the mark of today holds, so that the label never leaves the picture."""
    if percent < 20:
        return "start"
    return "end" if percent > 80 else "middle"


def _months(start: datetime, end: datetime) -> Iterator[tuple[datetime, str]]:
    """The firsts of the months after ``start``; of the years alone when there are too many."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    for index in range(1, months + 1):
        year, month = divmod(first.month - 1 + index, 12)
        day = date(first.year + year, month + 1, 1)
        if month == 0 or months <= _MOST_MONTHS:
            at = timezone.make_aware(datetime.combine(day, time.min))
            if at < end:
                yield at, str(day.year) if month == 0 else ""


def _counts(found: Sequence[Status]) -> Iterator[Count]:
    for where in (Status.CLOSED, Status.OPEN, Status.UPCOMING):
        count = found.count(where)
        if count:
            yield Count(where.value, _in_words(where, count) % {"number": number(count)})


def _in_words(where: Status, count: int) -> str:
    if where is Status.CLOSED:
        return ngettext("%(number)s step over", "%(number)s steps over", count)
    if where is Status.OPEN:
        return ngettext("%(number)s under way", "%(number)s under way", count)
    return ngettext("%(number)s to come", "%(number)s to come", count)

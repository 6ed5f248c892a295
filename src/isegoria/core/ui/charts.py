"""Charts as view models: drawn on the server, with the figures beside them.

Bars are words and SVG rectangles whose width is an attribute, lines are one SVG; neither needs a script or an
inline style, both follow dark mode, print in black and white (series differ by shape, not only by
colour) and carry their table. At most three series: a fourth is a second chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor, log10

from isegoria.core.texts import Text
from isegoria.core.ui import formatting

MAX_SERIES = 3
PLOT_TOP, PLOT_HEIGHT = 20, 180
_SPAN = 1000
_LEAST_TICKS = 4
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the width of its rectangle (``37.5%``), its value in words, its series from 1."""

    width: str
    text: str
    series: int


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared: a label and one bar per series."""

    label: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars for ``ui/charts/bars.html``. ``summary`` says in a sentence what one should see."""

    title: Text
    summary: Text
    label_heading: Text
    series: tuple[Text, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One grade of a scale: its rank from 0, the worst; how many gave it; its part of the bar."""

    rank: int
    label: Text
    count: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class GradesChart:
    """How many gave each grade of a scale of four, for ``ui/charts/grades.html``: the best first, with a
    mark at the middle. ``grade`` is the majority grade, '' before any; ``voters`` says how many graded."""

    grade: Text
    voters: Text
    shares: tuple[Share, ...]


def grades_chart(
    labels: Sequence[Text], counts: Sequence[int], *, grade: Text, voters: Text
) -> GradesChart:
    """The chart of ``counts``, from the worst grade to the best, like ``labels``.

    Raises ValueError when there are not as many.
    """
    total, start = max(1, sum(counts)), 0
    shares = []
    ranked = list(enumerate(zip(labels, counts, strict=True)))
    for rank, (label, count) in reversed(ranked):
        places = (f"{100 * part / total:.2f}%" for part in (start, count))
        shares.append(Share(rank, label, formatting.number(count), *places))
        start += count
    return GradesChart(grade, voters, tuple(shares))


def bar_chart(
    title: Text,
    rows: Sequence[tuple[Text, Sequence[float]]],
    *,
    series: Sequence[Text],
    label_heading: Text,
    summary: Text = "",
    as_shares: bool = False,
) -> BarChart:
    """Bars from ``rows`` of (label, one value ≥ 0 per series).

    ``as_shares`` takes values from 0 to 1, writes them as percentages and lets the full width be 100 %;
    otherwise the longest bar fills the width. Raises ValueError for a negative value, a row of another
    length than ``series``, or more than three series.
    """
    if not 1 <= len(series) <= MAX_SERIES:
        raise ValueError(f"a chart has 1 to {MAX_SERIES} series, not {len(series)}")
    for label, values in rows:
        if len(values) != len(series):
            raise ValueError(f"{label!r} has {len(values)} values for {len(series)} series")
        if min(values) < 0:
            raise ValueError(f"{label!r} has a negative value")
    full = 1.0 if as_shares else max((max(values) for _label, values in rows), default=0.0)
    write = formatting.percent if as_shares else formatting.number
    return BarChart(
        title=title,
        summary=summary,
        label_heading=label_heading,
        series=tuple(series),
        rows=tuple(
            Row(
                label,
                tuple(
                    Bar(_width(value, full), write(value), index)
                    for index, value in enumerate(values, start=1)
                ),
            )
            for label, values in rows
        ),
    )


def _width(value: float, full: float) -> str:
    return f"{min(value / full, 1.0) * 100:.4g}%" if full else "0%"


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a line chart: its name, the ``d`` of its path, its number from 1."""

    label: Text
    path: str
    series: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid at ``position`` (pixels from the top, or a percentage from the left)."""

    position: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over days for ``ui/charts/lines.html``. ``table`` has a row of texts per day."""

    title: Text
    summary: Text
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    table: tuple[tuple[str, ...], ...]


def line_chart(
    title: Text,
    days: Sequence[date],
    series: Sequence[tuple[Text, Sequence[float]]],
    *,
    summary: Text = "",
) -> LineChart:
    """Lines over ``days`` (increasing), each series with one value ≥ 0 per day, on a scale from zero.

    Raises ValueError for days out of order, a series of another length, or more than three series.
    """
    if not 1 <= len(series) <= MAX_SERIES:
        raise ValueError(f"a chart has 1 to {MAX_SERIES} series, not {len(series)}")
    if not days or any(first >= second for first, second in pairwise(days)):
        raise ValueError("the days of a line chart are increasing and at least one")
    for label, values in series:
        if len(values) != len(days):
            raise ValueError(f"{label!r} has {len(values)} values for {len(days)} days")
    step, top = _scale(max(max(values) for _label, values in series))
    span = max((days[-1] - days[0]).days, 1)
    across = [(day - days[0]).days * _SPAN / span for day in days]
    return LineChart(
        title=title,
        summary=summary,
        lines=tuple(
            Line(label, _path(across, [value / top for value in values]), index)
            for index, (label, values) in enumerate(series, start=1)
        ),
        ticks=tuple(
            Tick(
                f"{PLOT_TOP + PLOT_HEIGHT * (1 - index * step / top):.4g}",
                formatting.number(index * step, max(0, -floor(log10(step)))),
            )
            for index in range(round(top / step) + 1)
        ),
        days=_day_ticks(days),
        table=tuple(
            (formatting.date(day), *(formatting.number(v[i]) for _label, v in series))
            for i, day in enumerate(days)
        ),
    )


def _scale(highest: float) -> tuple[float, float]:
    """A step of 1, 2 or 5 times a power of ten, and the first of its multiples to hold ``highest``."""
    if highest < _NOTHING:
        return 1.0, 1.0
    rough = highest / _LEAST_TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    steps = floor(highest / step)
    return step, step * (steps if steps * step >= highest else steps + 1)


def _path(across: Sequence[float], heights: Sequence[float]) -> str:
    if len(across) == 1:  # a day alone is a level from side to side: a point would not be seen
        across, heights = (0, _SPAN), (*heights, *heights)
    points = (f"{x:.4g} {_SPAN * (1 - y):.4g}" for x, y in zip(across, heights, strict=True))
    return "M" + "L".join(points)


def _day_ticks(days: Sequence[date]) -> tuple[Tick, ...]:
    first = Tick("0%", formatting.date(days[0]))
    if len(days) == 1:
        return (first,)
    return (first, Tick("100%", formatting.date(days[-1]), anchor="end"))

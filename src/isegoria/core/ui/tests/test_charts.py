"""Charts say what the figures say."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.ui.charts import PLOT_HEIGHT, PLOT_TOP, bar_chart, line_chart


def bars(rows, **options):
    options.setdefault("series", ["n"])
    return bar_chart("t", rows, label_heading="what", **options)


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_bars_are_in_proportion(values):
    chart = bars([(str(index), [value]) for index, value in enumerate(values)])
    widths = [float(row.bars[0].width.rstrip("%")) for row in chart.rows]
    assert all(0 <= width <= 100 for width in widths)
    if max(values) > 0:
        assert max(widths) == 100
        for value, width in zip(values, widths, strict=True):
            assert width == pytest.approx(value / max(values) * 100, rel=1e-3, abs=1e-6)


def test_shares_are_measured_against_the_whole():
    with translation.override("en"):
        chart = bars([("a", [0.25]), ("b", [0.5])], as_shares=True)
    assert [row.bars[0].width for row in chart.rows] == ["25%", "50%"]
    assert [row.bars[0].text for row in chart.rows] == ["25%", "50%"]


@pytest.mark.parametrize(
    ("rows", "series"),
    [([("a", [1, 2])], ["x"]), ([("a", [-1])], ["x"]), ([("a", [1, 1, 1, 1])], list("wxyz")),
     ([], [])],
)  # fmt: skip
def test_figures_that_make_no_chart_are_refused(rows, series):
    with pytest.raises(ValueError, match=r"."):
        bars(rows, series=series)


def test_the_picture_and_its_table_carry_every_figure_without_inline_style():
    with translation.override("en"):
        chart = bars([("16 to 24", [0.09, 0.15])], series=["Pool", "Town"], as_shares=True)
        html = render_to_string("ui/charts/bars.html", {"chart": chart})
    assert html.count("15%") >= 2
    assert "<table>" in html
    assert 'scope="row"' in html
    assert "style=" not in html


DAYS = [date(2026, 3, 1) + timedelta(days=index) for index in range(5)]


@given(st.lists(st.floats(0, 1e12), min_size=5, max_size=5))
def test_lines_stay_in_their_frame_and_ticks_hold_them(values):
    with translation.override("en"):
        chart = line_chart("t", DAYS, [("a", values)])
    points = [pair.split() for pair in chart.lines[0].path.removeprefix("M").split("L")]
    assert [float(x) for x, _y in points] == [0, 250, 500, 750, 1000]
    assert all(-0.5 <= float(y) <= 1000 for _x, y in points)
    heights = [float(tick.position) for tick in chart.ticks]
    assert heights[0] == PLOT_TOP + PLOT_HEIGHT
    assert heights[-1] == pytest.approx(PLOT_TOP, abs=0.5)
    assert 2 <= len(heights) <= 8


def test_a_day_alone_is_drawn_from_side_to_side():
    with translation.override("en"):
        chart = line_chart("t", DAYS[:1], [("a", [4])])
    start, end = (pair.split() for pair in chart.lines[0].path.removeprefix("M").split("L"))
    assert (start[0], end[0], start[1]) == ("0", "1000", end[1])


def test_a_line_chart_has_a_row_per_day():
    with translation.override("fr"):
        chart = line_chart("t", DAYS, [("a", range(5)), ("b", range(5))], summary="s")
        html = render_to_string("ui/charts/lines.html", {"chart": chart})
    assert len(chart.table) == 5
    assert html.count("<tr>") == 6
    assert 'role="img"' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("days", "values"), [([], []), (DAYS[::-1], range(5)), (DAYS, range(4))], ids=str
)
def test_days_in_disorder_are_refused(days, values):
    with pytest.raises(ValueError, match=r"."):
        line_chart("t", days, [("a", list(values))])

"""Lines without end are given up early, not gathered."""

import itertools

import pytest

from isegoria.kernel.tabular.lines import Lines
from isegoria.kernel.tabular.problems import UnreadableError


def test_a_line_without_end_is_given_up_while_it_comes():
    taken = itertools.count()
    pieces = ("x" * 100 for _number in itertools.takewhile(lambda n: n < 1000, taken))
    with pytest.raises(UnreadableError):
        next(Lines(pieces, limit=500))
    assert next(taken) < 10


def test_a_line_ending_cut_in_two_is_one_ending():
    lines = Lines(["a\r", "\nb\r", "c\n", "\n"], limit=10)
    assert list(lines) == ["a\r\n", "b\r", "c\n", "\n"]
    assert (lines.number, lines.ending) == (4, "CRLF")

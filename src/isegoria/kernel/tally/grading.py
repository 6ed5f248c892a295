"""Ranking by majority grade: majority judgment, Balinski and Laraki (MIT Press, 2011).

Voters give each thing a grade of one scale. Its *majority grade* is the lower of the two middle grades: the
best that more than half would not find too generous, and at least half find deserved. Between equal majority
grades, one such grade is taken away from each and the next is compared, until they differ: the *majority
value*, computed here on the counts, without going through the ballots.

Where things were graded by different numbers of voters, their distributions are compared as if each had been
graded by as many: every ballot counts several times, which leaves the order of equal numbers as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import accumulate
from math import lcm


@dataclass(frozen=True, slots=True)
class Place[K]:
    """Where one thing stands: 1 is the best, equals share a place. ``grade`` is None when ungraded."""

    key: K
    place: int
    grade: int | None


def majority_grade(counts: Sequence[int]) -> int | None:
    """The majority grade of ``counts`` (how many gave each grade, from the worst, 0, to the best).

    None when nobody gave any. Raises ValueError for a negative count.
    """
    _check(counts)
    ballots = sum(counts)
    if not ballots:
        return None
    middle = (ballots + 1) // 2
    return next(grade for grade, below in enumerate(accumulate(counts)) if below >= middle)


def ranking[K](graded: Mapping[K, Sequence[int]]) -> tuple[Place[K], ...]:
    """The things of ``graded``, best first; those that nobody graded come last, together.

    Each value is the counts of :func:`majority_grade`, of one and the same scale. Things of equal
    distribution share a place and stand in the order given. Raises ValueError for counts that are
    negative or of different scales.
    """
    if len({len(counts) for counts in graded.values()}) > 1:
        raise ValueError("the things are not graded on one scale")
    for counts in graded.values():
        _check(counts)
    voters = [sum(counts) for counts in graded.values()]
    common = 2 * lcm(*(number for number in voters if number), 1)
    halves = {
        key: _halves([count * (common // number) for count in counts])
        for (key, counts), number in zip(graded.items(), voters, strict=True)
        if number
    }
    order = cmp_to_key(_compare)
    places: list[Place[K]] = []
    best_first = sorted(halves, key=lambda key: order(halves[key]), reverse=True)
    for number, key in enumerate(best_first, start=1):
        equal = bool(places) and _compare(halves[places[-1].key], halves[key]) == 0
        place = places[-1].place if equal else number
        places.append(Place(key, place, majority_grade(graded[key])))
    last = len(places) + 1
    places += [Place(key, last, None) for key in graded if key not in halves]
    return tuple(places)


type _Runs = list[tuple[int, int]]
"""``(grade, how many)``, from the middle outwards."""


def _halves(counts: Sequence[int]) -> tuple[_Runs, _Runs]:
    """The lower and the upper half of an even number of ballots."""
    half = sum(counts) // 2
    lower: _Runs = []
    upper: _Runs = []
    seen = 0
    for grade, count in enumerate(counts):
        below = max(0, min(count, half - seen))
        if below:
            lower.insert(0, (grade, below))
        if count > below:
            upper.append((grade, count - below))
        seen += count
    return lower, upper


def _compare(one: tuple[_Runs, _Runs], other: tuple[_Runs, _Runs]) -> int:
    """Negative, zero or positive as the majority value of ``one`` is lower, equal or higher.

    With halves of equal size, ballots leave the middle in pairs: one of the lower half, then one of the
    upper. The first pair that differs decides, by its lower grade first.
    """
    sides = [_steps(runs) for thing in (one, other) for runs in thing]
    for depth in sorted({end for side in sides for end, _grade in side}):
        grades = [next(grade for end, grade in side if end >= depth) for side in sides]
        mine, its = grades[:2], grades[2:]
        if mine != its:
            return 1 if mine > its else -1
    return 0


def _steps(runs: _Runs) -> list[tuple[int, int]]:
    """``(last ballot from the middle, grade)`` of each run."""
    ends = accumulate(count for _grade, count in runs)
    return [(end, grade) for end, (grade, _count) in zip(ends, runs, strict=True)]


def _check(counts: Sequence[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("a count is negative")

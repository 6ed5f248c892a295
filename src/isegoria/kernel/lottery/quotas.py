"""From what an organiser asks to seats: shares and percentages become ranges that fit together.

A share of 23 % of 40 seats is 9.2 seats: the panel may have 9 or 10. "At least 23 %" is 10 at least.
When the bounds of a feature, each rounded on its own, leave no room for the whole panel, they are
rounded the other way by largest remainder (Hamilton's method): the minimum whose fraction is
smallest is lowered first, the maximum whose fraction is largest is raised first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from isegoria.kernel.lottery.model import Quota

type Amount = int | Fraction
"""Seats when whole; a Fraction is a part of the panel, between 0 and 1."""

SCALED_WITHIN = Fraction(2, 100)
"""Shares of a whole feature may miss 100 % by so much (they were rounded) and are then scaled."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the sheet of quotas, as asked. None: no bound."""

    feature: str
    value: str
    line: int
    minimum: Amount | None
    maximum: Amount | None
    share: Fraction | None = None
    min_flex: int | None = None
    max_flex: int | None = None

    @property
    def population(self) -> Fraction | None:
        """The share of the population that the row states, if it states one."""
        same = self.minimum if self.minimum == self.maximum else None
        return self.share if self.share is not None else same if type(same) is Fraction else None


@dataclass(slots=True)
class _Range:
    """Exact bounds in seats and what they were rounded to."""

    low: Fraction
    high: Fraction
    minimum: int
    maximum: int


def seats(asked: Sequence[Asked], size: int, *, exhaustive: bool) -> tuple[Quota, ...]:
    """The quotas of one feature for a panel of ``size`` seats.

    ``exhaustive``: every volunteer has one of these values, so the ranges must leave room for the
    whole panel. They do whenever the exact bounds do; in particular shares that sum to one always
    give ranges that fit together.
    """
    ranges = [_range(row, size) for row in asked]
    if exhaustive:
        _repair(ranges, size)
    return tuple(
        Quota(row.feature, row.value, found.minimum, found.maximum, row.min_flex, row.max_flex)
        for row, found in zip(asked, ranges, strict=True)
    )


def _range(row: Asked, size: int) -> _Range:
    if row.share is not None:
        exact = row.share * size
        return _Range(exact, exact, floor(exact), ceil(exact))
    low = _exact(row.minimum, size, 0)
    high = _exact(row.maximum, size, size)
    minimum, maximum = ceil(low), floor(high)
    if minimum > maximum and low <= high:
        minimum, maximum = floor(low), ceil(high)
    return _Range(low, high, minimum, maximum)


def _exact(amount: Amount | None, size: int, absent: int) -> Fraction:
    if amount is None:
        return Fraction(absent)
    return amount * size if isinstance(amount, Fraction) else Fraction(amount)


def _repair(ranges: list[_Range], size: int) -> None:
    above = sum(found.minimum for found in ranges) - size
    for found in sorted(ranges, key=lambda found: found.low - floor(found.low)):
        if above > 0 and found.minimum > floor(found.low):
            found.minimum -= 1
            above -= 1
    below = size - sum(found.maximum for found in ranges)
    for found in sorted(ranges, key=lambda found: floor(found.high) - found.high):
        if below > 0 and found.maximum < ceil(found.high):
            found.maximum += 1
            below -= 1


def left_to_fill(quota: Quota, seated: int) -> Quota:
    """``quota`` once ``seated`` members who count in it have their seats."""

    def _less(bound: int | None) -> int | None:
        return None if bound is None else max(0, bound - seated)

    return Quota(
        quota.feature,
        quota.value,
        max(0, quota.minimum - seated),
        max(0, quota.maximum - seated),
        _less(quota.min_flex),
        _less(quota.max_flex),
    )


def scaled(asked: Sequence[Asked]) -> tuple[Fraction, tuple[Asked, ...]]:
    """The sum of the shares of a feature, and its rows with shares that sum to one.

    The rows come back unchanged when one has no share or the sum is further from one than
    :data:`SCALED_WITHIN`.
    """
    shares = [row.share for row in asked]
    total = sum((share for share in shares if share is not None), Fraction(0))
    if None in shares or total == 1 or abs(total - 1) > SCALED_WITHIN:
        return total, tuple(asked)
    return total, tuple(replace(row, share=(row.share or Fraction(0)) / total) for row in asked)


def populations(asked: Sequence[Asked]) -> Mapping[tuple[str, str], Fraction]:
    """What the sheet says of the population, by (feature, value)."""
    return {(row.feature, row.value): row.population for row in asked if row.population is not None}

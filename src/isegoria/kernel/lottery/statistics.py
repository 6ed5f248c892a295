"""How equal the chances are, and how much a panel looks like those it stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log

from isegoria.kernel.lottery.model import Polytope, Quota


@dataclass(frozen=True, slots=True)
class Spread:
    """How the chances of people spread.

    ``geometric_mean`` is 0 when somebody has no chance. ``gini`` is 0 when all chances are equal,
    near 1 when few people have them all.
    """

    minimum: float
    maximum: float
    geometric_mean: float
    gini: float


def spread(chance_of: Sequence[Fraction], people: Sequence[int]) -> Spread:
    """The spread of chances given by type, with the number of people of each.

    Gini: sum over ordered people of (2i − n − 1) · p_i, over n · sum of p, with i from 1 to n.
    """
    groups = sorted(zip(chance_of, people, strict=True))
    n = sum(people)
    total = sum((chance * count for chance, count in groups), Fraction(0))
    weighted = Fraction(0)
    before = 0
    for chance, count in groups:
        ranks = count * (2 * before + count + 1)
        weighted += chance * (ranks - count * (n + 1))
        before += count
    low = groups[0][0]
    return Spread(
        minimum=float(low),
        maximum=float(groups[-1][0]),
        geometric_mean=exp(fsum(c * log(p) for p, c in groups) / n) if low > 0 else 0.0,
        gini=float(weighted / (n * total)) if total else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one feature: its part of the pool, of the panel and of what is aimed at; the seats
    that the quota allows (None when it has no quota).

    The panel is a certain one (whole seats) or the lottery's (seats on average).
    """

    feature: str
    value: str
    quota: Quota | None
    pool: int
    pool_share: Fraction
    seats: Fraction
    panel_share: Fraction
    target: Fraction | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """A feature: its lines, and how far pool and panel are from the target.

    The target is the population when the organiser gave its shares (``stated``), else the middle
    of the quotas. The distance is half the sum of the differences of shares: the part of the seats that
    would have to change hands. None when a value has no target.
    """

    feature: str
    stated: bool
    lines: tuple[Line, ...]
    pool_distance: Fraction | None
    panel_distance: Fraction | None


def portraits(
    features: Sequence[str],
    quotas: Iterable[Quota],
    population: Mapping[tuple[str, str], Fraction],
    pool: Iterable[tuple[Sequence[str], Fraction]],
    panel: Iterable[tuple[Sequence[str], Fraction]],
) -> tuple[Portrait, ...]:
    """Pool, panel and population side by side. ``pool`` and ``panel`` give values and their weight."""
    quota_of = {(quota.feature, quota.value): quota for quota in quotas}
    in_pool, in_panel = _tally(features, pool), _tally(features, panel)
    values: dict[str, dict[str, None]] = {feature: {} for feature in features}
    for feature, value in (*quota_of, *sorted(in_pool)):
        values[feature].setdefault(value)
    return tuple(
        _portrait(feature, tuple(values[feature]), quota_of, population, in_pool, in_panel)
        for feature in features
    )


def _tally(
    features: Sequence[str], groups: Iterable[tuple[Sequence[str], Fraction]]
) -> dict[tuple[str, str], Fraction]:
    tally: dict[tuple[str, str], Fraction] = {}
    for held, weight in groups:
        for pair in zip(features, held, strict=True):
            tally[pair] = tally.get(pair, Fraction(0)) + weight
    return tally


def _portrait(
    feature: str,
    values: tuple[str, ...],
    quota_of: Mapping[tuple[str, str], Quota],
    population: Mapping[tuple[str, str], Fraction],
    in_pool: Mapping[tuple[str, str], Fraction],
    in_panel: Mapping[tuple[str, str], Fraction],
) -> Portrait:
    none = Fraction(0)
    pools = {value: in_pool.get((feature, value), none) for value in values}
    panels = {value: in_panel.get((feature, value), none) for value in values}
    people, seats = sum(pools.values()), sum(panels.values())
    known = _whole({value: population.get((feature, value)) for value in values})
    stated = None not in known.values()
    if not stated:
        known = _middles({value: quota_of.get((feature, value)) for value in values})
    lines = tuple(
        Line(
            feature,
            value,
            quota_of.get((feature, value)),
            int(pools[value]),
            pools[value] / people if people else none,
            panels[value],
            panels[value] / seats if seats else none,
            known[value],
        )
        for value in values
    )

    def _distance(shares: Iterable[Fraction]) -> Fraction | None:
        total = none
        for value, share in zip(values, shares, strict=True):
            target = known[value]
            if target is None:
                return None
            total += abs(share - target)
        return total / 2

    return Portrait(
        feature,
        stated,
        lines,
        _distance(line.pool_share for line in lines),
        _distance(line.panel_share for line in lines),
    )


def _whole(known: dict[str, Fraction | None]) -> dict[str, Fraction | None]:
    """The shares with the only unknown one, if there is one, as what the others leave."""
    unknown = [value for value, share in known.items() if share is None]
    rest = 1 - sum((share for share in known.values() if share is not None), Fraction(0))
    if len(unknown) == 1 and len(known) > 1 and rest >= 0:
        return {**known, unknown[0]: rest}
    return known


def _middles(quotas: dict[str, Quota | None]) -> dict[str, Fraction | None]:
    """The middle of each quota, as shares that sum to one; None without a quota on every value."""
    middles = [quota.minimum + quota.maximum for quota in quotas.values() if quota is not None]
    total = sum(middles)
    if len(middles) < len(quotas) or total == 0:
        return dict.fromkeys(quotas)
    return {value: Fraction(middle, total) for value, middle in zip(quotas, middles, strict=True)}


@dataclass(frozen=True, slots=True)
class Extreme:
    """A profile whose people are certain to be drawn, or never are."""

    values: tuple[str, ...]
    people: int
    certain: bool


def extremes(poly: Polytope, chance_of: Sequence[Fraction]) -> tuple[Extreme, ...]:
    """The profiles with chance 1 or 0, largest first, those of certain people before the others.

    Types that differ by their household alone are one profile.
    """
    found: dict[tuple[bool, tuple[str, ...]], int] = {}
    for kind, chance in zip(poly.types, chance_of, strict=True):
        if chance in (0, 1):
            key = (chance == 1, kind.values)
            found[key] = found.get(key, 0) + len(kind.members)
    ordered = sorted(found.items(), key=lambda item: (not item[0][0], -item[1], item[0][1]))
    return tuple(Extreme(values, people, certain) for (certain, values), people in ordered)

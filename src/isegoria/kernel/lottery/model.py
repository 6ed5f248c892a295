"""The terms of a draw: people, quotas, and the types that make the arithmetic small.

Volunteers with the same values on every feature and the same weight (and, where the household rule is on,
alone in their household or sharing one) are interchangeable: averaging a lottery over their permutations
keeps every quota and never worsens the smallest chances (Flanigan, Gölz, Gupta, Hennig, Procaccia, *Fair
algorithms for selecting citizens' assemblies*, Nature 596, 2021). So a panel is a vector of counts per
type, and all members of a type have one chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Quota:
    """Between ``minimum`` and ``maximum`` seats for one value of one feature.

    ``min_flex`` and ``max_flex`` bound what a relaxation may propose (None: no bound but 0 and the size).
    """

    feature: str
    value: str
    minimum: int
    maximum: int
    min_flex: int | None = None
    max_flex: int | None = None


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A person of the pool.

    ``values`` is aligned with the features of the draw; ``household`` is a key that equal households
    share, or None when the rule is off or the household unknown. Chances are made as equal as can be
    after division by ``weight``, which is positive.
    """

    id: str
    values: tuple[str, ...]
    household: str | None = None
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Draw:
    """Everything that the result depends on, but the seed.

    ``volunteers`` are those who can be drawn: excluded people and members already seated are gone from
    it, ``size`` and ``quotas`` are what remains to be filled. Order matters to nothing but the names of
    types.
    """

    size: int
    features: tuple[str, ...]
    quotas: tuple[Quota, ...]
    volunteers: tuple[Volunteer, ...]


class RowKind(StrEnum):
    """Why a row bounds the panel."""

    SIZE = "size"
    QUOTA = "quota"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Row:
    """``lower <= sum of the counts of types <= upper``; every coefficient is one."""

    kind: RowKind
    label: str
    types: tuple[int, ...]
    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class PersonType:
    """Interchangeable volunteers. ``members`` are positions in ``Draw.volunteers``, ascending;
    ``weight`` is theirs, divided by the largest of the draw."""

    values: tuple[str, ...]
    household: str | None
    members: tuple[int, ...]
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Polytope:
    """The panels of a draw, by type: integer points of ``0 <= x_t <= len(types[t].members)`` within ``rows``.

    The first row is the size; then one per quota, in the order of the draw; then one per household of
    two or more.
    """

    types: tuple[PersonType, ...]
    rows: tuple[Row, ...]

    @property
    def multiplicities(self) -> tuple[int, ...]:
        """How many people each type has."""
        return tuple(len(kind.members) for kind in self.types)

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The weight of the people of each type; the largest is 1."""
        return tuple(kind.weight for kind in self.types)


def polytope(draw: Draw) -> Polytope:
    """Group the volunteers of ``draw`` into types and write its constraints as rows over types.

    Types are sorted by (values, household, weight), so that the same people in another order give the
    same polytope. A household counts only when two or more volunteers of the pool share it.
    """
    shared = _shared_households(draw.volunteers)
    heaviest = max((person.weight for person in draw.volunteers), default=Fraction(1))
    members: dict[tuple[tuple[str, ...], str, Fraction], list[int]] = {}
    for position, person in enumerate(draw.volunteers):
        household = person.household if person.household in shared else None
        key = (person.values, household or "", person.weight / heaviest)
        members.setdefault(key, []).append(position)
    types = tuple(
        PersonType(values, household or None, tuple(found), weight)
        for (values, household, weight), found in sorted(members.items())
    )
    every = tuple(range(len(types)))
    rows = [Row(RowKind.SIZE, "size", every, draw.size, draw.size)]
    for quota in draw.quotas:
        column = draw.features.index(quota.feature)
        held = tuple(t for t, kind in enumerate(types) if kind.values[column] == quota.value)
        label = f"{quota.feature}: {quota.value}"
        rows.append(Row(RowKind.QUOTA, label, held, quota.minimum, quota.maximum))
    homes: dict[str, list[int]] = {}
    for t, kind in enumerate(types):
        if kind.household is not None:
            homes.setdefault(kind.household, []).append(t)
    rows += [
        Row(RowKind.HOUSEHOLD, household, tuple(found), 0, 1)
        for household, found in sorted(homes.items())
    ]
    return Polytope(types, tuple(rows))


def _shared_households(volunteers: Sequence[Volunteer]) -> frozenset[str | None]:
    seen: set[str] = set()
    twice: set[str | None] = set()
    for person in volunteers:
        if person.household is not None:
            (twice if person.household in seen else seen).add(person.household)
    return frozenset(twice)

"""A slow, tiny optimiser for tests of the record: it lists every panel and gives all the same weight.

The lottery is rarely optimal, and says so; its one bound is that the chances add up to the seats.
"""

import random
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from isegoria.kernel.lottery.identities import veiled
from isegoria.kernel.lottery.model import Polytope, polytope
from isegoria.kernel.lottery.optimum import Label, Objective, Optimum, Panel, Stage
from isegoria.kernel.lottery.reading import Terms, read_terms
from isegoria.kernel.lottery.record import Lottery
from isegoria.kernel.lottery.report import record_of
from isegoria.kernel.lottery.weights import exact_chances

SEED = bytes(range(32))


def panels_of(poly: Polytope) -> list[Panel]:
    """Every panel by type."""
    return list(_fill(poly, 0, [0] * len(poly.rows), ()))


def _fill(poly: Polytope, t: int, sums: list[int], panel: Panel) -> Iterator[Panel]:
    if t == len(poly.types):
        if all(row.lower <= held <= row.upper for row, held in zip(poly.rows, sums, strict=True)):
            yield panel
        return
    for count in range(len(poly.types[t].members) + 1):
        held = [
            there + count * (t in row.types) for row, there in zip(poly.rows, sums, strict=True)
        ]
        if all(there <= row.upper for row, there in zip(poly.rows, held, strict=True)):
            yield from _fill(poly, t + 1, held, (*panel, (t, count)) if count else panel)


def optimise(poly: Polytope) -> Optimum:
    """The uniform lottery over the panels by type."""
    panels = panels_of(poly)
    people = sum(poly.multiplicities)
    bound = Fraction(poly.rows[0].upper, people)
    chances = exact_chances(poly.multiplicities, panels, [1] * len(panels))
    return Optimum(
        objective=Objective.LEXIMIN,
        label=Label.BEST_FOUND,
        gap=float(max(bound - chance for chance in chances)),
        panels=tuple(panels),
        weights=(1,) * len(panels),
        stages=(Stage(bound, ((0, Fraction(1)),), tuple(range(len(poly.types)))),),
        never=tuple(t for t, chance in enumerate(chances) if not chance),
        solver_claims=(),
        iterations=1,
    )


def listed(poly: Polytope, optimum: Optimum, total: int) -> tuple[tuple[int, ...], ...]:
    """Each panel by type as often as its weight says, by largest remainder; members take turns."""
    due = [Fraction(weight * total, sum(optimum.weights)) for weight in optimum.weights]
    times = [floor(exact) for exact in due]
    remainders = sorted(range(len(due)), key=lambda i: times[i] - due[i])
    for i in remainders[: total - sum(times)]:
        times[i] += 1
    turns = [0] * len(poly.types)
    panels = []
    for panel, repeated in zip(optimum.panels, times, strict=True):
        for _ in range(repeated):
            seated: list[int] = []
            for t, count in panel:
                members = poly.types[t].members
                seated += [members[(turns[t] + i) % len(members)] for i in range(count)]
                turns[t] += count
            panels.append(tuple(sorted(seated)))
    random.Random(0).shuffle(panels)
    return tuple(panels)


def lottery_of(terms: Terms, panels: int = 100) -> Lottery:
    """A lottery over the people of ``terms``."""
    pool = veiled(terms, SEED)
    poly = polytope(pool.terms.draw())
    optimum = optimise(poly)
    chances = exact_chances(poly.multiplicities, optimum.panels, optimum.weights)
    return Lottery(pool, poly, optimum, chances, listed(poly, optimum, panels), seed=1, effort=1)


PEOPLE = b"""id,name,gender,age,street,number
a1,Ada,f,young,Elm,1
a2,Bea,F ,young,Elm,1
a3,Cyd,m,young,Oak,2
a4,Dan,m,old,Oak,3
a5,Eve,f,old,Oak,3
a6,Fay,f,old,Oak,4
a7,Guy,m,old,Elm,5
a8,Hal,m,young,Elm,6
a9,Ivo,m,old,Elm,7
"""
QUOTAS = b"""feature,value,min,max
gender,f,2,2
gender,m,2,2
age,young,1,2
age,old,2,3
"""


def terms_of(people: bytes = PEOPLE, quotas: bytes = QUOTAS, size: int = 4, **options) -> Terms:
    """Terms that must be readable."""
    reading = read_terms(people, quotas, size, **options)
    assert reading.terms is not None, [item.sentence() for item in reading.remarks]
    return reading.terms


def record(**options) -> dict[str, bytes]:
    """A small record with households, somebody excluded and somebody seated."""
    given = {
        "household": ("street", "number"),
        "excluded": b"id\na9\n",
        "seated": b"id\na1\n",
    } | options
    return record_of(lottery_of(terms_of(**given)), SEED)

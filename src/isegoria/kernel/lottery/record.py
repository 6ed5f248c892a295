"""The record of a lottery: the files that let anybody check it, as bytes.

Everything is a function of the terms, the seed and what the solver answered: the same lottery gives the
same bytes. The formats are those of ``docs/reference/lottery-formats.md``.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import ceil, floor
from typing import Any

from isegoria import __version__
from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery import verifier
from isegoria.kernel.lottery.identities import Pool
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import Optimum
from isegoria.kernel.lottery.reading import Standing
from isegoria.kernel.lottery.sources import ANNOUNCED, Source
from isegoria.kernel.lottery.statistics import Spread, spread

FORMAT = "isegoria-lottery-1"
SUMS = "SHA256SUMS"
TRANSCRIPT = "transcript.json"
SECRETS = "secrets.json"
NAMING_PEOPLE = (SECRETS, "probabilities.csv", "panel.csv", "alternates.csv")
"""Files that name people: they stay with the organiser. The first never even enters an archive."""


@dataclass(frozen=True)
class Lottery:
    """A lottery that was computed: who is in it, what is optimal, and the list to draw from.

    ``chances`` are exact, by type; ``panels`` are tuples of positions in the draw's volunteers;
    ``seed`` and ``effort`` are what the solver was given, ``sources`` what the number will come from.
    """

    pool: Pool
    poly: Polytope
    optimum: Optimum
    chances: tuple[Fraction, ...]
    panels: tuple[tuple[int, ...], ...]
    seed: int
    effort: int
    sources: tuple[Source, ...] = ANNOUNCED

    @cached_property
    def spread(self) -> Spread:
        """How the chances spread over people."""
        return spread(self.chances, self.poly.multiplicities)

    @cached_property
    def eligible(self) -> tuple[int, ...]:
        """For each volunteer of the draw, the position in the pool."""
        people = enumerate(self.pool.terms.people)
        return tuple(p for p, person in people if person.standing is Standing.ELIGIBLE)

    @cached_property
    def chance_of(self) -> tuple[Fraction, ...]:
        """The exact chance of each volunteer of the draw."""
        found = [Fraction(0)] * len(self.eligible)
        for kind, chance in zip(self.poly.types, self.chances, strict=True):
            for member in kind.members:
                found[member] = chance
        return tuple(found)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """In how many panels of the list each volunteer of the draw is."""
        times = Counter(member for panel in self.panels for member in panel)
        return tuple(times[member] for member in range(len(self.eligible)))

    @cached_property
    def due(self) -> tuple[Fraction, ...]:
        """In how many panels each volunteer would be if panels could be cut."""
        return tuple(chance * len(self.panels) for chance in self.chance_of)

    @property
    def largest_deviation(self) -> Fraction:
        """How far the list is from the chances, in panels, for the person it treats worst or best."""
        pairs = zip(self.counts, self.due, strict=True)
        return max((abs(count - due) for count, due in pairs), default=Fraction(0))

    @cached_property
    def exceptions(self) -> tuple[int, ...]:
        """Volunteers of the draw whose count is neither the floor nor the ceiling of what is due."""
        return tuple(
            member
            for member, (count, due) in enumerate(zip(self.counts, self.due, strict=True))
            if not floor(due) <= count <= ceil(due)
        )

    def summary(self) -> dict[str, Any]:
        """The figures of ``prepare --json`` that do not depend on the machine."""
        panels = len(self.panels)
        return {
            "people": len(self.eligible),
            "size": self.pool.terms.size,
            "types": len(self.poly.types),
            "objective": self.optimum.objective.value,
            "cap": str(self.optimum.cap),
            "minimum": self.spread.minimum,
            "maximum": self.spread.maximum,
            "geometric_mean": self.spread.geometric_mean,
            "gini": self.spread.gini,
            "label": self.optimum.label.value,
            "gap": self.optimum.gap,
            "panels": panels,
            "list_minimum": min(self.counts) / panels,
            "list_maximum": max(self.counts) / panels,
            "largest_deviation": float(self.largest_deviation),
            "outside_floor_ceiling": len(self.exceptions),
        }


def table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """A CSV file as our records hold them: UTF-8, commas, LF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()


def number(panel: int, panels: int) -> str:
    """The number of a panel as it is announced: as many digits as the last one has."""
    return str(panel).zfill(len(str(panels - 1)))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def contents(lottery: Lottery, seed: bytes) -> dict[str, bytes]:
    """The files of the record that the transcript commits to."""
    return {
        "lottery.json": canonical(_weighted(lottery)),
        "panels.csv": _panels(lottery),
        "pool.jsonl": b"".join(line + b"\n" for line in lottery.pool.lines),
        "probabilities.csv": _probabilities(lottery),
        SECRETS: canonical(_secrets(lottery.pool, seed)),
        verifier.NAME: verifier.source(),
    }


def transcript(lottery: Lottery, files: Mapping[str, bytes]) -> bytes:
    """What was asked, what was found, its proof, and the hash of each of ``files``."""
    terms, optimum = lottery.pool.terms, lottery.optimum
    return canonical(
        {
            "cap": str(optimum.cap),
            "effort": lottery.effort,
            "features": terms.features,
            "files": {name: digest(data) for name, data in files.items()},
            "format": FORMAT,
            "gap": repr(optimum.gap),
            "iterations": optimum.iterations,
            "label": optimum.label.value,
            "list": {
                "exceptions": [
                    [_name(lottery, member), lottery.counts[member], str(lottery.due[member])]
                    for member in lottery.exceptions
                ],
                "panels": len(lottery.panels),
            },
            "never": optimum.never,
            "objective": optimum.objective.value,
            "pool": {
                "eligible": len(lottery.eligible),
                "people": len(terms.people),
                "root": lottery.pool.root.hex(),
            },
            "population": [
                [feature, value, str(share)]
                for (feature, value), share in sorted(terms.population.items())
            ],
            "quotas": [
                {
                    "feature": quota.feature,
                    "max": quota.maximum,
                    "min": quota.minimum,
                    "value": quota.value,
                }
                for quota in terms.quotas
            ],
            "seed": lottery.seed,
            "size": terms.size,
            "solver_claims": optimum.solver_claims,
            "sources": lottery.sources,
            "stages": [
                {
                    "duals": [[row, str(dual)] for row, dual in stage.duals],
                    "fixed": stage.fixed,
                    "value": str(stage.value),
                    **({} if stage.high is None else {"high": str(stage.high)}),
                }
                for stage in optimum.stages
            ],
            "version": __version__,
        }
    )


def sealed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """``files`` with the sums of all of them, in the form that ``sha256sum -c`` reads."""
    sums = "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files))
    return {**files, SUMS: sums.encode()}


def _name(lottery: Lottery, member: int) -> str:
    return lottery.pool.terms.people[lottery.eligible[member]].volunteer.id


def _weighted(lottery: Lottery) -> dict[str, Any]:
    kinds = zip(lottery.poly.types, lottery.chances, strict=True)
    panels = zip(lottery.optimum.panels, lottery.optimum.weights, strict=True)
    return {
        "panels": [{"seats": panel, "weight": str(weight)} for panel, weight in panels],
        "types": [
            {
                "chance": str(chance),
                "household": kind.household or "",
                "people": len(kind.members),
                "values": kind.values,
                "weight": str(kind.weight),
            }
            for kind, chance in kinds
        ],
    }


def _panels(lottery: Lottery) -> bytes:
    seats = [str(seat) for seat in range(1, lottery.pool.terms.seats + 1)]
    total = len(lottery.panels)
    return table(
        ["number", *seats],
        (
            [number(row, total), *(lottery.eligible[member] + 1 for member in sorted(panel))]
            for row, panel in enumerate(lottery.panels)
        ),
    )


def _probabilities(lottery: Lottery) -> bytes:
    """One row for each person who can be drawn, in the order of the organiser's file."""
    member_of = {position: member for member, position in enumerate(lottery.eligible)}
    return table(
        ["id", "probability", "panels"],
        (
            [
                lottery.pool.keys[position].id,
                repr(float(lottery.chance_of[member_of[position]])),
                lottery.counts[member_of[position]],
            ]
            for position in lottery.pool.file_order
            if position in member_of
        ),
    )


def _secrets(pool: Pool, seed: bytes) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "people": [{"id": key.id, "salt": key.salt.hex()} for key in pool.keys],
        "seed": seed.hex(),
    }

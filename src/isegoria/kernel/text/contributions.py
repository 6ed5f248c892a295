"""Contributions and settled seats from bytes that people made, with everything that is wrong at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from isegoria.kernel.tabular import Column, Limits, Problem, Schema, integer, open_table, text
from isegoria.kernel.text.grouping import Seat

MOST_TEXTS = 1_000_000
LIMITS = Limits(octets=2_000_000_000, unpacked=2_000_000_000, rows=MOST_TEXTS)

_TEXTS = Schema(
    (
        Column("id", aliases=("identifiant", "reference", "ref"), required=True, unique=True),
        Column("text", text(), aliases=("texte", "contribution", "body"), required=True),
    )
)
_SEATS = Schema(
    (
        Column("id", required=True, unique=True),
        Column("theme", integer(low=1), required=True, may_be_blank=True),
        Column("idea", integer(low=1), required=True, may_be_blank=True),
    )
)


@dataclass(frozen=True, slots=True)
class Contributions:
    """``ids`` and ``texts``, position by position, and the ``problems`` of the file."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """``seats`` by position of the text; the ``problems`` of the file; what is wrong between files, as
    ``sentences``."""

    seats: dict[int, Seat]
    problems: tuple[Problem, ...]
    sentences: tuple[str, ...]


def read_contributions(source: BinaryIO | bytes) -> Contributions:
    """A table with the columns id and text; others are ignored."""
    reader = open_table(source, _TEXTS, limits=LIMITS)
    rows = [(row["id"], row["text"]) for row in reader]
    return Contributions(
        tuple(key for key, _ in rows), tuple(said for _, said in rows), reader.problems
    )


def read_settled(source: BinaryIO | bytes, ids: Sequence[str]) -> Settled:
    """The texts.csv of a grouping, as it was or as people changed it: id, theme, idea. A line without
    an idea settles nothing; one whose id is not among ``ids`` is a fault, told with the others.
    Ids are read as the report writes them, guarded against formulas."""
    reader = open_table(source, _SEATS, limits=LIMITS, guarded=True)
    position = {key: number for number, key in enumerate(ids)}
    seats: dict[int, Seat] = {}
    theme_of: dict[int, int] = {}
    wrong: list[str] = []
    for row in reader:
        key, theme, idea = row["id"], row["theme"], row["idea"]
        if key not in position:
            wrong.append(f"Line {row.line}, id: “{key}” is not in the file of texts.")
        elif idea is not None and theme is None:
            wrong.append(f"Line {row.line}, theme: idea {idea} needs the number of its theme.")
        elif idea is not None and theme_of.setdefault(idea, theme) != theme:
            wrong.append(
                f"Line {row.line}, theme: idea {idea} is in theme {theme_of[idea]} above and in"
                f" theme {theme} here. An idea has one theme."
            )
        elif idea is not None:
            seats[position[key]] = Seat(theme, idea)
    return Settled(seats, reader.problems, tuple(wrong))

"""What a table should hold: columns with their names, their types and what is required of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from isegoria.kernel.tabular.names import fold
from isegoria.kernel.tabular.parsers import Parser, text
from isegoria.kernel.tabular.problems import Problems, shortened


class Extra(StrEnum):
    """What becomes of columns that the schema does not name."""

    KEEP = "keep"  # as text, in ``row.extra``
    IGNORE = "ignore"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Column:
    """A column under its own ``name`` or one of its ``aliases``.

    ``required``: the column must be there and its cells filled, except with ``may_be_blank``.
    ``unique``: no value twice.
    """

    name: str
    parse: Parser = field(default_factory=text)
    aliases: tuple[str, ...] = ()
    required: bool = False
    may_be_blank: bool = False
    unique: bool = False

    @property
    def filled(self) -> bool:
        """True when a blank cell is a problem."""
        return self.required and not self.may_be_blank


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table.

    ``exact`` is for files written by a machine: the headers stand on the first line, no row is
    skipped because it is empty, and spaces count in columns of text. Raises ValueError when two
    columns answer to the same name.
    """

    columns: tuple[Column, ...] = ()
    extra: Extra = Extra.IGNORE
    exact: bool = False

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for column in self.columns:
            for name in {fold(name) for name in (column.name, *column.aliases)}:
                if name in seen:
                    raise ValueError(f"{seen[name]!r} and {column.name!r} share the name {name!r}")
                seen[name] = column.name

    def by_name(self) -> dict[str, Column]:
        """Each column under each of its folded names."""
        return {
            fold(name): column for column in self.columns for name in (column.name, *column.aliases)
        }

    def matched(self, cells: Sequence[str]) -> int:
        """How many columns of the schema a row of headers names."""
        known = self.by_name()
        return len({known[name].name for cell in cells if (name := fold(cell)) in known})

    def satisfied_by(self, cells: Sequence[str]) -> bool:
        """True when a row of headers names every required column."""
        found = {fold(cell) for cell in cells}
        return all(
            any(fold(name) in found for name in (column.name, *column.aliases))
            for column in self.columns
            if column.required
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A column of the file: its position from 0, its header as written, and what it is in the
    schema.
    """

    position: int
    header: str
    column: Column | None


def match_headers(
    cells: Sequence[str], schema: Schema, line: int, problems: Problems
) -> tuple[Found, ...]:
    """The columns of a file from its line of headers; adds what is missing, double or unknown."""
    known = schema.by_name()
    taken: dict[str, str] = {}
    found = []
    for position, cell in enumerate(cells):
        header = cell.strip()
        name = fold(header)
        column = known.get(name) if header else None
        identity = column.name if column else f"extra {name}"
        if header and identity in taken and (column or schema.extra is Extra.KEEP):
            problems.add(
                "header_duplicate", line, header=shortened(taken[identity]), other=shortened(header)
            )
        elif header and column is None and schema.extra is Extra.REFUSE:
            problems.add("header_unknown", line, header=shortened(header))
        taken.setdefault(identity, header)
        found.append(Found(position, header, column))
    present = {item.column.name for item in found if item.column}
    listed = ", ".join(shortened(cell.strip()) for cell in cells[:20] if cell.strip()) or "—"
    for column in schema.columns:
        if column.required and column.name not in present:
            problems.add("header_missing", line, header=column.name, found=listed)
    return tuple(found)

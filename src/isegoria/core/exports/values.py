"""From values to what a file holds, strictly by the type of their column.

A column is checked and written as a whole, batch after batch: what depends on the column alone is asked
once, not for each of a million cells.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import batched
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from isegoria.core.exports.declare import Export, ExportColumn, ExportError, Kind

BATCH = 500
"""Rows that are in memory at the same time."""
TEXTS = frozenset({Kind.TEXT, Kind.CHOICE})
"""Kinds of which people choose the words."""


def _text(value: Any) -> str:
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value.replace("\0", "\ufffd")


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return int(value)


def _decimal(value: Any) -> Decimal:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(number, int) and not isinstance(number, bool):
        number = Decimal(number)
    if not isinstance(number, Decimal) or not number.is_finite():
        raise TypeError(type(value).__name__)
    return number


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return value


def _instant(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(type(value).__name__)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _uuid(value: Any) -> str:
    if not isinstance(value, UUID):
        raise TypeError(type(value).__name__)
    return str(value)


_CHECKS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.UUID: _uuid,
    Kind.CHOICE: _text,
}

PLAIN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.INTEGER: str,
    Kind.DECIMAL: lambda number: format(number, "f"),
    Kind.BOOLEAN: lambda yes: "true" if yes else "false",
    Kind.DATE: date.isoformat,
}
"""Checked values as plain text: a point for decimals, ISO 8601 dates. The others are text already."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format writes a checked value of each kind, and the absence of one. Instants and UUIDs come
    as text, without NUL characters like any text."""

    kinds: Mapping[Kind, Callable[[Any], Any]]
    nothing: str = ""


def batches(
    export: Export, subject: tuple[Any, ...], notation: Notation
) -> Iterator[list[list[Any]]]:
    """The rows of an export, :data:`BATCH` at a time, as columns of what the file holds.

    Raises ExportError, naming the column and never the value, when a value is not of its column's
    type or not among its choices.
    """
    for rows in batched(export.rows(*subject), BATCH):
        yield [_column(export, column, rows, notation) for column in export.columns]


def _column(
    export: Export, column: ExportColumn, rows: tuple[Any, ...], notation: Notation
) -> list[Any]:
    values = list(map(column.reader(rows[0]), rows))
    check, write = _CHECKS[column.kind], notation.kinds.get(column.kind, str)
    try:
        cells = [None if value is None else check(value) for value in values]
    except TypeError as error:
        message = f"{export.name}.{column.name} holds a {error}, not a {column.kind}"
        raise ExportError("wrong_type", message) from None
    if column.choices is not None and not {None, *column.choices}.issuperset(cells):
        message = f"{export.name}.{column.name} holds a word that is not among its choices"
        raise ExportError("unknown_choice", message)
    return [notation.nothing if cell is None else write(cell) for cell in cells]

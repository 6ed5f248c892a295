"""From a value to what a file holds, strictly by the type of its column."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from isegoria.core.exports.declare import Export, ExportColumn, ExportError, Kind

type Cell = str | int | Decimal | bool | date | None


def _text(value: Any) -> str:
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        raise TypeError
    return value.replace("\0", "\ufffd")


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return int(value)


def _decimal(value: Any) -> Decimal:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(number, int) and not isinstance(number, bool):
        number = Decimal(number)
    if not isinstance(number, Decimal) or not number.is_finite():
        raise TypeError
    return number


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError
    return value


def _instant(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _uuid(value: Any) -> str:
    if not isinstance(value, UUID):
        raise TypeError
    return str(value)


_CHECKS: dict[Kind, Callable[[Any], Cell]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.UUID: _uuid,
    Kind.CHOICE: _text,
}


def cells(export: Export, subject: tuple[Any, ...]) -> Iterator[list[Cell]]:
    """The rows of an export as checked values: instants and UUIDs as text, NUL characters replaced.

    Raises ExportError, naming the column and never the value, when a value is not of its column's
    type or not among its choices.
    """
    readers = [(column, _CHECKS[column.kind]) for column in export.columns]
    for row in export.rows(*subject):
        yield [_cell(export, column, check, row) for column, check in readers]


def _cell(export: Export, column: ExportColumn, check: Callable[[Any], Cell], row: Any) -> Cell:
    value = column.read(row)
    if value is None:
        return None
    try:
        cell = check(value)
    except TypeError:
        found = type(value).__name__
        message = f"{export.name}.{column.name} holds a {found}, not a {column.kind}"
        raise ExportError("wrong_type", message) from None
    if column.choices is not None and cell not in column.choices:
        message = f"{export.name}.{column.name} holds a word that is not among its choices"
        raise ExportError("unknown_choice", message)
    return cell


def in_words(cell: Cell) -> str:
    """A value as plain text: ISO 8601 dates, a point for decimals, true and false, nothing for
    None.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)

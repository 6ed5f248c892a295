"""Cells that do not hold what their column is for: a letter in a date, a text where bytes belong.

SQLite keeps whatever is written in a file, and Django cannot read such a cell; PostgreSQL keeps types,
but dates that Python does not have. They are looked for by the database itself, so that nothing that
cannot be read comes near the verification.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from isegoria.core.journal.models import (
    AuditRow,
    Batch,
    Checkpoint,
    Commitment,
    Entry,
    Epoch,
    Tile,
)

type Table = type[models.Model]

TABLES: tuple[Table, ...] = (Epoch, Entry, Tile, Checkpoint, Commitment, AuditRow, Batch)
_PLACES: dict[Table, tuple[str, tuple[str, ...]]] = {
    Epoch: ("Epoch {}", ("number",)),
    Entry: ("Epoch {}, entry {}", ("epoch_id", "number")),
    Tile: ("Epoch {}, tile {}/{}", ("epoch_id", "level", "index")),
    Checkpoint: ("Epoch {}, the checkpoint of size {}", ("epoch_id", "size")),
}
_NUMBERS = ("AutoField", "IntegerField")
_WORDS = {"CharField": "a text", "TextField": "a text", "UUIDField": "a UUID"} | {
    "DateTimeField": "a date",
    "BinaryField": "bytes",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell, and the sentence that tells its place."""

    table: Table
    row: str
    column: str
    sentence: str


def unreadable(tables: Iterable[Table]) -> Iterator[Unreadable]:
    """Every cell of ``tables`` that does not hold what its column is for. One statement per table."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        connection.ensure_connection()
        connection.connection.create_function("is_a", 2, _is_a, deterministic=True)
    for table in tables:
        tests = {
            _column(field): f"({test}{f' OR {_quoted(field)} IS NULL' if field.null else ''})"
            for field in table._meta.concrete_fields
            if (test := (_on_sqlite if sqlite else _on_postgresql)(field))
        }
        if tests:
            yield from _failing(table, tests)


def _failing(table: Table, tests: dict[str, str]) -> Iterator[Unreadable]:
    meta = table._meta
    place, named = _PLACES.get(table, (f"Row {{}} of {meta.db_table}", (meta.pk.column,)))
    shown = [_shown(column) for column in (meta.pk.column, *named)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join((*shown, *tests.values()))}"  # noqa: S608 - names of our own columns
            f" FROM {connection.ops.quote_name(meta.db_table)}"
            f" WHERE NOT ({' AND '.join(tests.values())})"
        )
        found = cursor.fetchmany(1000)
    kinds = {_column(field): _type(field) for field in meta.concrete_fields}
    for row in found:
        pk, *names = (_text(cell) for cell in row[: len(shown)])
        where = f"Row {pk} of {meta.db_table}" if "None" in names else place.format(*names)
        for column, good in zip(tests, row[len(shown) :], strict=True):
            if not good:
                what = _WORDS.get(kinds[column], "a number")
                told = f"{where}: its column {column} does not hold {what} that can be read."
                yield Unreadable(table, pk, column, told)


def _type(field: models.Field[Any, Any]) -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def _column(field: models.Field[Any, Any]) -> str:
    return field.column or field.name


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(_column(field))


def _on_postgresql(field: models.Field[Any, Any]) -> str:
    if _type(field) != "DateTimeField":
        return ""
    return f"{_quoted(field)} BETWEEN '0001-01-02 00:00+00' AND '9999-12-30 00:00+00'"


def _on_sqlite(field: models.Field[Any, Any]) -> str:
    kind, name = _type(field), _quoted(field)
    if kind.endswith(_NUMBERS):
        least = f" AND {name} >= 0" if kind.startswith("Positive") else ""
        return f"typeof({name}) = 'integer'{least}"
    if kind == "BinaryField":
        return f"typeof({name}) = 'blob'"
    if kind in _WORDS:
        return f"typeof({name}) = 'text' AND is_a('{kind}', CAST({name} AS BLOB))"
    return ""


def _is_a(kind: str, stored: bytes | None) -> bool:
    """Whether Django reads these bytes, and would write the same ones."""
    if stored is None:
        return False
    try:
        text = stored.decode()
        if kind == "UUIDField":
            return UUID(text).hex == text
        return kind != "DateTimeField" or str(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def _shown(column: str) -> str:
    text = f"CAST({connection.ops.quote_name(column)} AS TEXT)"
    return f"CAST({text} AS BLOB)" if connection.vendor == "sqlite" else text


def _text(cell: bytes | str | None) -> str:
    return cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)

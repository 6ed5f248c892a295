"""Writing millions of rows: the driver's own way, because the ORM takes ten times what the database does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, cast
from uuid import UUID

from django.db import connection, models

TOGETHER = 20
"""Rows of one statement on SQLite: they take half the processor that they take one by one."""


def write_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert ``rows`` of values that :func:`value_of` made, in the order of the fields ``names``.

    COPY on PostgreSQL, one prepared statement of :data:`TOGETHER` rows on SQLite. No signal, no default of
    the model: every column without a default of the database is among ``names``.
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in names]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        holes = f"({', '.join(['%s'] * len(names))})"
        sql = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 - our own names, quoted
        whole = len(rows) - len(rows) % TOGETHER
        cursor.executemany(
            sql + ", ".join([holes] * TOGETHER),
            [
                list(chain.from_iterable(rows[place : place + TOGETHER]))
                for place in range(0, whole, TOGETHER)
            ],
        )
        cursor.executemany(sql + holes, rows[whole:])


def write_like(one: models.Model, name: str, values: Sequence[Any]) -> None:
    """Insert as many rows like ``one`` as there are ``values`` of its field ``name``."""
    fields = [field for field in one._meta.concrete_fields if not field.generated]
    alike = [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
    place = [field.name for field in fields].index(name)
    before, after = alike[:place], alike[place + 1 :]
    rows = [(*before, value, *after) for value in values]
    write_rows(type(one), [field.name for field in fields], rows)


@contextmanager
def roomy() -> Iterator[None]:
    """Room on SQLite for a transaction that writes much: 128 MB for the pages that changed, which would go to
    the disk many times with the usual few, and the disk for what is being sorted.

    Around the transaction: nothing of it can be chosen inside one, where it changes nothing.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = {
            name: int(cursor.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("cache_size", "temp_store")
        }
        cursor.execute("PRAGMA cache_size = -128000")
        cursor.execute("PRAGMA temp_store = FILE")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


def check_as_written() -> None:
    """PostgreSQL keeps in memory, until a transaction ends, what it has to check of each row: five things of
    each position. From here on it checks with each statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def indexed_at_the_end(*tables: type[models.Model], rows: int) -> Iterator[None]:
    """Where so many ``rows`` for each of ``tables`` are many beside those already there, SQLite takes the
    indexes that serve reading alone away, and makes them again at the end out of sorted keys.

    It is part of the transaction: others read the database as it was, and a failure leaves every index.
    PostgreSQL would let nobody read meanwhile, so there they stay.
    """
    indexes = [index for table in tables for index in _indexes(table, rows)]
    with connection.cursor() as cursor:
        for name, _sql in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _name, sql in indexes:
            cursor.execute(sql)


def _indexes(table: type[models.Model], rows: int) -> list[tuple[str, str]]:
    """Name and statement of each index to be made again: none beside four times as many rows."""
    if connection.vendor != "sqlite":
        return []
    last = table._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
    if last > 4 * rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
            [table._meta.db_table],
        )
        return [(str(name), str(sql)) for name, sql in cursor.fetchall()]


def uuid_value(value: UUID) -> Any:
    """A reference as the column of this database holds it."""
    return value if connection.features.has_native_uuid_field else value.hex


def instant_value(value: datetime) -> Any:
    """An instant as the column of this database holds it."""
    return connection.ops.adapt_datetimefield_value(value)

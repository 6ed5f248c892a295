"""Writing millions of rows: the driver's own way, because the ORM takes ten times what the database does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection, models


def write_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert ``rows`` of values that :func:`value_of` made, in the order of the fields ``names``.

    COPY on PostgreSQL, one prepared statement on SQLite. No signal, no default of the model: every column
    without a default of the database is among ``names``.
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
        holes = ", ".join(["%s"] * len(names))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({holes})"  # noqa: S608 - our own names, quoted
        cursor.executemany(sql, rows)


def write_like(one: models.Model, name: str, values: Sequence[Any]) -> None:
    """Insert as many rows like ``one`` as there are ``values`` of its field ``name``."""
    fields = [field for field in one._meta.concrete_fields if not field.generated]
    alike = [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
    place = [field.name for field in fields].index(name)
    before, after = alike[:place], alike[place + 1 :]
    rows = [(*before, value, *after) for value in values]
    write_rows(type(one), [field.name for field in fields], rows)


@contextmanager
def much_at_once() -> Iterator[None]:
    """A transaction that writes much: on SQLite, 128 MB for the pages that it changed. With the usual few
    each page of an index would go to the disk many times before the transaction ends."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA cache_size = -128000")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def uuid_value(value: UUID) -> Any:
    """A reference as the column of this database holds it."""
    return value if connection.features.has_native_uuid_field else value.hex


def instant_value(value: datetime) -> Any:
    """An instant as the column of this database holds it."""
    return connection.ops.adapt_datetimefield_value(value)

"""The two statements the ORM writes too slowly: filling columns of many rows, each with its own values,
and adding one act, as happens by the hundred per second."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.db import models, transaction

from isegoria.core.journal.problems import JournalProblem


def insert_row(row: models.Model) -> None:
    """Save a new object of a model without parents nor computed columns, and give it its primary key. No
    signal is sent."""
    connection = transaction.get_connection()
    sql, fields = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(
    model: type[models.Model],
) -> "tuple[str, tuple[models.Field[Any, Any], ...]]":
    """The statement that adds a row, and the fields whose values it takes."""
    quote = transaction.get_connection().ops.quote_name
    options = model._meta
    fields = tuple(field for field in options.concrete_fields if not field.primary_key)
    columns = ", ".join(quote(field.column) for field in fields)
    sql = (
        f"INSERT INTO {quote(options.db_table)} ({columns})"  # noqa: S608 - our own names, quoted
        f" VALUES ({', '.join(['%s'] * len(fields))}) RETURNING {quote(options.pk.column)}"
    )
    return sql, fields


def fill_rows(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[tuple[Any, tuple[Any, ...]]]
) -> None:
    """Fill empty ``columns`` of the rows ``(primary key, values)``.

    A row whose last column already holds something is not touched, and raises
    :class:`JournalProblem`, as does a row that is gone.
    """
    if not rows:
        return
    connection = transaction.get_connection()
    quote = connection.ops.quote_name
    options = model._meta
    fields = [cast("models.Field[Any, Any]", options.get_field(name)) for name in columns]
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = (
        f"UPDATE {quote(options.db_table)} SET {assignments}"  # noqa: S608 - our own names, quoted
        f" WHERE {quote(options.pk.column)} = %s AND {quote(fields[-1].column)} IS NULL"
    )
    prepared = [
        [
            *(
                field.get_db_prep_save(value, connection)
                for field, value in zip(fields, values, strict=True)
            ),
            options.pk.get_db_prep_value(pk, connection),
        ]
        for pk, values in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
        if cursor.rowcount != len(rows):
            raise JournalProblem(
                f"{len(rows)} rows of {options.label} to fill, {cursor.rowcount} found"
            )

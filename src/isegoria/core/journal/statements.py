"""The one statement the ORM writes too slowly: filling columns of many rows, each with its own
values."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import models, transaction

from isegoria.core.journal.problems import JournalProblem


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

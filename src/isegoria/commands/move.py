"""``isegoria move``: take an installation from SQLite to the PostgreSQL of DATABASE_URL.

Every row of every table is read from the SQLite file, which is opened for reading only, and written by
COPY. All of it is one transaction of PostgreSQL: a move that stops in the middle leaves the tables as empty
as they were. Foreign keys are put away meanwhile and made again at the end, so that the server checks each
of them once, over everything, in constant memory.
"""

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction

from isegoria.commands import database, lock, postgres
from isegoria.commands.trouble import Trouble
from isegoria.core.statistics import count_tables

FORMER = "former"
"""The name under which Django knows the SQLite database while it is read."""
ROWS_AT_ONCE = 2_000
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
  FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""

type Model = type[models.Model]


def move(options: Namespace) -> int:
    """Move. Raises Trouble, with nothing touched on either side, whenever it cannot be done whole."""
    database.use_django()
    if connection.vendor != "postgresql":
        raise Trouble(
            "DATABASE_URL does not name the PostgreSQL to move to. Set it to an empty database: "
            "DATABASE_URL=postgres://user:password@host/name isegoria move"
        )
    home = database.prepare_home()
    source = (options.source or home / database.SQLITE).absolute()
    if not source.is_file():
        raise Trouble(f"There is no SQLite database {source}. Say where it is: --from FILE")
    with lock.alone(home):
        _open_former(source)
        _refuse_unless_current(source)
        _refuse_unless_empty()
        database.apply_migrations()
        try:
            with transaction.atomic(), transaction.atomic(using=FORMER):
                told = _copy_everything()
        except (DatabaseError, psycopg.Error) as error:
            said = " ".join(str(error).split())
            raise Trouble(
                f"PostgreSQL refused a row; nothing was moved, and {source} is as it was. {said}"
            ) from error
        whole = _verify()
        (home / database.MOVED).write_text(f"{source}\n")
    for room, rows in told.items():
        print(f"  {room}: {rows:,} rows")
    print(f"{sum(told.values()):,} rows were moved from {source}, which was only read.")
    if not whole:
        print("But the journal is damaged (see above), as it was before. Do not start the site.")
        return 1
    print(_NEXT.format(home=home, source=source))
    return 0


_NEXT = """\
Uploads and keys stay where they are, in {home}. What to do next:
1. Write DATABASE_URL into the settings of the site, where every process of it finds them.
2. isegoria doctor, then start the site, and look at it.
3. isegoria backup FILE: back-ups of SQLite cannot be restored into PostgreSQL.
4. Keep {source} until you trust the new one, then delete it: it holds personal data.
The site no longer starts on it by mistake: two sites would sign one journal."""


def _open_former(source: Path) -> None:
    connections.settings[FORMER] = {
        **connections.settings[DEFAULT_DB_ALIAS],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(str(source))}?mode=ro",
        "OPTIONS": {"timeout": 30},
    }


def _refuse_unless_current(source: Path) -> None:
    pending, _new = database.pending_migrations(FORMER)
    if pending:
        raise Trouble(
            f"{source} is older than this version ({len(pending)} migrations are pending). Make a "
            "back-up, then, without DATABASE_URL: isegoria migrate"
        )


def _refuse_unless_empty() -> None:
    """Raise Trouble when the target holds anything that our own migrations did not put there."""
    if others := postgres.other_clients():
        raise Trouble(f"{others} other programs use the PostgreSQL database. Stop them first.")
    _pending, new = database.pending_migrations()
    if new:
        with connection.cursor() as cursor:
            used = bool(connection.introspection.table_names(cursor))
    else:
        ours = (model for model in _tables() if model.__module__.startswith("isegoria."))
        used = any(model._base_manager.exists() for model in ours)
    if used:
        raise Trouble(
            "The PostgreSQL database is not empty; nothing was touched. Make a new one "
            "(createdb NAME) and name it in DATABASE_URL."
        )


def _tables() -> list[Model]:
    """A model for each table, those between two models included."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _copy_everything() -> dict[str, int]:
    """Copy every table; how many rows each application has, by its name."""
    tables = _tables()
    told: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        keys = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        cursor.execute(f"TRUNCATE {names}")
        for room, models_of_room in groupby(tables, key=lambda model: model._meta.app_label):
            told[room] = sum(map(_copy_table, models_of_room))
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for table, column, last in _numbering(tables):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last]
            )
    count_tables()
    return {room: rows for room, rows in told.items() if rows}


def _copy_table(model: Model) -> int:
    """Copy one table, computed columns excepted; how many rows."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quote_name = connection.ops.quote_name
    columns = ", ".join(quote_name(str(field.column)) for field in fields)
    rows = (
        models.QuerySet(model, using=FORMER)
        .order_by("pk")
        .values_list(*(field.attname for field in fields))
        .iterator(ROWS_AT_ONCE)
    )
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote_name(model._meta.db_table)} ({columns}) FROM STDIN") as target,
    ):
        for row in rows:
            target.write_row(
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, row, strict=True)
                ]
            )
            count += 1
    return count


def _numbering(tables: list[Model]) -> Iterator[tuple[str, str, int]]:
    """Table, column and last number of each table that numbers its rows: none is ever given twice."""
    keys = {model._meta.db_table: str(model._meta.pk.column) for model in tables}
    with connections[FORMER].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        for table, last in cursor.fetchall():
            if table in keys:
                yield connection.ops.quote_name(table), keys[table], last


def _verify() -> bool:
    from isegoria.core.journal.commands import verify

    return verify() == 0

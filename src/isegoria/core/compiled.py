"""Querysets written into SQL once per process, and asked each time with other values.

Of a small statement of the ORM two thirds of the processor go to writing its SQL, which is the same each
time. Where a statement stands on the way of every page, it is written once::

    MANDATES = Compiled(
        lambda: Membership.objects.filter(person_id=Given("person", UUIDField())).values_list("role")
    )
    roles = MANDATES(person=person_id)

What comes back is what the queryset gives: objects, with what they select and prefetch, or tuples. The
queryset is made at the first call and never changes: whatever differs between two calls is a
:class:`Given`. A list of keys has its own SQL for each length, and stays with the ORM. PostgreSQL, too, plans
such a statement once per connection (``prepare_threshold`` of the settings).

What a page makes of rows, when it depends on them alone, is made once for as long as the database sends the
same ones: a function of what was :class:`Sent`, under ``lru_cache``.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from threading import local
from typing import Any, cast

from django.db import connections
from django.db.models import Expression, Field, Model, QuerySet, prefetch_related_objects
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

type Row = tuple[Any, ...]


class Given(Expression):
    """A value that each call gives under ``name``, stored as ``field`` stores it."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_args: Any, **_options: Any) -> Any:
        """A hole, to be filled by :meth:`stored`."""
        return "%s", (self,)

    def stored(self, value: Any, connection: Any) -> Any:
        """``value`` as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection, prepared=False)


class _Compiler(SQLCompiler):
    """One that converts rows which were fetched before, by converters that it looked up once."""

    fetched: tuple[Row, ...]

    def execute_sql(self, *_args: Any, **_options: Any) -> Any:
        return (self.fetched,)

    def get_converters(self, expressions: Any) -> Any:
        if not hasattr(self, "converters"):
            self.converters = super().get_converters(expressions)
        return self.converters


class _Query(Query):
    """One that gives the compiler it was given."""

    given: _Compiler

    def get_compiler(self, *_args: Any, **_options: Any) -> SQLCompiler:
        return self.given


class _Maker[M: Model, R](local):
    """What makes objects of rows: a queryset with its compiler, in each thread its own."""

    def __init__(self, make: Callable[[], QuerySet[M, R]]) -> None:
        self._queryset = make().all()
        self.key: Field[Any, Any] = self._queryset.model._meta.pk
        query = cast("_Query", self._queryset.query)
        self._compiler = _Compiler(query, connections[self._queryset.db], self._queryset.db)
        self._compiler.pre_sql_setup()
        query.__class__ = _Query  # as Query.chain does
        query.given = self._compiler

    def made_of(self, rows: tuple[Row, ...]) -> list[R]:
        self._compiler.connection = connections[self._queryset.db]
        self._compiler.fetched = rows
        queryset = cast("Any", self._queryset)
        found: list[R] = list(queryset._iterable_class(queryset))  # noqa: SLF001 - as it reads itself
        if lookups := queryset._prefetch_related_lookups:  # noqa: SLF001 - as above
            prefetch_related_objects(cast("list[Model]", found), *lookups)
        return found


class Sent[R]:
    """The rows that the database sent for a statement, not yet turned into anything. Two are equal when
    they hold the same values; lists among these cannot be hashed."""

    def __init__(self, maker: _Maker[Any, R], rows: tuple[Row, ...]) -> None:
        self._maker = maker
        self._rows = rows

    def all(self) -> list[R]:
        """What the queryset makes of them."""
        return self._maker.made_of(self._rows)

    def one(self) -> R:
        """What the queryset makes of the only row among them."""
        (found,) = self.all()
        return found

    def each(self) -> tuple["Sent[R]", ...]:
        """Each row alone."""
        return tuple(Sent(self._maker, (row,)) for row in self._rows)

    @property
    def pk(self) -> Any:
        """The primary key of the only row among them, of a queryset of objects: their first column."""
        ((pk, *_rest),) = self._rows
        return self._maker.key.to_python(pk)

    def __hash__(self) -> int:
        return hash(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sent) and self._maker is other._maker and self._rows == other._rows


class Compiled[M: Model, R]:
    """The queryset that ``make`` makes, its SQL written once. What was Sent for it equals what was sent
    ``like`` it when the values are the same: for another queryset that selects the same."""

    def __init__(
        self, make: Callable[[], QuerySet[M, R]], *, like: "Compiled[M, R] | None" = None
    ) -> None:
        self._make = make
        self._like = like

    def __call__(self, **values: object) -> list[R]:
        """The rows for these values of its :class:`Given`. Raises KeyError for one that is missing."""
        return self.sent(**values).all()

    def sent(self, **values: object) -> Sent[R]:
        """The rows for these values, as the database sends them."""
        alias, sql, params = self._written
        connection = connections[alias]
        given = tuple(
            each.stored(values[each.name], connection) if isinstance(each, Given) else each
            for each in params
        )
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.cursor = _planning_cursor()(connection.connection)
            cursor.execute(sql, given)
            return Sent(self._maker, tuple(cursor.fetchall()))

    @cached_property
    def _written(self) -> tuple[str, str, tuple[Any, ...]]:
        queryset = self._make()
        sql, params = queryset.query.get_compiler(queryset.db).as_sql()
        return queryset.db, sql, tuple(params)

    @cached_property
    def _maker(self) -> _Maker[M, R]:
        like = self._like
        return like._maker if like else _Maker(self._make)  # noqa: SLF001 - of its own class


@cache
def _planning_cursor() -> Any:
    """The cursor of psycopg that sends values apart from the statement, which can then be planned once."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    return ServerBindingCursor


def prefetched(row: Model, **lists: Sequence[Model]) -> None:
    """Give a row its reverse relations, as ``prefetch_related`` would, to be read by ``all()``."""
    cast("Any", row)._prefetched_objects_cache = lists  # noqa: SLF001 - as a prefetch does

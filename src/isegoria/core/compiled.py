"""Querysets written into SQL once per process, and asked each time with other values.

Of a small statement of the ORM two thirds of the processor go to writing its SQL, which is the same each
time. Where a statement stands on the way of every page, it is written once::

    MANDATES = Compiled(
        lambda: Membership.objects.filter(person_id=Given("person", UUIDField())).values_list("role")
    )
    roles = MANDATES(person=person_id)

What comes back is what the queryset gives: objects, with what they select and prefetch, or tuples. The
queryset is made at the first call and never changes: whatever differs between two calls is a
:class:`Given`. A list of keys has its own SQL for each length, and stays with the ORM.
"""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from typing import Any, cast

from django.db import connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query


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
    """One whose SQL was written before."""

    written: tuple[str, tuple[Any, ...]]

    def as_sql(self, *_args: Any, **_options: Any) -> tuple[str, tuple[Any, ...]]:
        return self.written


class _Query(Query):
    """One that gives the compiler it was given."""

    written: _Compiler

    def get_compiler(self, *_args: Any, **_options: Any) -> SQLCompiler:
        return self.written


class Compiled[M: Model, R]:
    """The queryset that ``make`` makes, its SQL written once."""

    def __init__(self, make: Callable[[], QuerySet[M, R]]) -> None:
        self._make = make

    def __call__(self, **values: object) -> list[R]:
        """The rows for these values of its :class:`Given`. Raises KeyError for one that is missing."""
        queryset, compiler = self._written
        connection = connections[queryset.db]
        asked = copy(compiler)
        asked.connection = connection
        sql, params = compiler.written
        asked.written = (
            sql,
            tuple(
                each.stored(values[each.name], connection) if isinstance(each, Given) else each
                for each in params
            ),
        )
        found = queryset.all()
        cast("_Query", found.query).written = asked
        return list(found)

    @cached_property
    def _written(self) -> tuple[QuerySet[M, R], _Compiler]:
        queryset = self._make()
        compiler = _Compiler(queryset.query, connections[queryset.db], queryset.db)
        compiler.written = SQLCompiler.as_sql(compiler)
        queryset.query.__class__ = _Query  # as Query.chain does
        return queryset, compiler


def prefetched(row: Model, **lists: Sequence[Model]) -> None:
    """Give a row its reverse relations, as ``prefetch_related`` would, to be read by ``all()``."""
    cast("Any", row)._prefetched_objects_cache = lists  # noqa: SLF001 - as a prefetch does

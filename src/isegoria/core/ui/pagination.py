"""Keyset pagination: each page starts where the last one stopped, whatever was added meanwhile.

A cursor is the sort key of the first or last row of a page, with a direction, signed. A cursor that we
did not sign (mistyped, forged, made for another order or before the secret changed) gives the first page;
it is never shown again nor put into a query. The key can be read by whoever holds the address, so order by
columns that the page shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.core.signing import BadSignature, Signer
from django.db.models import Field, ForeignObject, Model, Q, QuerySet

from isegoria.core.compiled import Compiled, Given, Sent
from isegoria.core.policy import follow

PARAMETER = "cursor"
PAGE_SIZE = 20
_FIRST, _NEXT, _PREVIOUS = "", "n", "p"


@dataclass(frozen=True, slots=True)
class Page[T]:
    """A page of a list: its rows, and the cursors of its neighbours ('' when there is none)."""

    items: tuple[T, ...]
    next: str = ""
    previous: str = ""

    def map[R](self, view_model: Callable[[T], R]) -> "Page[R]":
        """The same page with each row turned into what the template shows."""
        return Page(tuple(view_model(item) for item in self.items), self.next, self.previous)

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of the order: ``path`` as in a filter, its field, and its direction."""

    path: str
    field: Field[Any, Any]
    descending: bool

    @property
    def order(self) -> str:
        return f"-{self.path}" if self.descending else self.path

    def beyond(self, value: Any) -> Q:
        return Q(**{f"{self.path}__{'lt' if self.descending else 'gt'}": value})

    def from_(self, value: Any) -> Q:
        return Q(**{f"{self.path}__{'lte' if self.descending else 'gte'}": value})

    def value_of(self, row: Model) -> Any:
        return follow(row, self.path)


def paginate[M: Model](
    queryset: QuerySet[M], *, order: Sequence[str], cursor: str = "", size: int = PAGE_SIZE
) -> Page[M]:
    """The page of ``queryset`` that ``cursor`` names, at most ``size`` rows. One statement.

    ``order`` names columns as ``order_by`` does (``-published_at``, ``post__score``), or annotations that
    always have a value; the primary key is added to break ties. A row without a value in a nullable
    column has no place in the order and is left out. Raises ImproperlyConfigured when a name of ``order``
    is neither.
    """
    keyset = _Keyset(queryset, order)
    way, start = keyset.read(cursor)
    return keyset.page(list(keyset.walk(queryset, way, start)[: size + 1]), way, size, _itself)


class CompiledPages[M: Model]:
    """:func:`paginate` over a queryset that differs between two pages by values only: its SQL is written
    once for each way of walking it (see :mod:`isegoria.core.compiled`)."""

    def __init__(
        self,
        make: Callable[[], QuerySet[M]],
        *,
        order: Sequence[str],
        size: int,
        like: Compiled[M, M] | None = None,
    ) -> None:
        self._make = make
        self._like = like
        self._order = order
        self._size = size

    def page(self, cursor: str = "", **values: object) -> Page[M]:
        """The page that ``cursor`` names, for these values of what the queryset was Given."""
        return self.sent(cursor, **values).page()

    def sent(self, cursor: str = "", **values: object) -> "SentPage[M]":
        """The same page, of which the rows are not yet turned into objects."""
        way, start = self._keyset.read(cursor)
        at = {_hole(rank): value for rank, value in enumerate(start)}
        return SentPage(self, way, self._walks[way].sent(**values, **at))

    def rows(self, cursor: str = "", **values: object) -> Page[Sent[M]]:
        """The same page, each of its rows as the database sent it."""
        page = self.sent(cursor, **values)
        return self._keyset.page(page.rows.each(), page.way, self._size, Sent.one)

    def made_of(self, way: str, rows: Sequence[M]) -> Page[M]:
        """The page that ``rows`` make, walked that ``way``."""
        return self._keyset.page(rows, way, self._size, _itself)

    @cached_property
    def _keyset(self) -> "_Keyset":
        return _Keyset(self._make(), self._order)

    @cached_property
    def _walks(self) -> dict[str, Compiled[M, M]]:
        given = [Given(_hole(rank), key.field) for rank, key in enumerate(self._keyset.keys)]
        starts: dict[str, list[Given]] = {_FIRST: [], _NEXT: given, _PREVIOUS: given}
        return {
            way: Compiled(partial(self._walk, way, start), like=self._like)
            for way, start in starts.items()
        }

    def _walk(self, way: str, start: Sequence[Given]) -> QuerySet[M]:
        return self._keyset.walk(self._make(), way, start)[: self._size + 1]


@dataclass(frozen=True, slots=True)
class SentPage[M: Model]:
    """A page as the database sent it: two are equal when they hold the same values."""

    pages: CompiledPages[M]
    way: str
    rows: Sent[M]

    def page(self) -> Page[M]:
        """Its rows as objects, and its cursors."""
        return self.pages.made_of(self.way, self.rows.all())


def _itself[M: Model](row: M) -> M:
    return row


def _hole(rank: int) -> str:
    return f"key_{rank}"


class _Keyset:
    """The order of a list, and the way its cursors are written."""

    def __init__(self, queryset: QuerySet[Any], order: Sequence[str]) -> None:
        self.keys = _keys(queryset, order)
        written = ",".join(key.order for key in self.keys)
        self._signer = Signer(salt=f"keyset:{queryset.model._meta.label}:{written}")

    def read(self, cursor: str) -> tuple[str, list[Any]]:
        """The way a cursor goes and where it starts; a cursor that is not ours begins at the top."""
        try:
            way, *values = self._signer.unsign_object(cursor)
        except BadSignature:
            return _FIRST, []
        pairs = zip(self.keys, values, strict=True)
        return way, [key.field.to_python(value) for key, value in pairs]

    def walk[M: Model](self, queryset: QuerySet[M], way: str, start: Sequence[Any]) -> QuerySet[M]:
        """The rows of ``queryset`` from ``start`` on, in the order of that ``way``."""
        for key in self.keys:
            if key.field.null:
                queryset = queryset.filter(**{f"{key.path}__isnull": False})
        keys = self.keys
        if way == _PREVIOUS:
            keys = [replace(key, descending=not key.descending) for key in keys]
        if start:
            queryset = queryset.filter(_after(keys, start))
        return queryset.order_by(*(key.order for key in keys))

    def page[T](
        self, rows: Sequence[T], way: str, size: int, object_of: Callable[[T], Model]
    ) -> Page[T]:
        """The page that ``rows`` make, of which there is one more than shown when there are more."""
        more, rows = len(rows) > size, rows[:size]
        if not rows:
            return Page(())
        if way == _PREVIOUS:
            rows = rows[::-1]
        has_next = more or way == _PREVIOUS
        has_previous = more if way == _PREVIOUS else way == _NEXT
        return Page(
            tuple(rows),
            next=self._write(_NEXT, object_of(rows[-1])) if has_next else "",
            previous=self._write(_PREVIOUS, object_of(rows[0])) if has_previous else "",
        )

    def _write(self, way: str, row: Model) -> str:
        return self._signer.sign_object([way, *(_plain(key.value_of(row)) for key in self.keys)])


def _keys(queryset: QuerySet[Any], order: Sequence[str]) -> list[_Key]:
    model, annotated = queryset.model, queryset.query.annotations
    keys = [
        _Key(
            path,
            annotated[path].output_field if path in annotated else _field(model, path),
            descends,
        )
        for path, descends in ((name.removeprefix("-"), name.startswith("-")) for name in order)
    ]
    if not any(key.field.primary_key and "__" not in key.path for key in keys):
        descending = bool(keys) and keys[-1].descending
        keys.append(_Key(model._meta.pk.name, model._meta.pk, descending))
    return keys


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    field: Any = None
    for name in path.split("__"):
        try:
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if not isinstance(field, Field):
            raise ImproperlyConfigured(f"{path!r} is not a column of {model._meta.label}.")
        if isinstance(field, ForeignObject):
            model = field.related_model
    if isinstance(field, ForeignObject):
        raise ImproperlyConfigured(f"{path!r} of {model._meta.label} is a relation; name a column.")
    return cast("Field[Any, Any]", field)


def _after(keys: Sequence[_Key], values: Sequence[Any]) -> Q:
    """The rows that come after ``values``: beyond the first key, or equal and beyond the second, ...

    The condition on the first key alone is implied by the rest; it lets the database walk an index.
    """
    condition, equal = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        condition |= equal & key.beyond(value)
        equal &= Q(**{key.path: value})
    return keys[0].from_(values[0]) & condition


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value

"""The fair order: each text has a random place on a ring, and every day the list begins at another point.

Nobody is first for having come early or being loud. The ring is walked by keyset, so that page 900 costs
what page 1 does, and one of 64 beginnings serves everybody of a day: pages are shared. The beginning is
kept in the cursor, so that a walk begun before midnight goes on where it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from django.core.signing import BadSignature, Signer
from django.db.models import BigAutoField, BigIntegerField, Q, QuerySet

from isegoria.commons.posts.models import Post
from isegoria.core.compiled import Compiled, Given
from isegoria.core.ui.pagination import PAGE_SIZE, Page

BEGINNINGS = 64
RING = 2**31
_STRIDE = 41
"""Odd, so that 64 days in a row begin at 64 points; large, so that one day is far from the next."""
_FORWARD, _BACK = "n", "p"
_START, _SHUFFLE = Given("start", BigIntegerField()), Given("shuffle", BigIntegerField())
_PK = Given("pk", BigAutoField())


def beginning_of(day: date) -> int:
    """The beginning of a day: a number from 0 to 63."""
    return day.toordinal() * _STRIDE % BEGINNINGS


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the ring: on the arc before (0) or after (1) the ring closes, with its key."""

    arc: int
    shuffle: int
    pk: int


class _Walk(Protocol):
    """The rows of an arc (0 or 1) of the ring that begins at ``start``, from ``place`` on."""

    def __call__(self, arc: int, start: int, place: _Place | None, *, back: bool) -> list[Post]: ...


def paginate_fairly(
    posts: QuerySet[Post], *, day: date, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Post]:
    """The page of the ring that ``cursor`` names, at most ``size`` rows. One statement, two where the
    ring closes. A cursor that we did not sign gives the first page of ``day``."""

    def walk(arc: int, start: int, place: _Place | None, *, back: bool) -> list[Post]:
        key = (place.shuffle, place.pk) if place else None
        return list(_arc(posts, arc, start, key, back=back)[: size + 1])

    return _page(walk, day, cursor, size)


class FairPages:
    """:func:`paginate_fairly` over posts that differ between two pages by values only: its SQL is written
    once for each way of walking each arc (see :mod:`isegoria.core.compiled`)."""

    def __init__(self, make: Callable[[], QuerySet[Post]], size: int = PAGE_SIZE) -> None:
        self._size = size
        self._walks = {
            (arc, back, placed): Compiled(partial(self._walk, make, arc, back=back, placed=placed))
            for arc in (0, 1)
            for back in (False, True)
            for placed in (False, True)
        }

    def page(self, day: date, cursor: str = "", **values: object) -> Page[Post]:
        """The page that ``cursor`` names, for these values of what the posts were Given."""

        def walk(arc: int, start: int, place: _Place | None, *, back: bool) -> list[Post]:
            at = {"shuffle": place.shuffle, "pk": place.pk} if place else {}
            return self._walks[arc, back, place is not None](start=start, **at, **values)

        return _page(walk, day, cursor, self._size)

    def _walk(
        self, make: Callable[[], QuerySet[Post]], arc: int, *, back: bool, placed: bool
    ) -> QuerySet[Post]:
        key = (_SHUFFLE, _PK) if placed else None
        return _arc(make(), arc, _START, key, back=back)[: self._size + 1]


def _page(walk: _Walk, day: date, cursor: str, size: int) -> Page[Post]:
    """The page that ``walk`` gives when it reads at least one row more than ``size`` of an arc."""
    signer = Signer(salt="posts:fair")
    direction, beginning, place = _read(cursor, signer) or (_FORWARD, beginning_of(day), None)
    back = direction == _BACK
    ways = (1, 0) if back else (0, 1)
    rows: list[tuple[int, Post]] = []
    for arc in ways[ways.index(place.arc) if place else 0 :]:
        at = place if place and arc == place.arc else None
        rows += [(arc, post) for post in walk(arc, beginning * (RING // BEGINNINGS), at, back=back)]
        if len(rows) > size:
            break
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    if not rows:
        return Page(())

    def written(way: str, row: tuple[int, Post]) -> str:
        return signer.sign_object([way, beginning, row[0], row[1].shuffle, row[1].pk])

    return Page(
        tuple(post for _arc, post in rows),
        next=written(_FORWARD, rows[-1]) if back or more else "",
        previous=written(_BACK, rows[0]) if (more if back else place is not None) else "",
    )


def _arc(
    posts: QuerySet[Post],
    arc: int,
    start: int | Given,
    key: tuple[int, int] | tuple[Given, Given] | None,
    *,
    back: bool,
) -> QuerySet[Post]:
    """The posts of an arc of the ring that begins at ``start``, from ``key`` on."""
    found = posts.filter(**{"shuffle__lt" if arc else "shuffle__gte": start})
    if key is not None:
        side = "lt" if back else "gt"
        shuffle, pk = key
        found = found.filter(
            Q(**{f"shuffle__{side}e": shuffle}),
            Q(**{f"shuffle__{side}": shuffle}) | Q(**{"shuffle": shuffle, f"pk__{side}": pk}),
        )
    return found.order_by(*(("-shuffle", "-pk") if back else ("shuffle", "pk")))


def _read(cursor: str, signer: Signer) -> tuple[str, int, _Place | None] | None:
    try:
        direction, beginning, arc, shuffle, pk = signer.unsign_object(cursor)
    except BadSignature:
        return None
    return direction, beginning, _Place(arc, shuffle, pk)

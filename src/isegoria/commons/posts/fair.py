"""The fair order: each text has a random place on a ring, and every day the list begins at another point.

Nobody is first for having come early or being loud. The ring is walked by keyset, so that page 900 costs
what page 1 does, and one of 64 beginnings serves everybody of a day: pages are shared. The beginning is
kept in the cursor, so that a walk begun before midnight goes on where it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.signing import BadSignature, Signer
from django.db.models import BigAutoField, BigIntegerField, Q, QuerySet

from isegoria.commons.posts.models import Post
from isegoria.core.compiled import Compiled, Given, Sent
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


class FairPages:
    """The pages of the ring of posts that differ between two pages by values only: its SQL is written once
    for each way of walking each arc (see :mod:`isegoria.core.compiled`)."""

    def __init__(
        self,
        make: Callable[[], QuerySet[Post]],
        size: int = PAGE_SIZE,
        like: Compiled[Post, Post] | None = None,
    ) -> None:
        like = like or Compiled(make)
        self._size = size
        self._signer = Signer(salt="posts:fair")
        self._walks = {
            (arc, back, placed): Compiled(
                partial(self._walk, make, arc, back=back, placed=placed), like=like
            )
            for arc in (0, 1)
            for back in (False, True)
            for placed in (False, True)
        }

    def rows(self, day: date, cursor: str = "", **values: object) -> Page[Sent[Post]]:
        """The page that ``cursor`` names, for these values of what the posts were Given, each row as the
        database sent it. One statement, two where the ring closes. A cursor that we did not sign gives the
        first page of ``day``."""
        direction, beginning, place = self._read(cursor) or (_FORWARD, beginning_of(day), None)
        back = direction == _BACK
        ways = (1, 0) if back else (0, 1)
        rows: list[tuple[int, Sent[Post]]] = []
        for arc in ways[ways.index(place.arc) if place else 0 :]:
            at = place if place and arc == place.arc else None
            key = {"shuffle": at.shuffle, "pk": at.pk} if at else {}
            start = beginning * (RING // BEGINNINGS)
            found = self._walks[arc, back, at is not None].sent(start=start, **key, **values)
            rows += [(arc, row) for row in found.each()]
            if len(rows) > self._size:
                break
        more, rows = len(rows) > self._size, rows[: self._size]
        if back:
            rows.reverse()
        if not rows:
            return Page(())
        return Page(
            tuple(row for _arc, row in rows),
            next=self._write(_FORWARD, beginning, *rows[-1]) if back or more else "",
            previous=self._write(_BACK, beginning, *rows[0])
            if (more if back else place is not None)
            else "",
        )

    def _walk(
        self, make: Callable[[], QuerySet[Post]], arc: int, *, back: bool, placed: bool
    ) -> QuerySet[Post]:
        return _arc(make(), arc, back=back, placed=placed)[: self._size + 1]

    def _write(self, way: str, beginning: int, arc: int, row: Sent[Post]) -> str:
        post = row.one()
        return self._signer.sign_object([way, beginning, arc, post.shuffle, post.pk])

    def _read(self, cursor: str) -> tuple[str, int, _Place | None] | None:
        try:
            direction, beginning, arc, shuffle, pk = self._signer.unsign_object(cursor)
        except BadSignature:
            return None
        return direction, beginning, _Place(arc, shuffle, pk)


def _arc(posts: QuerySet[Post], arc: int, *, back: bool, placed: bool) -> QuerySet[Post]:
    """The posts of an arc of the ring that begins at a given start, from a given place on if ``placed``."""
    found = posts.filter(**{"shuffle__lt" if arc else "shuffle__gte": _START})
    if placed:
        side = "lt" if back else "gt"
        found = found.filter(
            Q(**{f"shuffle__{side}e": _SHUFFLE}),
            Q(**{f"shuffle__{side}": _SHUFFLE}) | Q(**{"shuffle": _SHUFFLE, f"pk__{side}": _PK}),
        )
    return found.order_by(*(("-shuffle", "-pk") if back else ("shuffle", "pk")))

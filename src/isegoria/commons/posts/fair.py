"""The fair order: each text has a random place on a ring, and every day the list begins at another point.

Nobody is first for having come early or being loud. The ring is walked by keyset, so that page 900 costs
what page 1 does, and one of 64 beginnings serves everybody of a day: pages are shared. The beginning is
kept in the cursor, so that a walk begun before midnight goes on where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from isegoria.commons.posts.models import Post
from isegoria.core.ui.pagination import PAGE_SIZE, Page

BEGINNINGS = 64
RING = 2**31
_STRIDE = 41
"""Odd, so that 64 days in a row begin at 64 points; large, so that one day is far from the next."""
_FORWARD, _BACK = "n", "p"


def beginning_of(day: date) -> int:
    """The beginning of a day: a number from 0 to 63."""
    return day.toordinal() * _STRIDE % BEGINNINGS


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the ring: on the arc before (0) or after (1) the ring closes, with its key."""

    arc: int
    shuffle: int
    pk: int


def paginate_fairly(
    posts: QuerySet[Post], *, day: date, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Post]:
    """The page of the ring that ``cursor`` names, at most ``size`` rows. One statement, two where the
    ring closes. A cursor that we did not sign gives the first page of ``day``."""
    signer = Signer(salt="posts:fair")
    direction, beginning, place = _read(cursor, signer) or (_FORWARD, beginning_of(day), None)
    back = direction == _BACK
    arcs = _arcs(posts, beginning * (RING // BEGINNINGS))
    rows = _walk(arcs, place, size + 1, back=back)
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


def _arcs(posts: QuerySet[Post], start: int) -> tuple[QuerySet[Post], QuerySet[Post]]:
    return posts.filter(shuffle__gte=start), posts.filter(shuffle__lt=start)


def _walk(
    arcs: Sequence[QuerySet[Post]], place: _Place | None, wanted: int, *, back: bool
) -> list[tuple[int, Post]]:
    order = ("-shuffle", "-pk") if back else ("shuffle", "pk")
    side = "lt" if back else "gt"
    ways = (1, 0) if back else (0, 1)
    rows: list[tuple[int, Post]] = []
    for arc in ways[ways.index(place.arc) if place else 0 :]:
        found = arcs[arc].order_by(*order)
        if place is not None and arc == place.arc:
            found = found.filter(
                Q(**{f"shuffle__{side}e": place.shuffle}),
                Q(**{f"shuffle__{side}": place.shuffle})
                | Q(**{"shuffle": place.shuffle, f"pk__{side}": place.pk}),
            )
        rows += [(arc, post) for post in found[: wanted - len(rows)]]
        if len(rows) == wanted:
            break
    return rows


def _read(cursor: str, signer: Signer) -> tuple[str, int, _Place | None] | None:
    try:
        direction, beginning, arc, shuffle, pk = signer.unsign_object(cursor)
    except BadSignature:
        return None
    return direction, beginning, _Place(arc, shuffle, pk)

"""The whole thread of provenance: every text that a text rests on, near and far, and all that it became.

Each walk is one recursive statement, the same on SQLite and PostgreSQL. It never passes through a draft or
what a moderator hid: what lies behind is not told either. UNION drops the links that were found already, so
that a ring of links ends. CROSS JOIN makes SQLite go from link to link whatever ANALYZE told it: it would
read all visible texts again at each link, which takes a second on three thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

_IS_THERE = """post.visibility = 'visible' AND post.state <> 'draft' AND (
    parent.id IS NULL OR (parent.visibility = 'visible' AND parent.state <> 'draft')
)"""
_WALK = """
WITH RECURSIVE walk(near, far, relation, author) AS (
    SELECT {near}, {far}, relation, post.author_id
    FROM posts_source source
    CROSS JOIN posts_post post
    LEFT JOIN posts_post parent ON parent.id = post.parent_id
    WHERE source.{near} = %s AND post.id = source.{far} AND {is_there}
    UNION
    SELECT source.{near}, source.{far}, source.relation, post.author_id
    FROM walk
    CROSS JOIN posts_source source
    CROSS JOIN posts_post post
    LEFT JOIN posts_post parent ON parent.id = post.parent_id
    WHERE source.{near} = walk.far AND post.id = source.{far} AND {is_there}
)
SELECT {columns} FROM walk
"""
_COLUMNS = "near, far, relation, author"
_BEHIND = _WALK.format(near="post_id", far="origin_id", is_there=_IS_THERE, columns=_COLUMNS)
_AHEAD = _WALK.format(near="origin_id", far="post_id", is_there=_IS_THERE, columns=_COLUMNS)
_SOURCES = _WALK.format(near="post_id", far="origin_id", is_there=_IS_THERE, columns="far")


class Link(NamedTuple):
    """One link of a walk, from the ``near`` text to the ``far`` one, which ``author`` wrote (None: somebody
    who was forgotten)."""

    near: int
    far: int
    relation: str
    author: object


@dataclass(frozen=True)
class Walk:
    """Every text reached from ``root``."""

    root: int
    links: tuple[Link, ...]

    @cached_property
    def _next(self) -> Mapping[int, list[Link]]:
        found: defaultdict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.near].append(link)
        return dict(found)

    def after(self, key: int) -> list[Link]:
        """The links from the text ``key``."""
        return self._next.get(key, [])

    def reached(self, key: int) -> set[int]:
        """Every text reached from ``key``, itself apart unless a ring leads back to it."""
        return {link.far for link in self._links_after(key)}

    def behind(self, key: int) -> tuple[int, int]:
        """How many last texts a walk from ``key`` reaches, those from which it goes no further, and how many
        distinct persons wrote them."""
        last = {
            link.far: link.author for link in self._links_after(key) if link.far not in self._next
        }
        return len(last), len({author for author in last.values() if author is not None})

    def _links_after(self, key: int) -> Iterable[Link]:
        if key == self.root:
            return self.links
        found: list[Link] = []
        seen, waiting = {key}, [key]
        while waiting:
            links = self._next.get(waiting.pop(), [])
            found += links
            further = {link.far for link in links if link.far in self._next} - seen
            seen |= further
            waiting += further
        return found


def behind(pk: int) -> Walk:
    """Everything that the post ``pk`` rests on. One statement."""
    return _walk(_BEHIND, pk)


def ahead(pk: int) -> Walk:
    """Everything that the post ``pk`` became. One statement."""
    return _walk(_AHEAD, pk)


def _walk(statement: str, pk: int) -> Walk:
    with connection.cursor() as cursor:
        cursor.execute(statement, (pk,))
        return Walk(pk, tuple(map(Link._make, cursor.fetchall())))


def sources_of(pk: int) -> RawSQL:
    """The keys of every text that the post ``pk`` rests on, near and far, for ``pk__in``."""
    return RawSQL(_SOURCES, (pk,))  # noqa: S611 - a constant statement, whose one value is a parameter

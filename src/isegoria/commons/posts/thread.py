"""The whole thread of provenance: every text that a text rests on, near and far, and all that it became.

Each walk is one recursive statement, the same on SQLite and PostgreSQL. It never passes through a draft or
what a moderator hid: what lies behind is not told either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models.expressions import RawSQL

DEEPEST = 8
"""Links that a walk follows in a row: a contribution, an idea, a note, a measure, an answer, and some."""

_WALK = """
WITH RECURSIVE walk(near, far, relation, depth) AS (
    SELECT {near}, {far}, relation, 1 FROM posts_source WHERE {near} = %s
    UNION
    SELECT source.{near}, source.{far}, source.relation, walk.depth + 1
    FROM posts_source source
    JOIN walk ON source.{near} = walk.far
    JOIN posts_post passed ON passed.id = walk.far
    LEFT JOIN posts_post above ON above.id = passed.parent_id
    WHERE walk.depth < %s AND passed.visibility = 'visible' AND passed.state <> 'draft'
      AND (above.id IS NULL OR (above.visibility = 'visible' AND above.state <> 'draft'))
)
SELECT walk.near, walk.far, walk.relation, MIN(walk.depth), post.author_id, post.body_id, post.ref
FROM walk
JOIN posts_post post ON post.id = walk.far
LEFT JOIN posts_post parent ON parent.id = post.parent_id
WHERE post.visibility = 'visible' AND post.state <> 'draft'
  AND (parent.id IS NULL OR (parent.visibility = 'visible' AND parent.state <> 'draft'))
GROUP BY walk.near, walk.far, walk.relation, post.author_id, post.body_id, post.ref
ORDER BY MIN(walk.depth), walk.near, walk.far
"""
_BEHIND = _WALK.format(near="post_id", far="origin_id")
_AHEAD = _WALK.format(near="origin_id", far="post_id")
_SOURCES = f"SELECT far FROM ({_BEHIND}) found"  # noqa: S608 - constant statements


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a walk, from the ``near`` text to the ``far`` one, ``depth`` links from where it began."""

    near: int
    far: int
    relation: str
    depth: int


@dataclass(frozen=True)
class Walk:
    """Every text reached from ``root``. ``authors`` has who wrote the texts of persons (None: forgotten),
    ``refs`` the lasting reference of each text."""

    root: int
    links: tuple[Link, ...]
    authors: Mapping[int, object]
    refs: Mapping[int, str]

    @cached_property
    def _next(self) -> Mapping[int, tuple[Link, ...]]:
        found: dict[int, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.near, []).append(link)
        return {near: tuple(links) for near, links in found.items()}

    def after(self, key: int) -> tuple[Link, ...]:
        """The links from the text ``key``."""
        return self._next.get(key, ())

    def reached(self, key: int) -> frozenset[int]:
        """Every text reached from ``key``, itself apart unless a ring leads back to it."""
        seen: set[int] = set()
        waiting = [link.far for link in self.after(key)]
        while waiting:
            far = waiting.pop()
            if far not in seen:
                seen.add(far)
                waiting += [link.far for link in self.after(far)]
        return frozenset(seen)

    def count(self, keys: Iterable[int]) -> tuple[int, int]:
        """Of some texts, those of persons; and how many distinct persons wrote them."""
        texts = [key for key in keys if key in self.authors]
        people = {self.authors[key] for key in texts} - {None}
        return len(texts), len(people)


def behind(pk: int) -> Walk:
    """Everything that the post ``pk`` rests on. One statement."""
    return _walk(_BEHIND, pk)


def ahead(pk: int) -> Walk:
    """Everything that the post ``pk`` became. One statement."""
    return _walk(_AHEAD, pk)


def _walk(statement: str, pk: int) -> Walk:
    with connection.cursor() as cursor:
        cursor.execute(statement, (pk, DEEPEST))
        rows = cursor.fetchall()
    return Walk(
        root=pk,
        links=tuple(Link(near, far, relation, depth) for near, far, relation, depth, *_ in rows),
        authors={row[1]: row[4] for row in rows if row[5] is None},
        refs={row[1]: str(row[6]) for row in rows},
    )


def sources_of(pk: int) -> RawSQL:
    """The keys of every text that the post ``pk`` rests on, near and far, for ``pk__in``."""
    return RawSQL(_SOURCES, (pk, DEEPEST))  # noqa: S611 - a constant statement with two parameters

"""The page of a thread of provenance: what a text came from and what it became, as nested lists, as a
picture, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import kind_label, title_of
from isegoria.commons.posts.models import Post, Relation
from isegoria.commons.posts.queries import CAME_FROM, WITHDRAWN
from isegoria.commons.posts.states import PostState
from isegoria.commons.posts.thread import Link, Walk, ahead, behind
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import number

FIRST, SECOND = 20, 100
"""How many direct links the page shows, and how many in all one step further."""
_THIRD = 3
"""How many links the page shows below each of the second step."""
DRAWN = 10
_SAID = ("ref", "kind", "title", "excerpt", "language", "state")
_READ = (*_SAID, *(f"parent__{name}" for name in _SAID))
ROW = 44
WIDTH = 720
_LABEL = 46
PROV: Mapping[str, str] = {
    Relation.MERGED_INTO: "prov:wasDerivedFrom",
    Relation.GROUPED_IN: "prov:wasDerivedFrom",
    Relation.CITED_BY: "prov:wasQuotedFrom",
    Relation.BECAME: "prov:wasRevisionOf",
    Relation.ANSWERED_BY: "prov:wasInfluencedBy",
}
"""Each relation in the terms of PROV-O (W3C), from what came later to what it came from."""


@dataclass(frozen=True, slots=True)
class Node:
    """A text of the thread. ``texts`` and ``people`` say how many contributions lie behind it and of how many
    persons; ``more`` how many links further are not shown here."""

    relation: Text
    kind: Text
    title: str
    url: str
    language: str
    texts: int
    people: int
    children: tuple["Node", ...]
    more: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One direct source in the picture: a disc whose area is the number of texts behind it."""

    y: int
    radius: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The thread as a picture, in pixels: discs on the left, the text itself on the right."""

    height: int
    middle: int
    branches: tuple[Branch, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Where a text comes from and what it became."""

    sources: tuple[Node, ...]
    more_sources: int
    became: tuple[Node, ...]
    texts: int
    people: int
    picture: Picture | None


def thread_page(post: Post) -> ThreadPage:
    """The thread of a post: three statements, whatever it rests on."""
    back, forth = behind(post.pk), ahead(post.pk)
    shown = _shown(back) | _shown(forth)
    posts = Post.objects.select_related("parent").only(*_READ).in_bulk(shown)
    sources = _nodes(back, posts, is_source=True)
    texts, people = back.behind(post.pk)
    return ThreadPage(
        sources=sources,
        more_sources=max(len(_direct(back)) - FIRST, 0),
        became=_nodes(forth, posts, is_source=False),
        texts=texts,
        people=people,
        picture=_picture(sources, len(_direct(back))) if sources else None,
    )


def _direct(walk: Walk) -> list[Link]:
    return walk.after(walk.root)


def _each(walk: Walk) -> int:
    """How many links the page shows below each direct one."""
    return SECOND // max(min(len(_direct(walk)), FIRST), 1)


def _shown(walk: Walk) -> set[int]:
    keys: set[int] = set()
    for link in _direct(walk)[:FIRST]:
        keys.add(link.far)
        for second in walk.after(link.far)[: _each(walk)]:
            keys.add(second.far)
            keys.update(third.far for third in walk.after(second.far)[:_THIRD])
    return keys


def _nodes(walk: Walk, posts: Mapping[int, Post], *, is_source: bool) -> tuple[Node, ...]:
    def node(link: Link, most: int) -> Node:
        post = posts[link.far]
        further = walk.after(link.far)
        shown = further[:most]
        texts, people = walk.behind(link.far) if further and is_source else (0, 0)
        return Node(
            relation=CAME_FROM[link.relation] if is_source else Relation(link.relation).label,
            kind=kind_label(post),
            title=title_of(post) if post.state == PostState.PUBLISHED else str(WITHDRAWN),
            url=address_of(post),
            language=post.language,
            texts=texts,
            people=people,
            children=tuple(node(each, _THIRD if most > _THIRD else 0) for each in shown),
            more=len(further) - len(shown),
        )

    most = _each(walk)
    return tuple(node(link, most) for link in _direct(walk)[:FIRST])


def _picture(sources: Iterable[Node], count: int) -> Picture:
    drawn = sorted(sources, key=lambda source: -source.texts)[:DRAWN]
    most = max(1, *(source.texts for source in drawn))
    branches = tuple(
        Branch(
            y=ROW // 2 + rank * ROW,
            radius=f"{4 + 14 * sqrt(source.texts / most):.3g}",
            label=source.title if len(source.title) <= _LABEL else f"{source.title[:_LABEL]}…",
            count=number(source.texts) if source.texts else "",
        )
        for rank, source in enumerate(drawn)
    )
    height = ROW * len(branches)
    return Picture(height, height // 2, branches, count - len(branches))


def thread_data(post: Post) -> dict[str, Any]:
    """The thread as linked data (JSON-LD, PROV-O): every link, by lasting references, without any name.
    Three statements."""
    back, forth = behind(post.pk), ahead(post.pk)
    keys = {post.pk, *back.reached(post.pk), *forth.reached(post.pk)}
    refs = dict(Post.objects.filter(pk__in=keys).values_list("pk", "ref"))
    entities: dict[str, dict[str, list[dict[str, str]]]] = {}
    for later, earlier, relation in [
        *((link.near, link.far, link.relation) for link in back.links),
        *((link.far, link.near, link.relation) for link in forth.links),
    ]:
        entity = entities.setdefault(_urn(refs[later]), {})
        known = entity.setdefault(PROV[relation], [])
        if (name := {"@id": _urn(refs[earlier])}) not in known[-1:]:
            known.append(name)
    names = {_urn(ref) for ref in refs.values()}
    return {
        "@context": {"prov": "http://www.w3.org/ns/prov#"},
        "@graph": [
            {"@id": name, "@type": "prov:Entity", **entities.get(name, {})}
            for name in sorted(names)
        ],
    }


def _urn(ref: UUID) -> str:
    return ref.urn

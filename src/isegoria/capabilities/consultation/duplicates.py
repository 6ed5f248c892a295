"""Texts that say nearly the same: keys kept as texts are published, candidates by equality, likeness
verified exactly (docs/explanation/duplicates.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.import_rows import write_rows
from isegoria.capabilities.consultation.models import DuplicateKey, Likeness
from isegoria.capabilities.consultation.phases import TAKE_POSITION
from isegoria.capabilities.consultation.rules import PROPOSAL_CODE, TESTIMONY_CODE
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.conditions import windows
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.compiled import Compiled, Given
from isegoria.core.phases import action_open
from isegoria.core.texts import Text
from isegoria.kernel.text import Language
from isegoria.kernel.text.duplicates import (
    CANDIDATES,
    Fingerprint,
    Index,
    Kind,
    fingerprint,
    fingerprints,
)
from isegoria.kernel.text.duplicates import look_alikes as compared

SHOWN = 5
"""Texts shown to whoever writes, the closest first."""
RECORDED = 20
"""Likenesses recorded for one text, the closest first."""
_BATCH = 1_000
_KEY = ("post", "activity", "language", "key")
type _Row = tuple[int, int, str, int]
_SENTENCES: dict[str, Text] = {
    Kind.SAME: _("the same words"),
    Kind.NEAR: _("nearly the same words"),
    Kind.HELD: _("one holds the other"),
}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A published text that says nearly the same as another. ``support_url`` is the page on which one
    takes a position on it."""

    title: str
    url: str
    excerpt: str
    language: str
    sentence: Text
    support_url: str


def look_alikes(
    activity: Activity, language: str, text: str, ref: UUID | None = None
) -> Sequence[LookAlike]:
    """The published texts of an activity that say nearly the same as ``text``, at most :data:`SHOWN`, that
    of the form ``ref`` apart; its phases are loaded. Two statements, whatever the number of texts."""
    new = fingerprint(text, cast("Language", language))
    decision = action_open(windows(activity.phases.all()), TAKE_POSITION, clock.now())
    return tuple(
        _look_alike(post, kind, may_support=bool(decision))
        for post, kind, _jaccard in _found(activity.pk, language, new, ref)[:SHOWN]
    )


def keep_keys(post: Post) -> None:
    """Keep the keys of a text as it now stands, none when it is not shown, and record which texts it
    looks like. Called in the transaction that changes it."""
    DuplicateKey.objects.filter(post=post).delete()
    Likeness.objects.filter(Q(later=post) | Q(earlier=post)).delete()
    if not Post.objects.filter(pk=post.pk, shown=True).exists():
        return
    new = fingerprint(post.text, cast("Language", post.language))
    alike = _found(post.activity_id, post.language, new, post.ref)[:RECORDED]
    write_rows(DuplicateKey, _KEY, _rows(post.pk, post.activity_id, post.language, new))
    Likeness.objects.bulk_create(
        _likeness(other.pk, post.pk, kind, jaccard) for other, kind, jaccard in alike
    )


def rebuild(activity: Activity) -> int:
    """Make the keys and likenesses of an activity anew from its texts, after an import or a change of the
    rules of likeness; how many texts were read. The texts are compared in the order of their publication."""
    DuplicateKey.objects.filter(activity=activity.pk).delete()
    Likeness.objects.filter(later__activity=activity).delete()
    count = 0
    for language in (
        Post.objects.filter(_contributions(activity)).values_list("language", flat=True).distinct()
    ):
        index: Index[int] = Index()
        posts = Post.objects.filter(_contributions(activity), language=language)
        rows = posts.order_by("published_at", "pk").values_list("pk", "text")
        for batch in batched(rows.iterator(chunk_size=_BATCH), _BATCH):
            prints = fingerprints((text for _pk, text in batch), cast("Language", language))
            keys: list[_Row] = []
            alike: list[Likeness] = []
            for (pk, _text), print_ in zip(batch, prints, strict=True):
                alike += [
                    _likeness(one.id, pk, one.likeness.kind, one.likeness.jaccard)
                    for one in index.look_alikes(print_)[:RECORDED]
                ]
                index.add(pk, print_)
                keys += _rows(pk, activity.pk, language, print_)
            write_rows(DuplicateKey, _KEY, keys)
            Likeness.objects.bulk_create(alike, batch_size=_BATCH)
            count += len(batch)
    return count


def recorded(ref: UUID) -> tuple[LookAlike, ...]:
    """The texts that everybody sees and that say nearly the same as the post ``ref``, the closest first. One
    statement: each side by its index, so that it is quick even before the database has counted its tables."""
    return tuple(
        _look_alike(Post(**dict(zip(_OF_A_TEXT, told, strict=True))), kind)
        for kind, _jaccard, _pk, *told in _RECORDED(ref=ref)
    )


def _alike(this: str, other: str) -> QuerySet[Likeness, tuple[Any, ...]]:
    """The texts that stand at the ``other`` side of a likeness to the post that is Given."""
    post = Post.objects.filter(ref=Given("ref", UUIDField())).values("pk")[:1]
    return Likeness.objects.filter(**{this: post, f"{other}__shown": True}).values_list(
        "kind", "jaccard", "pk", *(f"{other}__{name}" for name in _OF_A_TEXT)
    )


_OF_A_TEXT = ("ref", "kind", "title", "excerpt", "language")
_RECORDED = Compiled(
    lambda: (
        _alike("later", "earlier")
        .union(_alike("earlier", "later"), all=True)
        .order_by("-jaccard", "pk")[:SHOWN]
    )
)


def _contributions(activity: Activity) -> Q:
    return Q(activity=activity, shown=True, parent=None, kind__in=(PROPOSAL_CODE, TESTIMONY_CODE))


def _found(
    activity: int, language: str, new: Fingerprint, ref: UUID | None
) -> list[tuple[Post, Kind, float]]:
    """The texts that look like ``new``, the closest first. Two statements."""
    rows = (
        DuplicateKey.objects.filter(key__in=new.keys, activity=activity, language=language)
        .values_list("post")
        .annotate(shared=Count("key"))
        .order_by("-shared", "post")[: CANDIDATES + 1]
    )
    rank = {pk: place for place, (pk, _shared) in enumerate(rows)}
    posts = [
        post
        for post in Post.objects.filter(pk__in=rank, shown=True).select_related("parent")
        if post.ref != ref
    ]
    posts.sort(key=lambda post: rank[post.pk])
    prints = fingerprints((post.text for post in posts), cast("Language", language))
    return [
        (alike.id, alike.likeness.kind, alike.likeness.jaccard)
        for alike in compared(new, zip(posts, prints, strict=True))
    ]


def _likeness(earlier: int, later: int, kind: str, jaccard: float) -> Likeness:
    return Likeness(earlier_id=earlier, later_id=later, kind=kind, jaccard=round(jaccard * 1000))


def _rows(pk: int, activity: int, language: str, new: Fingerprint) -> list[_Row]:
    return [(pk, activity, language, key) for key in dict.fromkeys(new.keys)]


def _look_alike(post: Post, kind: str, *, may_support: bool = False) -> LookAlike:
    return LookAlike(
        title=title_of(post),
        url=address_of_text(post),
        excerpt=post.excerpt,
        language=post.language,
        sentence=_SENTENCES[kind],
        support_url=reverse("posts:stance", args=[post.ref]) if may_support else "",
    )

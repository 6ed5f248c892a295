"""The versions of a text, and what the public journal says of it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.posts.cards import SUPPORT, VALUES, Author, Image, image_of
from isegoria.commons.posts.models import Post, Revision, StanceAct
from isegoria.commons.posts.pictures import of_versions
from isegoria.core import registry
from isegoria.core.actor import Actor
from isegoria.core.journal.models import Entry
from isegoria.core.journal.queries import kinds
from isegoria.core.texts import Text
from isegoria.core.ui import formatting
from isegoria.core.ui.pagination import Page, paginate
from isegoria.kernel.drafting import Change, difference

VERSIONS_SHOWN = 200
"""Versions of one text that a page lists: the last ones."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text in the list."""

    number: int
    at: str
    at_iso: str
    reason: str
    author: Author


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a text, the last first, and the comparison of two of them; ``images`` are those of
    each compared version, where one has any."""

    versions: tuple[Version, ...]
    before: int
    after: int
    title: tuple[Change, ...]
    text: tuple[Change, ...]
    images: tuple[tuple[int, tuple[Image, ...]], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the public journal. ``url`` is '' until it is numbered and signed."""

    label: Text
    at: str
    at_iso: str
    url: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """What the public journal says of a post, and of the reader's own positions on it."""

    entries: Page[Told]
    positions: tuple[Told, ...]


def history(post: Post, before: str, after: str) -> History:
    """The versions of a post; compared, the two whose numbers are asked, else the last two. Three
    statements."""
    rows = list(
        Revision.objects.filter(post=post, withheld=False)
        .select_related("author")
        .defer("text", "title")
        .order_by("-number")[:VERSIONS_SHOWN]
    )
    versions = tuple(_version(row, post) for row in rows)
    known = {str(version.number): version.number for version in versions}
    last = versions[0].number if versions else 0
    new = known.get(after, last)
    old = known.get(before, max(new - 1, 1) if versions else 0)
    texts = {
        row.number: row
        for row in Revision.objects.filter(post=post, withheld=False, number__in={old, new})
    }
    one, other = texts.get(old), texts.get(new)
    return History(
        versions=versions,
        before=old,
        after=new,
        title=difference(one.title, other.title) if one and other else (),
        text=difference(one.text, other.text) if one and other else (),
        images=_images(post, sorted(texts)),
    )


def _images(post: Post, numbers: list[int]) -> tuple[tuple[int, tuple[Image, ...]], ...]:
    found = of_versions(post, numbers)
    if not any(found.values()):
        return ()
    return tuple((each, tuple(image_of(one, post) for one in found[each])) for each in numbers)


def _version(row: Revision, post: Post) -> Version:
    name = str(row.author) if row.author else _("Somebody who asked to be forgotten")
    if row.author_id == post.author_id:
        name = post.signature or name
    return Version(
        number=row.number,
        at=formatting.instant(row.at),
        at_iso=row.at.isoformat(),
        reason=row.reason,
        author=Author(name),
    )


def receipts(post: Post, actor: Actor, cursor: str = "") -> Receipts:
    """What the public journal says of a post. Two statements at most."""
    entries = paginate(
        Entry.objects.filter(subject=post.ref).defer("content"), order=("-id",), cursor=cursor
    )
    return Receipts(entries=entries.map(_told), positions=_own_acts(post, actor.person_id))


def _told(entry: Entry) -> Told:
    kind = kinds().get(entry.kind)
    return Told(
        label=kind.label if kind else entry.kind,
        at=formatting.instant(entry.recorded_at),
        at_iso=entry.recorded_at.isoformat(),
        url=_address(entry),
    )


def _own_acts(post: Post, person_id: UUID | None) -> tuple[Told, ...]:
    if person_id is None:
        return ()
    acts = (
        StanceAct.objects.filter(post=post, person=person_id)
        .select_related("batch__entry")
        .order_by("-id")[:VERSIONS_SHOWN]
    )
    kind = registry.post_kinds().get(post.kind)
    only = kind is not None and kind.stances == (1,)
    return tuple(
        Told(
            label=_("taken back")
            if act.value is None
            else (SUPPORT if only else VALUES[act.value]),
            at=formatting.instant(act.at),
            at_iso=act.at.isoformat(),
            url=_address(act.batch.entry) if act.batch else "",
        )
        for act in acts
    )


def _address(entry: Entry) -> str:
    if entry.number is None:
        return ""
    return reverse("journal:entry", args=[entry.epoch_id, entry.number])

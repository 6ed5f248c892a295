"""Writing an Atom document from facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from isegoria.core.texts import Text

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The age of a feed that has no entry yet."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was published or changed. ``ref`` is its public reference, never a person's.

    ``summary`` is plain text; ``address`` the path of its page; ``updated`` aware.
    """

    ref: UUID
    title: str
    address: str
    updated: datetime
    summary: str = ""
    author: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of entries about one thing, whose public reference is ``ref``; latest first."""

    ref: UUID
    title: Text
    address: str
    entries: Iterable[Entry]
    subtitle: Text = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An Atom document and the instant of its latest entry."""

    content: str
    updated: datetime


class _Atom(Atom1Feed):
    """Django's Atom with the ids that are given, whatever the addresses become."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": str(self.feed["feed_url"])}

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=EPOCH)


def tag(site: str, ref: UUID) -> str:
    """A ``tag:`` URI (RFC 4151) that stays when a page moves; its host is that of the
    installation.
    """
    host = urlsplit(site).hostname or "localhost"
    return f"tag:{host},{EPOCH.date()}:{ref}"


def clean(text: object) -> str:
    """``text`` without the characters that XML cannot hold; escaping is the writer's."""
    return _FORBIDDEN.sub("", str(text))


def written(feed: Feed, *, site: str, publisher: str, path: str, language: str) -> Document:
    """``feed`` as Atom.

    ``site`` and ``publisher`` are the address and the name of the installation, ``path`` that of the feed.
    """
    atom = _Atom(
        title=clean(feed.title),
        link=urljoin(site, feed.address),
        description="",
        subtitle=clean(feed.subtitle) or None,
        feed_url=urljoin(site, path),
        feed_guid=tag(site, feed.ref),
        language=language,
        author_name=clean(publisher),
    )
    for entry in feed.entries:
        atom.add_item(
            title=clean(entry.title),
            link=urljoin(site, entry.address),
            description=linebreaks(clean(entry.summary), autoescape=True),
            unique_id=tag(site, entry.ref),
            author_name=clean(entry.author) or None,
            pubdate=(entry.published or entry.updated).astimezone(UTC),
            updateddate=entry.updated.astimezone(UTC),
        )
    return Document(atom.writeString("utf-8"), atom.latest_post_date())

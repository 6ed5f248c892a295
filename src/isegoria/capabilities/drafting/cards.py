"""What the pages of measures show: frozen view models."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from isegoria.commons.decisions.queries import DecisionView
from isegoria.commons.posts.cards import Author
from isegoria.core.component import Note
from isegoria.core.texts import Text
from isegoria.kernel.drafting import Change


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure in a list."""

    ref: str
    url: str
    number: str
    title: str
    language: str
    excerpt: str
    body: str
    body_language: str
    state: Text
    tag: str
    sources: str
    is_adopted: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as it is read. ``text`` has its marks as links to the sources."""

    code: str
    label: Text
    text: SafeString | str
    is_empty: bool
    version: int


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A source of a measure."""

    number: int
    mark: str
    title: str
    url: str
    language: str
    excerpt: str
    kind: Text


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A change that somebody proposes, with what it would change and what became of it."""

    ref: str
    anchor: str
    section: Text
    author: Author
    why: SafeString
    language: str
    passage: str
    changes: tuple[Change, ...]
    outcome: Text
    tag: str
    is_waiting: bool
    answer: str
    published: str
    published_iso: str


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is writing in a section, or left words there that are not saved."""

    section: str
    label: Text
    name: str
    is_here: bool
    is_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """The page of a measure."""

    ref: str
    number: str
    title: str
    language: str
    body: str
    body_language: str
    state: Text
    tag: str
    handed_over: str
    is_public: bool
    sections: tuple[SectionView, ...]
    references: tuple[ReferenceView, ...]
    amendments: tuple[AmendmentView, ...]
    decision: DecisionView | None
    notes: tuple[Note, ...]

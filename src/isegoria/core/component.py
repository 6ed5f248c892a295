"""The manifest of a room: real objects, from which navigation, exports, demo and more are derived.

Every installed application may have a ``component.py`` with a ``COMPONENT``. The registry reads them once,
when Django has loaded; system checks refuse a manifest that contradicts another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import URLPattern, URLResolver

from isegoria.core.actor import Actor
from isegoria.core.machine import Machine
from isegoria.core.notice_kinds import NoticeKind
from isegoria.core.phases import PhaseKind
from isegoria.core.policy import Policy
from isegoria.core.post_kinds import PostKind
from isegoria.core.texts import Text

if TYPE_CHECKING:
    from isegoria.core.api.scaffold import Router
    from isegoria.core.exports import Export
    from isegoria.core.journal.kinds import BatchSource, EntryKind
    from isegoria.core.search.source import SearchSource
    from isegoria.core.tasks.recurring import Recurring
    from isegoria.core.ui.forms import Form


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of the site's main navigation, shown to those whom its route's policy allows."""

    label: Text
    route: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A page of a room for the team of a process: ``route`` takes the slug of the process, ``policy`` is
    about the process."""

    label: Text
    route: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of a room about an activity of another: ``route`` takes the slugs of the process and of the
    activity, ``policy`` is about the activity, which is loaded with its process and its phases."""

    label: Text
    route: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Statistic:
    """A public number of a process: its label and how it is counted (process → int)."""

    label: Text
    count: Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Something that must be true before an act; ``missing`` answers with a sentence per lack, ``mend``
    gives the address of the page where it is mended."""

    label: Text
    missing: Callable[[Any], Sequence[Text]]
    mend: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A line that a room has to say about a text, wherever the text is shown: in words, with the page that
    says more; ``tone`` is '', 'open', 'good', 'warn' or 'bad'."""

    text: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityKind:
    """What an organiser places in a process: one capability, with its settings.

    ``settings_form`` reads and writes the settings of one activity; ``address`` gives the page of an
    activity, where a visitor does what its open phases allow.
    """

    label: Text
    description: Text
    address: Callable[[Any], str] | None = None
    settings_form: "Callable[[], type[Form]] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What a room offers to the rest of the house.

    ``activity`` makes it a capability that can be placed in a process. ``readiness`` forbids to publish a
    process while something is missing; ``advice`` tells its team what would be better, and forbids nothing.
    ``roles`` finds what this room
    knows of a person's mandates; ``process_moved`` hears that the timeline of a process changed, and from
    whom; ``handed_over`` hears that an answerable post was handed over to the authority, and by whom.
    ``notes`` gives what there is to say about posts, by their keys, in a constant number of statements.
    ``erase`` forgets a person; ``merge`` gives the acts of the second person to the first, now that
    both are known to be one. ``counted`` answers with the activities still open, by reference, in which
    what a person did goes on counting once they are forgotten; ``uncount`` takes back what a person did
    in such activities, when they are found to have counted there before.
    """

    name: str
    label: Text
    description: Text = ""
    policies: tuple[Policy, ...] = ()
    phase_kinds: tuple[PhaseKind, ...] = ()
    machines: tuple[Machine, ...] = ()
    urls: Callable[[], Sequence[URLPattern | URLResolver]] | None = None
    navigation: tuple[NavigationItem, ...] = ()
    team_pages: tuple[TeamPage, ...] = ()
    activity_pages: tuple[ActivityPage, ...] = ()
    journal_kinds: "tuple[EntryKind, ...]" = ()
    batches: "tuple[BatchSource, ...]" = ()
    exports: "tuple[Export, ...]" = ()
    search: "tuple[SearchSource, ...]" = ()
    recurring: "tuple[Recurring, ...]" = ()
    api: "Callable[[], Router] | None" = None
    statistics: tuple[Statistic, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    advice: tuple[Readiness, ...] = ()
    activity: ActivityKind | None = None
    post_kinds: tuple[PostKind, ...] = ()
    notice_kinds: tuple[NoticeKind, ...] = ()
    roles: Callable[[UUID], Any] | None = None
    process_moved: Callable[[Any, Actor], None] | None = None
    handed_over: Callable[[Any, Actor], None] | None = None
    notes: Callable[[Sequence[int]], Mapping[int, Note]] | None = None
    erase: Callable[[UUID], None] | None = None
    merge: Callable[[UUID, UUID], None] | None = None
    counted: Callable[[UUID], Iterable[UUID]] | None = None
    uncount: Callable[[UUID, frozenset[UUID]], None] | None = None
    demo: Callable[[], None] | None = None

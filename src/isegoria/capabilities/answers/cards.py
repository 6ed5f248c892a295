"""What the pages of answers show: frozen view models."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from isegoria.commons.posts.cards import Author, Opinions
from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a demand stands: its tag, and in words how far its date is, '' once it is answered."""

    state: Text
    tag: str
    due: str
    due_date: str
    due_iso: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What one answer says, of what."""

    label: Text
    tag: str
    part: str


@dataclass(frozen=True, slots=True)
class DemandCard:
    """A demand in the dashboard."""

    url: str
    title: str
    language: str
    body: Author | None
    standing: Standing
    verdicts: tuple[VerdictView, ...]
    done: int
    steps: int
    late_steps: int
    dropped_steps: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of the dashboard with how many demands it shows."""

    code: str
    label: Text
    count: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """Something the authority said of a dated step."""

    event: Text
    text: str
    evidence: str
    at: str
    at_iso: str
    dates: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class StepView:
    """A dated step as it stands, with everything that was said of it."""

    ref: str
    text: str
    state: Text
    tag: str
    due: str
    due_iso: str
    distance: str
    is_late: bool
    promised: str
    reports: tuple[ReportView, ...]
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """Something promised, with its dated steps."""

    pk: int
    text: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of an answer."""

    anchor: str
    author: Author
    text: SafeString
    language: str
    published: str
    published_iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer as it is read. ``opinions`` are what people find of it; ``has_reacted``: the reader did."""

    ref: str
    anchor: str
    verdict: VerdictView
    author: Author
    text: SafeString
    language: str
    published: str
    published_iso: str
    responsible: str
    budget: str
    until: str
    closes: bool
    commitments: tuple[CommitmentView, ...]
    opinions: Opinions | None
    reactions: tuple[Said, ...]
    reaction_count: int
    has_reacted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPage:
    """The page of a demand: what was asked, the answers, what was promised and done."""

    ref: str
    title: str
    language: str
    url: str
    body: Author | None
    handed_over: str
    standing: Standing
    promised: str
    answers: tuple[AnswerView, ...]
    opinions: tuple[Said, ...]

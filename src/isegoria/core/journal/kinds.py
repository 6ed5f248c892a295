"""What may stand in the public journal: kinds of entry with typed facts, and batches of acts.

A kind lists its facts and their types; :func:`isegoria.core.journal.record.record` refuses anything
else, so personal data cannot slip in: there is no type for free text written by a citizen. Such a
text, and the person who acts, enter as salted commitments only.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text

if TYPE_CHECKING:
    from isegoria.core.journal.models import SealedAct

_KIND_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]*")
SHARED_LABELS: Mapping[str, Text] = {"by": _("who acted")}
"""What every kind calls alike."""


class Fact(StrEnum):
    """The types of public facts."""

    REF = "ref"  # the opaque reference (UUID) of a public object, never of a person
    CODE = "code"  # a word of a fixed vocabulary: [a-z0-9_.-]{1,64}
    COUNT = "count"  # a whole number
    INSTANT = "instant"  # an aware datetime
    DIGEST = "digest"  # 64 hexadecimal digits
    PUBLIC_TEXT = "public_text"  # a text that the institution itself publishes, 500 characters


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: its name (``process.published``), its label, and its facts by type.

    ``commits`` names the values that enter as salted commitments (``by``, ``text``). ``by`` is who
    acted: :func:`~isegoria.core.journal.record.record` takes it from the running service.
    ``labels`` says each fact and commitment in words, as readers see it; ``by`` has its own. ``words``
    says a code of a fact in words, or None where it stands for itself; the entry itself keeps the codes.

    Raises ValueError at import when a name is malformed or both a fact and a commitment, or when
    ``labels`` are not those of the facts and commitments.
    """

    name: str
    label: Text
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    commits: frozenset[str] = frozenset({"by"})
    labels: Mapping[str, Text] = field(default_factory=dict, hash=False, compare=False)
    words: Mapping[str, Callable[[str], Text | None]] = field(
        default_factory=dict, hash=False, compare=False
    )

    def __post_init__(self) -> None:
        names = [*self.facts, *self.commits]
        wrong = [name for name in names if not _FACT_NAME.fullmatch(name)]
        if not _KIND_NAME.fullmatch(self.name) or wrong or len(names) != len(set(names)):
            raise ValueError(f"kind {self.name!r}: its name or its facts {names} are malformed")
        if {*self.labels, *SHARED_LABELS} != {*names, *SHARED_LABELS}:
            raise ValueError(f"kind {self.name!r}: its labels are not those of {names}")


@dataclass(frozen=True, slots=True)
class BatchSource:
    """Acts too many to have an entry each: rows of one append-only table, sealed together.

    ``acts`` returns every act row in the order of writing, with the joins that ``leaf`` reads; the
    sequencer takes those that no batch holds yet. ``leaf`` gives the canonical public content of
    one row (no personal data, commitments only); it must still give the same after an erasure.
    """

    name: str
    label: Text
    acts: "Callable[[], QuerySet[SealedAct]]"
    leaf: Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Private:
    """The declaration of a service that writes nothing public, with its reason."""

    reason: str


type Declared = EntryKind | BatchSource | Private

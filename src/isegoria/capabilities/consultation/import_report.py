"""What the reading of an import found: texts, positions, and every problem of every line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from isegoria.commons.processes.models import Theme
from isegoria.core.files.tables import sentence
from isegoria.core.post_kinds import PostKind
from isegoria.kernel.tabular import Problem, Severity

TOLD = 1_000
"""Lines told per kind of problem."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a file, checked and tidied. ``post`` is the text it already is here, if it is."""

    line: int
    reference: str
    kind: PostKind
    title: str
    text: str
    language: str
    theme: Theme | None
    place: str
    author: str
    at: datetime | None
    post: int | None = None


@dataclass(slots=True)
class Votes:
    """The last position of each person on each text. ``posts`` and ``persons`` are places in ``lines``
    and ``voters`` of the reading; ``at`` is in seconds since 1970, not a number where the file tells
    none. Arrays of one length, sorted by person."""

    posts: NDArray[np.int32]
    persons: NDArray[np.int32]
    values: NDArray[np.int8]
    at: NDArray[np.float64]


@dataclass(slots=True)
class Reading:
    """Two files that were read, what is wrong in them, and what was decided without being asked."""

    lines: list[Line] = field(default_factory=list)
    voters: list[str] = field(default_factory=list)
    votes: Votes | None = None
    digests: tuple[str, str] = ("", "")
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def size(self) -> int:
        """How many positions there are."""
        return len(self.votes.posts) if self.votes else 0

    def wrong(self, where: str, line: int, said: str | Promise) -> None:
        """A line that cannot be imported."""
        kind = f"{where} {str(said)[:20]}"
        self._counts[kind] += 1
        if self._counts[kind] <= TOLD:
            self.problems.append(
                _("%(file)s, line %(line)s: %(said)s") % {"file": where, "line": line, "said": said}
            )

    def close(self) -> None:
        """Say how many lines more have the problems that were told often enough."""
        for more in (count - TOLD for count in self._counts.values() if count > TOLD):
            self.problems.append(
                ngettext(
                    "And %(count)s more line like these.",
                    "And %(count)s more lines like these.",
                    more,
                )
                % {"count": more}
            )

    def tell(self, where: str, problems: Iterable[Problem]) -> None:
        """Take over what the reading of a table said."""
        for problem in problems:
            said = _("%(file)s: %(said)s") % {"file": where, "said": sentence(problem)}
            (self.problems if problem.severity is Severity.ERROR else self.notes).append(said)

"""What a verification found: plain sentences, as many as somebody would read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from traceback import clear_frames

from django.db import DatabaseError

from isegoria.core.journal.readable import Table, Unreadable

MOST_PROBLEMS = 100


@dataclass(slots=True)
class Report:
    """What was recomputed, what disagrees (``problems``), and what could not be looked at
    (``notes``)."""

    epochs: int = 0
    entries: int = 0
    checkpoints: int = 0
    tiles: int = 0
    acts: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    untold: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing disagrees."""
        return not self.problems

    def problem(self, sentence: str) -> None:
        """Add a problem; beyond :data:`MOST_PROBLEMS` they are only counted."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(sentence)
        else:
            self.untold += 1

    def rows(self, table: Table, column: str | None = None) -> set[int]:
        """The rows of ``table`` where ``column``, or any column, cannot be read."""
        return {
            int(cell.row)
            for cell in self.unreadable
            if cell.table is table and column in {None, cell.column}
        }

    @contextmanager
    def surviving(self, what: str) -> Iterator[None]:
        """Go on after damage that stops the verification of ``what``, and say so.

        An error of the database is its own, unless a cell that cannot be read explains it.
        """
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            self._stopped(what, error)
        except DatabaseError as error:
            if not self.unreadable:
                raise
            self._stopped(what, error)

    def _stopped(self, what: str, error: Exception) -> None:
        """Tell where it stopped, and close the cursors that were open there."""
        clear_frames(error.__traceback__)
        self.problem(
            f"{what} could not be recomputed to the end: a row holds something that cannot stand"
            f" there ({type(error).__name__})."
        )

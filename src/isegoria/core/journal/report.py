"""What a verification found: plain sentences, as many as somebody would read."""

from dataclasses import dataclass, field

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

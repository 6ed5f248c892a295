"""Counting: whether a body decided, and in which order graded things stand. Exact, and pure."""

from isegoria.kernel.tally.deciding import Base, Counts, Missed, Outcome, Rule, decide
from isegoria.kernel.tally.grading import Place, majority_grade, ranking

__all__ = [
    "Base",
    "Counts",
    "Missed",
    "Outcome",
    "Place",
    "Rule",
    "decide",
    "majority_grade",
    "ranking",
]

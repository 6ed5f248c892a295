"""Whether a body decided: a majority of whom, how large, and who must take part.

Robert's Rules of Order (12th ed., § 44) for the kinds of majority and what each is counted of. A threshold is
a fraction, compared exactly: two thirds of ten is seven, never 6.666.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Base(StrEnum):
    """Of whom a majority is counted."""

    EXPRESSED = "expressed"  # who voted for or against
    VOTERS = "voters"  # who voted, abstentions included
    MEMBERS = "members"  # who could have voted


class Missed(StrEnum):
    """Why nothing was adopted."""

    QUORUM = "quorum"
    MAJORITY = "majority"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of majority.

    ``threshold`` is the share of ``base`` that must be for. ``strict``: more than that share, as in a
    simple majority (more than half); otherwise that share is enough (two thirds). ``quorum`` is the
    share of the members who must vote, abstentions included.

    Raises ValueError when a share is not in [0, 1].
    """

    base: Base = Base.EXPRESSED
    threshold: Fraction = Fraction(1, 2)
    strict: bool = True
    quorum: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not (0 <= self.threshold <= 1 and 0 <= self.quorum <= 1):
            raise ValueError("a share is between 0 and 1")
        if self.strict and self.threshold == 1:
            raise ValueError("nobody can be more than everybody")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was cast, in votes; ``members`` is how many could have voted.

    Raises ValueError when a number is negative, or more voted than could.
    """

    agree: int
    disagree: int
    abstain: int
    members: int

    def __post_init__(self) -> None:
        if min(self.agree, self.disagree, self.abstain) < 0 or self.voters > self.members:
            raise ValueError(f"impossible counts: {self}")

    @property
    def voters(self) -> int:
        """Who voted, abstentions included."""
        return self.agree + self.disagree + self.abstain


@dataclass(frozen=True, slots=True)
class Outcome:
    """``adopted``, or what was ``missed``. ``needed`` votes for were needed, of ``of``; ``quorum``
    voters were needed."""

    adopted: bool
    missed: Missed | None
    needed: int
    of: int
    quorum: int


def decide(rule: Rule, counts: Counts) -> Outcome:
    """The outcome of a vote. At least one vote for is always needed."""
    of = {
        Base.EXPRESSED: counts.agree + counts.disagree,
        Base.VOTERS: counts.voters,
        Base.MEMBERS: counts.members,
    }[rule.base]
    share = rule.threshold * of
    needed = max(1, floor(share) + 1 if rule.strict else ceil(share))
    quorum = ceil(rule.quorum * counts.members)
    missed = None
    if counts.voters < quorum:
        missed = Missed.QUORUM
    elif counts.agree < needed:
        missed = Missed.MAJORITY
    return Outcome(adopted=missed is None, missed=missed, needed=needed, of=of, quorum=quorum)

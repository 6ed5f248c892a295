"""The answer of a policy: yes, or no with a reason a person can read and the date it may change."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done.

    ``reason`` is a sentence; ``when`` the instant at which the answer will change, if known; ``hidden``
    asks the page to answer 404 so that not even the object's existence is told.
    """

    allowed: bool
    code: str = ""
    reason: str | Promise = ""
    when: datetime | None = None
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(
    code: str, reason: str | Promise, *, when: datetime | None = None, hidden: bool = False
) -> Decision:
    """A refusal."""
    return Decision(allowed=False, code=code, reason=reason, when=when, hidden=hidden)


def most_helpful(refusals: tuple[Decision, ...]) -> Decision:
    """Of several refusals, the one that tells most: the soonest dated, else the first not hidden."""
    told = [refusal for refusal in refusals if not refusal.hidden]
    dated = [refusal for refusal in told if refusal.when is not None]
    if dated:
        return min(dated, key=lambda refusal: (refusal.when is None, refusal.when))
    return told[0] if told else refusals[0]

"""The answer of a policy: yes, or no with a reason a person can read and the date it may change."""

from dataclasses import dataclass
from datetime import datetime

from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done.

    ``reason`` is a sentence; ``when`` the instant at which the answer will change, if known; ``needs``
    the age or the level of verification that would do, if that is what lacks; ``hidden`` asks the page
    to answer 404 so that not even the object's existence is told.
    """

    allowed: bool
    code: str = ""
    reason: Text = ""
    when: datetime | None = None
    hidden: bool = False
    needs: int = 0

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(
    code: str,
    reason: Text,
    *,
    when: datetime | None = None,
    hidden: bool = False,
    needs: int = 0,
) -> Decision:
    """A refusal."""
    return Decision(allowed=False, code=code, reason=reason, when=when, hidden=hidden, needs=needs)


def most_helpful(refusals: tuple[Decision, ...]) -> Decision:
    """Of several refusals, the one that tells most: that a second proof is all that lacks, else the
    soonest dated, else the first not hidden."""
    told = [refusal for refusal in refusals if not refusal.hidden]
    proof = next((refusal for refusal in told if refusal.code == "second_factor"), None)
    if proof is not None:
        return proof
    dated = [refusal for refusal in told if refusal.when is not None]
    if dated:
        return min(dated, key=lambda refusal: (refusal.when is None, refusal.when))
    return told[0] if told else refusals[0]

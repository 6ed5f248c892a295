"""Pure rules: the rule of a majority in numbers, its outcome in words."""

from fractions import Fraction

from django.utils.translation import gettext as _

from isegoria.commons.decisions.choices import Majority, Quorum
from isegoria.core.ui.formatting import number
from isegoria.kernel.tally import Base, Counts, Missed, Outcome, Rule, decide

_HALF, _TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
_QUORUMS = {Quorum.NONE: Fraction(0), Quorum.HALF: _HALF, Quorum.TWO_THIRDS: _TWO_THIRDS}


def rule_of(majority: str, quorum: str) -> Rule:
    """The rule that the kernel counts by."""
    asked = _QUORUMS[Quorum(quorum)]
    match Majority(majority):
        case Majority.SIMPLE:
            return Rule(Base.EXPRESSED, _HALF, strict=True, quorum=asked)
        case Majority.ABSOLUTE:
            return Rule(Base.MEMBERS, _HALF, strict=True, quorum=asked)
        case Majority.TWO_THIRDS:
            return Rule(Base.EXPRESSED, _TWO_THIRDS, strict=False, quorum=asked)
        case Majority.UNANIMITY:
            return Rule(Base.EXPRESSED, Fraction(1), strict=False, quorum=asked)


def outcome_of(majority: str, quorum: str, counts: Counts) -> Outcome:
    """Whether something is adopted."""
    return decide(rule_of(majority, quorum), counts)


def in_words(outcome: Outcome, counts: Counts) -> str:
    """The outcome as a sentence, with what was needed."""
    if outcome.missed is Missed.QUORUM:
        return _("Not adopted: %(quorum)s members had to vote, %(voters)s did.") % {
            "quorum": number(outcome.quorum),
            "voters": number(counts.voters),
        }
    words = {"agree": number(counts.agree), "needed": number(outcome.needed)}
    if outcome.adopted:
        return _("Adopted: %(needed)s votes for were needed, there were %(agree)s.") % words
    return _("Not adopted: %(needed)s votes for were needed, there were %(agree)s.") % words

"""Whether a body decided: the laws of majorities, and the cases people argue about."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.tally import Base, Counts, Missed, Rule, decide

TWO_THIRDS = Rule(threshold=Fraction(2, 3), strict=False)
UNANIMITY = Rule(base=Base.EXPRESSED, threshold=Fraction(1), strict=False)
SHARES = st.fractions(0, 1, max_denominator=12)
NUMBERS = st.integers(0, 60)


@st.composite
def all_counts(draw: st.DrawFn) -> Counts:
    agree, disagree, abstain = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    return Counts(agree, disagree, abstain, agree + disagree + abstain + draw(NUMBERS))


@pytest.mark.parametrize(
    ("rule", "counts", "adopted"),
    [
        (Rule(), Counts(6, 5, 20, 40), True),
        (Rule(), Counts(5, 5, 0, 10), False),
        (Rule(), Counts(0, 0, 3, 10), False),
        (TWO_THIRDS, Counts(6, 4, 0, 10), False),
        (TWO_THIRDS, Counts(7, 3, 0, 10), True),
        (TWO_THIRDS, Counts(6, 3, 1, 10), True),
        (Rule(base=Base.VOTERS), Counts(5, 1, 5, 11), False),
        (Rule(base=Base.MEMBERS), Counts(20, 0, 0, 40), False),
        (Rule(base=Base.MEMBERS), Counts(21, 0, 0, 40), True),
        (UNANIMITY, Counts(9, 0, 1, 10), True),
        (UNANIMITY, Counts(9, 1, 0, 10), False),
        (UNANIMITY, Counts(0, 0, 10, 10), False),
    ],
)
def test_known_cases(rule: Rule, counts: Counts, *, adopted: bool) -> None:
    assert decide(rule, counts).adopted is adopted


def test_a_quorum_counts_abstentions_and_comes_first() -> None:
    rule = Rule(quorum=Fraction(1, 2))
    assert decide(rule, Counts(5, 0, 4, 20)).missed is Missed.QUORUM
    assert decide(rule, Counts(5, 0, 5, 20)).adopted
    assert decide(rule, Counts(5, 5, 5, 20)).missed is Missed.MAJORITY
    assert decide(rule, Counts(1, 0, 0, 3)).quorum == 2


@given(counts=all_counts(), share=SHARES, quorum=SHARES, base=st.sampled_from(Base))
def test_the_number_needed_is_the_smallest_that_is_enough(
    counts: Counts, share: Fraction, quorum: Fraction, base: Base
) -> None:
    outcome = decide(Rule(base=base, threshold=share, strict=False, quorum=quorum), counts)
    assert outcome.needed >= share * outcome.of
    assert outcome.needed <= 1 or outcome.needed - 1 < share * outcome.of
    enough = counts.agree >= outcome.needed and counts.voters >= outcome.quorum
    assert outcome.adopted is enough
    assert outcome.adopted is (outcome.missed is None)


@given(counts=all_counts(), rule=st.sampled_from([Rule(), TWO_THIRDS, UNANIMITY]))
def test_who_changes_from_against_to_for_never_makes_it_fail(counts: Counts, rule: Rule) -> None:
    if counts.disagree and decide(rule, counts).adopted:
        moved = Counts(counts.agree + 1, counts.disagree - 1, counts.abstain, counts.members)
        assert decide(rule, moved).adopted


@given(counts=all_counts())
def test_a_simple_majority_is_more_for_than_against(counts: Counts) -> None:
    assert decide(Rule(), counts).adopted is (counts.agree > counts.disagree)


def test_impossible_rules_and_counts_are_refused() -> None:
    for wrong in (Fraction(-1, 2), Fraction(3, 2)):
        with pytest.raises(ValueError, match="share"):
            Rule(threshold=wrong)
    with pytest.raises(ValueError, match="everybody"):
        Rule(threshold=Fraction(1), strict=True)
    with pytest.raises(ValueError, match="impossible"):
        Counts(5, 5, 1, 10)
    with pytest.raises(ValueError, match="impossible"):
        Counts(-1, 0, 0, 10)

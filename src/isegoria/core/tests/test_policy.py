"""Composition of policies: lazy, explained, and never wider than its parts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.actor import ANONYMOUS, SYSTEM
from isegoria.core.decision import Decision, no
from isegoria.core.errors import Refused
from isegoria.core.policy import (
    ADMINISTRATOR,
    ALL,
    EVERYONE,
    NONE,
    SIGNED_IN,
    Ask,
    Condition,
    Policy,
    Predicate,
    concealed,
)

NOW = datetime(2026, 3, 12, tzinfo=UTC)


def leaf(answer: bool | Decision, code: str = "leaf") -> Condition:
    return Condition(
        code,
        f"because of {code}",
        test=lambda _ask: answer,
        rows=lambda _a, _n: ALL if answer else NONE,
    )


def never_asked() -> Condition:
    def explode(_ask: Ask) -> bool:
        raise AssertionError("a lazy composition asked a part it did not need")

    return Condition("never", "", test=explode, rows=lambda _a, _n: ALL)


def decide(predicate: Predicate) -> Decision:
    return predicate.decide(Ask(ANONYMOUS, None, NOW))


def test_and_stops_at_the_first_refusal_and_gives_its_reason() -> None:
    refusal = decide(leaf(True) & leaf(False, "age") & never_asked())
    assert (refusal.allowed, refusal.code, refusal.reason) == (False, "age", "because of age")


def test_or_stops_at_the_first_yes() -> None:
    assert decide(leaf(False) | leaf(True) | never_asked())


def test_or_prefers_the_refusal_that_will_change_soonest() -> None:
    later = leaf(no("later", "", when=NOW + timedelta(days=9)))
    sooner = leaf(no("sooner", "", when=NOW + timedelta(days=2)))
    assert decide(leaf(False, "never") | later | sooner).code == "sooner"


def test_or_does_not_reveal_what_one_of_its_parts_hides() -> None:
    assert decide(concealed(leaf(False, "secret")) | leaf(False, "plain")).code == "plain"
    assert decide(concealed(leaf(False) | leaf(False))).hidden


def test_authorise_raises_with_the_reason() -> None:
    policy = Policy("test.act", "Act", ADMINISTRATOR)
    policy.authorise(SYSTEM)
    with pytest.raises(Refused) as refused:
        policy.authorise(ANONYMOUS)
    assert refused.value.decision.code == "administrator"


def test_nobody_is_not_signed_in_and_the_installation_is() -> None:
    assert not SIGNED_IN.decide(Ask(ANONYMOUS, None, NOW))
    assert SIGNED_IN.decide(Ask(SYSTEM, None, NOW))


@st.composite
def trees(draw: st.DrawFn) -> tuple[Predicate, bool]:
    """A random composition with the boolean it must come to."""
    if draw(st.booleans()):
        value = draw(st.booleans())
        return leaf(value), value
    (left, left_value), (right, right_value) = draw(trees()), draw(trees())
    if draw(st.booleans()):
        return left & right, left_value and right_value
    return left | right, left_value or right_value


@given(trees())
def test_a_composition_decides_as_logic_does(tree) -> None:
    predicate, expected = tree
    assert bool(decide(predicate)) is expected


@pytest.mark.django_db
@given(trees())
def test_and_so_does_its_queryset_twin(tree) -> None:
    """Django drops an empty Q from a disjunction: ``everyone | x`` must not become ``x``."""
    from django.contrib.contenttypes.models import ContentType

    predicate, expected = tree
    rows = ContentType.objects.filter(predicate.where(ANONYMOUS, NOW))
    assert rows.exists() is expected
    assert ContentType.objects.filter((EVERYONE | predicate).where(ANONYMOUS, NOW)).exists()

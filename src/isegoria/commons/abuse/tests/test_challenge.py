"""A proof of work serves once, in time, on this site, and only when it was done."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from isegoria.commons.abuse import challenge
from isegoria.commons.abuse.challenge import LIFE, is_solved, new_challenge
from isegoria.commons.abuse.tests.support import encoded, solution
from isegoria.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(settings: Settings) -> None:
    """Few numbers to try: the tests are about the answer."""
    settings.PROOF_OF_WORK = 100


def test_an_answer_serves_once() -> None:
    answer = solution(new_challenge())
    assert is_solved(answer)
    assert not is_solved(answer)
    assert is_solved(solution(new_challenge()))


def test_the_same_answer_written_otherwise_does_not_serve_again() -> None:
    asked = new_challenge()
    assert is_solved(solution(asked))
    assert not is_solved(solution(asked, more="words"))


def test_an_answer_that_comes_too_late_does_not_serve() -> None:
    answer = solution(new_challenge())
    with clock.frozen(clock.now() + LIFE + timedelta(seconds=1)):
        assert not is_solved(answer)


def test_a_challenge_cannot_be_given_a_longer_life() -> None:
    asked = new_challenge()
    later = int((clock.now() + timedelta(days=9)).timestamp())
    salt = f"abc?expires={later}&"
    assert not is_solved(solution(asked, salt=salt))
    assert not is_solved(solution(asked, salt="abc"))
    assert not is_solved(solution(asked, salt="abc?expires=never&"))


def test_a_challenge_of_another_site_does_not_serve(settings: Settings) -> None:
    here = settings.SECRET_KEY
    settings.SECRET_KEY = "another site " * 5
    foreign = solution(new_challenge())
    settings.SECRET_KEY = here
    assert not is_solved(foreign)


@pytest.mark.parametrize(
    "forged",
    [
        {"number": -1},
        {"number": "1"},
        {"number": True},
        {"signature": "0" * 64},
        {"algorithm": "SHA-1"},
        {"algorithm": "none"},
        {"challenge": "0" * 64},
        {"salt": 5},
    ],
    ids=str,
)
def test_a_forged_answer_does_not_serve(forged: dict[str, object]) -> None:
    asked = new_challenge()
    assert not is_solved(solution(asked, **forged))
    assert is_solved(solution(asked))


@pytest.mark.parametrize("answer", ["", "é", "x" * 5_000, encoded([]), encoded(3), encoded({})])
def test_what_is_no_answer_does_not_serve(answer: str) -> None:
    assert not is_solved(answer)


@given(st.text(max_size=60) | st.binary(max_size=60).map(bytes.hex))
def test_no_text_breaks_the_check(text: str) -> None:
    assert challenge._payload(text) is None

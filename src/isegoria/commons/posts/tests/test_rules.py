"""What a text must be, at every edge."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.posts.rules import (
    LONGEST_EXCERPT,
    LONGEST_TITLE,
    beginning,
    editable_until,
    problems_of_reason,
    problems_of_text,
    problems_of_title,
    tidy,
    tidy_line,
)
from isegoria.core import registry

TEXT = registry.post_kinds()["plain.text"]
COMMENT = registry.post_kinds()["plain.comment"]


@given(st.text())
def test_tidying_twice_changes_nothing_more(text) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert "\n" not in tidy_line(text)
    assert "\r" not in tidy(text)


@given(st.text(max_size=400))
def test_an_excerpt_fits_on_its_line_and_opens_no_tag(text) -> None:
    excerpt = beginning(tidy(text))
    assert len(excerpt) <= LONGEST_EXCERPT
    assert "\n" not in excerpt


def test_an_excerpt_is_cut_between_two_words() -> None:
    excerpt = beginning("citoyennes " * 50)
    assert excerpt.endswith("citoyennes …")
    assert set(excerpt.split()) == {"citoyennes", "…"}
    assert len(beginning("x" * 500)) <= LONGEST_EXCERPT


def test_an_excerpt_holds_the_words_without_their_marks() -> None:
    assert beginning("# Des *haies*\n\n* et des [mares](https://exemple.test)") == (
        "Des haies et des mares"
    )


@pytest.mark.parametrize("length", [TEXT.longest, TEXT.longest + 1, 1_000_000])
def test_a_text_of_the_longest_length_passes_and_one_more_sign_does_not(length) -> None:
    problems = problems_of_text(TEXT, "a" * length, complete=True)
    assert len(problems) == (length > TEXT.longest)


def test_a_title_is_asked_where_the_kind_asks_it() -> None:
    assert problems_of_title(TEXT, "", complete=True)
    assert not problems_of_title(TEXT, "", complete=False)
    assert problems_of_title(TEXT, "t" * (LONGEST_TITLE + 1), complete=False)
    assert problems_of_title(COMMENT, "Titre", complete=True)
    assert not problems_of_title(COMMENT, "", complete=True)


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_a_sign_that_nobody_sees_is_told_with_its_place(sign) -> None:
    for problems in (
        problems_of_text(TEXT, f"avant {sign} après", complete=True),
        problems_of_title(TEXT, f"avant {sign} après", complete=False),
        problems_of_reason(f"avant {sign} après"),
    ):
        assert len(problems) == 1
        assert "avant" in str(problems[0])


@pytest.mark.parametrize("text", ["À l’œuvre", "עברית", "العربية", "a\tb\n\nc", "👩‍🌾 haies"])
def test_ordinary_writing_in_any_script_passes(text) -> None:
    assert not problems_of_text(TEXT, tidy(text), complete=True)


def test_a_change_needs_its_reason() -> None:
    assert problems_of_reason("")
    assert not problems_of_reason("Une faute")
    assert problems_of_reason("r" * 301)


def test_the_window_of_a_comment_ends_and_that_of_a_text_is_its_phase() -> None:
    published = datetime(2026, 3, 12, tzinfo=UTC)
    assert editable_until(COMMENT, published) == published + timedelta(minutes=30)
    assert editable_until(TEXT, published) is None

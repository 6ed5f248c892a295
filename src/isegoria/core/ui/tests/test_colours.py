"""The contrast of WCAG, and our tokens held to it in every theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.ui.accent import TOKENS
from isegoria.core.ui.colours import PAIRS, contrast, palettes

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_the_examples_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#0000ff", "#ffffff") == pytest.approx(8.592, abs=0.001)


@given(colours, colours)
def test_contrast_is_symmetric_and_bounded(first, second):
    ratio = contrast(first, second)
    assert 1 <= ratio <= 21.0001
    assert ratio == contrast(second, first)
    assert contrast(first, first) == 1


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", ""])
def test_only_six_digits_are_a_colour(text):
    with pytest.raises(ValueError, match="#rrggbb"):
        contrast(text, "#ffffff")


THEMES = palettes(TOKENS.read_text(encoding="utf-8"))


def test_there_are_four_themes():
    assert set(THEMES) == {"light", "dark", "contrast", "contrast-dark"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.colour} on {pair.ground}")
def test_every_pair_can_be_read(theme, pair):
    tokens = THEMES[theme]
    assert contrast(tokens[pair.colour], tokens[pair.ground]) >= pair.least


def test_high_contrast_is_higher():
    for theme in ("contrast", "contrast-dark"):
        tokens = THEMES[theme]
        assert contrast(tokens["ink"], tokens["paper"]) >= 15
        assert contrast(tokens["accent"], tokens["paper"]) >= 7

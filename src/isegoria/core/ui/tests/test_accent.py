"""The organiser's colour: none makes a page unreadable, whatever is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.ui.accent import (
    ENHANCED,
    MEDIA,
    explain,
    failures,
    mix,
    nearest,
    style_sheet,
    themes,
    tones_by_theme,
)
from isegoria.core.ui.colours import PAIRS, TEXT, contrast

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_every_theme_of_the_house_has_its_medium():
    assert set(MEDIA) == set(themes())


def test_the_colour_of_the_house_would_be_accepted():
    assert explain(themes()["light"]["accent"]) == ""


@given(colours)
def test_the_proposal_can_be_read_in_every_theme(colour):
    accepted = nearest(colour)
    assert explain(accepted) == ""
    for theme, tones in tones_by_theme(accepted).items():
        tokens = {**themes()[theme], **tones}
        for pair in PAIRS:
            least = pair.least
            if theme.startswith("contrast") and least == TEXT and pair.colour in tones:
                least = ENHANCED
            assert contrast(tokens[pair.colour], tokens[pair.ground]) >= least, (theme, pair)


@given(colours)
def test_a_colour_that_can_be_read_is_left_alone(colour):
    accepted = nearest(colour)
    assert nearest(accepted) == accepted
    if not failures(colour):
        assert accepted == colour


def test_a_refusal_says_which_pair_fails_and_what_to_take_instead():
    sentence = explain("#ffcc00")
    assert "accent on sunk" in sentence
    assert "needs 4.5" in sentence
    assert nearest("#ffcc00") in sentence


@pytest.mark.parametrize("text", ["red", "#fff", "", "url(x)"])
def test_only_a_colour_is_a_colour(text):
    with pytest.raises(ValueError, match="#rrggbb"):
        explain(text)


def test_mixing_goes_from_one_colour_to_the_other():
    assert mix("#102030", "#ffffff", 0) == "#102030"
    assert mix("#102030", "#ffffff", 1) == "#ffffff"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_the_style_sheet_redefines_the_four_tokens_in_each_theme():
    sheet = style_sheet("#00664f")
    assert sheet.count("--accent:") == len(MEDIA) + 1
    assert ":root{--accent:#00664f;" in sheet
    assert all(medium in sheet for medium in MEDIA.values())


def test_without_a_colour_and_a_logo_the_house_keeps_its_own(client, settings):
    settings.ACCENT_COLOUR = settings.LOGO = ""
    page = client.get("/style/").text
    assert "accent.css" not in page
    assert 'class="logo"' not in page
    assert client.get("/identity/accent.css").status_code == 404
    assert client.get("/identity/logo").status_code == 404


def test_the_colour_and_the_logo_are_on_every_page_and_kept(client, settings, tmp_path):
    drawing = tmp_path / "logo.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    settings.ACCENT_COLOUR, settings.LOGO = "#00664f", str(drawing)
    page = client.get("/style/").text
    assert '<img class="logo" src="/identity/logo?v=' in page
    (address,) = [part for part in page.split('"') if part.startswith("/identity/accent.css?v=")]
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "#00664f" in answer.text
    assert client.get("/identity/logo").headers["Content-Type"] == "image/svg+xml"

"""Laws of differences and merges: both texts come back, and no word typed is ever lost."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.drafting import Conflict, Kind, difference, merge, split
from isegoria.kernel.drafting.matching import blocks

WORDS = st.sampled_from(
    ["la", "ville", "école", "aujourd’hui", "peut-être", "1,5", "eau", "plante"]
)
MARKS = st.sampled_from([" ", " ", ", ", ". ", "\n", "\n\n", " « ", " ; ", "’"])
TEXTS = st.lists(st.one_of(WORDS, MARKS), max_size=25).map("".join)
ANYTHING = st.one_of(TEXTS, st.text(max_size=60))


def edited(base: str, data: st.DataObject) -> str:
    """``base`` after a few edits of whole pieces, as a writer would make them."""
    pieces = split(base)
    for _edit in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(pieces)))
        end = data.draw(st.integers(start, min(len(pieces), start + 4)))
        pieces[start:end] = split(data.draw(TEXTS))
    return "".join(pieces)


@given(text=st.text())
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


def test_words_are_what_people_call_words() -> None:
    assert split("Aujourd’hui, peut-être 1,5 km.\nOui") == [
        "Aujourd’hui", ",", " ", "peut-être", " ", "1,5", " ", "km", ".", "\n", "Oui",
    ]  # fmt: skip


@given(old=ANYTHING, new=ANYTHING)
def test_both_texts_can_be_read_in_their_difference(old: str, new: str) -> None:
    changes = difference(old, new)
    assert "".join(change.text for change in changes if change.kind is not Kind.ADDED) == old
    assert "".join(change.text for change in changes if change.kind is not Kind.REMOVED) == new
    kinds = [change.kind for change in changes]
    assert all(kind is not following for kind, following in pairwise(kinds))
    assert all(change.text for change in changes)


@given(text=TEXTS)
def test_what_did_not_change_is_all_the_same(text: str) -> None:
    assert all(change.kind is Kind.SAME for change in difference(text, text))


def test_a_letter_shows_the_word() -> None:
    changes = difference("Planter un arbre ici.", "Planter un abre ici.")
    assert [(change.kind.value, change.text) for change in changes] == [
        ("same", "Planter un "),
        ("removed", "arbre"),
        ("added", "abre"),
        ("same", " ici."),
    ]


def test_a_paragraph_is_compared_with_its_own_successor() -> None:
    """A paragraph added at the top does not make the others look rewritten."""
    old = "".join(f"Paragraphe numéro {n} de la mesure.\n" for n in range(200))
    changes = difference(
        old, "Un préambule de la mesure.\n" + old.replace("numéro 150", "cent-cinquante")
    )
    assert [change.kind.value for change in changes] == [
        "added", "same", "removed", "added", "same",
    ]  # fmt: skip


def test_a_long_paragraph_shows_the_words_that_changed() -> None:
    chance = Random(1)
    words = [f"mot{chance.randrange(400)}" for _rank in range(3_000)]
    changed = [word if rank % 500 != 7 else "autre" for rank, word in enumerate(words)]
    changes = difference(" ".join(words), " ".join(changed))
    assert [change.text for change in changes if change.kind is Kind.ADDED] == ["autre"] * 6


@given(
    old=st.lists(st.sampled_from("ab "), max_size=300),
    new=st.lists(st.sampled_from("ab c"), max_size=300),
)
def test_the_blocks_of_long_hostile_texts_are_the_same_pieces(
    old: list[str], new: list[str]
) -> None:
    here = there = 0
    for block in blocks(old, new):
        assert block.size
        assert (block.old, block.new) >= (here, there)
        assert block.new >= there
        here, there = block.old + block.size, block.new + block.size
        assert old[block.old : here] == new[block.new : there]


@given(base=TEXTS, data=st.data())
def test_one_change_alone_is_taken_whole(base: str, data: st.DataObject) -> None:
    ours = edited(base, data)
    assert merge(base, ours, base).text == ours
    assert merge(base, base, ours).text == ours
    assert merge(base, ours, ours).text == ours


@given(base=ANYTHING, ours=ANYTHING, theirs=ANYTHING)
def test_no_word_typed_is_ever_lost(base: str, ours: str, theirs: str) -> None:
    _nothing_lost(base, ours, theirs)


@given(base=TEXTS, data=st.data())
def test_no_word_of_a_real_edit_is_ever_lost(base: str, data: st.DataObject) -> None:
    _nothing_lost(base, edited(base, data), edited(base, data))


def _nothing_lost(base: str, ours: str, theirs: str) -> None:
    """Whoever looks at the agreed text and at one side of the conflicts reads all that side added."""
    parts = merge(base, ours, theirs).parts
    for side, read in (
        (ours, "".join(p.ours if isinstance(p, Conflict) else p for p in parts)),
        (theirs, "".join(p.theirs if isinstance(p, Conflict) else p for p in parts)),
    ):
        added = [c.text for c in difference(base, side) if c.kind is Kind.ADDED]
        assert all(passage in read for passage in added)


@given(base=TEXTS, data=st.data())
def test_the_two_sides_are_equal(base: str, data: st.DataObject) -> None:
    ours, theirs = edited(base, data), edited(base, data)
    mirrored = tuple(
        Conflict(part.base, part.theirs, part.ours) if isinstance(part, Conflict) else part
        for part in merge(base, theirs, ours).parts
    )
    assert merge(base, ours, theirs).parts == mirrored


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("Un deux trois.", "Un deux trois quatre.", "Zéro, un deux trois.", None),
        ("A b c d e", "A B c d e", "A b c d E", "A B c d E"),
        (
            "Titre\n\nCorps",
            "Titre\n\nCorps long",
            "Grand titre\n\nCorps",
            "Grand titre\n\nCorps long",
        ),
    ],
)
def test_changes_apart_are_put_together(
    base: str, ours: str, theirs: str, merged: str | None
) -> None:
    result = merge(base, ours, theirs)
    if merged is not None:
        assert result.text == merged
    else:
        assert "quatre" in (result.text or "")


def test_contradictions_are_shown_side_by_side() -> None:
    result = merge(
        "La ville plante cent arbres par an.",
        "La ville plante mille arbres par an.",
        "La ville plante deux cents arbres par an.",
    )
    assert result.text is None
    assert result.parts == (
        "La ville plante ",
        Conflict("cent", "mille", "deux cents"),
        " arbres par an.",
    )


def test_one_sentence_rewritten_twice_is_one_conflict() -> None:
    result = merge("Le chat dort.", "Un chien court !", "La pie chante ?")
    assert len(result.conflicts) == 1

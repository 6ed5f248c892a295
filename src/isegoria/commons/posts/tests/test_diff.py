"""A comparison loses nothing, and shows the words that changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.posts.diff import MOST_WORDS, Piece, Sort, difference

texts = st.text(alphabet="ab \n", max_size=80)


@given(texts, texts)
def test_both_texts_come_back_from_their_comparison(old, new) -> None:
    pieces = difference(old, new)
    assert "".join(p.text for p in pieces if p.sort is not Sort.ADDED) == old
    assert "".join(p.text for p in pieces if p.sort is not Sort.REMOVED) == new
    assert all(one.sort is not other.sort for one, other in pairwise(pieces))
    assert all(piece.text for piece in pieces)


@given(texts)
def test_a_text_compared_with_itself_is_kept_whole(text) -> None:
    assert difference(text, text) == ((Piece(Sort.KEPT, text),) if text else ())


def test_the_word_that_changed_is_shown_alone() -> None:
    assert difference("Plantons des haies ici.", "Plantons des saules ici.") == (
        Piece(Sort.KEPT, "Plantons des "),
        Piece(Sort.REMOVED, "haies "),
        Piece(Sort.ADDED, "saules "),
        Piece(Sort.KEPT, "ici."),
    )


def test_long_texts_are_compared_by_lines() -> None:
    old = "\n".join(f"ligne {rank} a b c d" for rank in range(MOST_WORDS))
    new = "\n".join(
        f"ligne {rank} a b {'x' if rank % 500 == 7 else 'c'} d" for rank in range(MOST_WORDS)
    )
    pieces = difference(old, new)
    assert "".join(p.text for p in pieces if p.sort is not Sort.REMOVED) == new
    assert sum(piece.sort is Sort.ADDED for piece in pieces) == 6

"""Where a text answers a query: the passage to show, and the words to mark in it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from isegoria.kernel.text.fold import words
from isegoria.kernel.text.index import Term, meaningful
from isegoria.kernel.text.stem import Language, stem

MAX_SCAN = 50_000
"""Characters read to find a passage."""


class Piece(NamedTuple):
    """A stretch of text, marked when it answers the query."""

    text: str
    marked: bool


class _Span(NamedTuple):
    start: int
    end: int
    term: int


def _spans(text: str, terms: Sequence[Term], language: Language) -> list[_Span]:
    found = []
    for word in words(text[:MAX_SCAN]):
        tokens = [stem(piece, language) for piece in meaningful(word.pieces, language)]
        for number, term in enumerate(terms):
            if any(term.matches(token) for token in tokens):
                found.append(_Span(word.start, word.end, number))
                break
    return found


def _pieces(text: str, start: int, end: int, spans: Iterable[_Span]) -> tuple[Piece, ...]:
    pieces = []
    for span in spans:
        if span.start < start or span.end > end:
            continue
        pieces.append(Piece(text[start : span.start], marked=False))
        pieces.append(Piece(text[span.start : span.end], marked=True))
        start = span.end
    pieces.append(Piece(text[start:end], marked=False))
    return tuple(piece for piece in pieces if piece.text)


def highlight(text: str, terms: Sequence[Term], language: Language) -> tuple[Piece, ...]:
    """The whole of a short text, its matching words marked."""
    return _pieces(text, 0, len(text), _spans(text, terms, language))


def excerpt(
    text: str, terms: Sequence[Term], language: Language, *, width: int = 240
) -> tuple[Piece, ...]:
    """About ``width`` characters around the place where most different terms meet.

    White space is brought to single spaces; an ellipsis stands where something was left out. Of
    equal places the first; without a match, the beginning of the text.
    """
    text = " ".join(text[: 2 * MAX_SCAN].split())
    spans = _spans(text, terms, language)
    start, end = _window(text, spans, width)
    shown = _pieces(text, start, end, spans)
    before = (Piece("… ", marked=False),) if start > 0 else ()
    after = (Piece(" …", marked=False),) if end < len(text) else ()
    return before + shown + after


def _window(text: str, spans: Sequence[_Span], width: int) -> tuple[int, int]:
    best, first = 0, 0
    starts = [span.start for span in spans]
    for number, span in enumerate(spans):
        inside = spans[number : bisect_left(starts, span.start + width * 3 // 4)]
        different = len({other.term for other in inside})
        if different > best:
            best, first = different, span.start
    start = max(0, min(first - width // 4, len(text) - width))
    if start > 0:
        start = min(first, text.rfind(" ", 0, start + 1) + 1)
    end = min(len(text), start + width)
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > first else end
    return start, end

"""From texts to terms: what a search engine stores, and what a query asks of it."""

from collections.abc import Iterator
from typing import NamedTuple

from isegoria.kernel.text.fold import words
from isegoria.kernel.text.stem import Language, stem
from isegoria.kernel.text.stopwords import STOP_WORDS

MAX_TERMS = 10_000
"""Different terms kept of one text, in the order of their first appearance."""
MAX_BYTES = 250_000
"""Size of the terms of one text: PostgreSQL refuses a vector over a megabyte."""
MAX_QUERY = 300
"""Characters read of a query."""
MAX_QUERY_TERMS = 8
"""Different terms asked by one query: the first ones."""
MIN_PREFIX = 3
"""Letters from which the last word of a query may be unfinished."""


class Term(NamedTuple):
    """One condition of a query: a text meets it with the term ``stem``, or with a term that begins
    with ``prefix`` (none when empty)."""

    stem: str
    prefix: str = ""

    def matches(self, token: str) -> bool:
        """True when the indexed ``token`` meets this condition."""
        return token == self.stem or (bool(self.prefix) and token.startswith(self.prefix))


def meaningful(pieces: tuple[str, ...], language: Language) -> Iterator[str]:
    """The folded pieces that are not stop words of ``language``."""
    return (piece for piece in pieces if piece not in STOP_WORDS[language])


def _terms(text: str, language: Language) -> Iterator[str]:
    for word in words(text):
        for piece in meaningful(word.pieces, language):
            yield stem(piece, language)


def tokens(text: str, language: Language) -> list[str]:
    """The stems of ``text``, in order, repetitions kept, stop words left out.

    Raises ValueError for a language other than :data:`LANGUAGES`.
    """
    if language not in STOP_WORDS:
        raise ValueError(f"no stop words for {language!r}; known: {', '.join(STOP_WORDS)}")
    return list(_terms(text, language))


def index_text(text: str, language: Language) -> str:
    """The different stems of ``text``, separated by spaces, within :data:`MAX_TERMS` and
    :data:`MAX_BYTES`.

    Raises ValueError for a language other than :data:`LANGUAGES`.
    """
    if language not in STOP_WORDS:
        raise ValueError(f"no stop words for {language!r}; known: {', '.join(STOP_WORDS)}")
    kept: dict[str, None] = {}
    size = 0
    for term in _terms(text, language):
        if term in kept:
            continue
        size += len(term.encode()) + 1
        if size > MAX_BYTES or len(kept) == MAX_TERMS:
            break
        kept[term] = None
    return " ".join(kept)


def query_terms(text: str, language: Language) -> tuple[Term, ...]:
    """What a query asks: every different term, the last one also as the beginning of a word.

    Empty when the query holds nothing but stop words and punctuation. No character is an operator.
    """
    asked = [
        piece for word in words(text[:MAX_QUERY]) for piece in meaningful(word.pieces, language)
    ]
    terms: dict[str, Term] = {}
    for piece in asked:
        terms.setdefault(stem(piece, language), Term(stem(piece, language)))
    kept = dict(list(terms.items())[:MAX_QUERY_TERMS])
    if asked and len(asked[-1]) >= MIN_PREFIX and (last := stem(asked[-1], language)) in kept:
        kept[last] = Term(last, asked[-1])
    return tuple(kept.values())

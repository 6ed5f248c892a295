"""From characters to words: Unicode folding, elisions and inclusive writing.

A word is a run of letters and digits. Everything else separates, apostrophes included: ``l'école``
is ``l`` and ``ecole``, and the stop words remove the first. Inclusive writing is read as the word
it shortens: ``citoyen·ne·s``, ``habitant(e)s``, ``acteur.rice.s`` and ``étudiant-e-s`` are
``citoyen``, ``habitant``, ``acteur`` and ``etudiant``.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_TEXT = 1_000_000
"""Characters read of one text. What follows is ignored."""
MAX_WORD = 40
"""Characters kept of one word: a longer one is cut, in a text and in a query alike."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_MEDIAN = "·•‧∙⋅・"
_FEMININE = "e|ne|te|le|se|ve|re|fe|[eè]re|i[eè]re"
_AFTER_EUR = "rice|trice|euse|eresse|esse"
_SUFFIX = rf"(?:{_FEMININE}|(?<=eur.)(?:{_AFTER_EUR}))s?"
_WORD = re.compile(
    rf"""
    (?P<base>[^\W_](?:[^\W_]|[\u0300-\u036f])*+)
    (?:
        (?<=\w\w)
        (?: (?:[{_MEDIAN}./](?:{_SUFFIX}|s|x)(?![^\W_])){{1,3}}
          | \((?:{_SUFFIX}|s|x)\)s?
          | -(?:{_SUFFIX})-s
          | -es?
        )
        (?![^\W_])
    )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PIECE = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A word of a text: where it stands, inclusive suffix included, and its folded pieces."""

    start: int
    end: int
    pieces: tuple[str, ...]


def fold(text: str) -> str:
    """``text`` in lower case, without accents or ligatures, compatibility characters replaced."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    apart = unicodedata.normalize("NFKD", lowered)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).casefold()


def words(text: str) -> Iterator[Word]:
    """The words of the first :data:`MAX_TEXT` characters of ``text``, in order, in linear time."""
    for match in _WORD.finditer(text, 0, MAX_TEXT):
        if pieces := _pieces(match["base"][: 4 * MAX_WORD]):
            yield Word(match.start(), match.end(), pieces)


@lru_cache(maxsize=16_384)
def _pieces(base: str) -> tuple[str, ...]:
    """The folded pieces of a word, remembered: of ten words of a text nine are everywhere."""
    return tuple(piece[:MAX_WORD] for piece in _PIECE.findall(fold(base)))


def normalise(text: str) -> str:
    """``text`` as folded words separated by single spaces. Applied twice, it changes nothing more."""
    return " ".join(piece for word in words(text) for piece in word.pieces)

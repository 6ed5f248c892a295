"""From words to stems: Snowball, and the few rules that folded French needs around it.

Accents are gone before stemming, so that ``education`` and ``éducation`` cannot differ. Snowball's
French rules expect accents and leave genders apart; the rules below bring together what it then
misses: ``mesurées`` and ``mesure``, ``conseillères`` and ``conseiller``, ``actrice`` and ``acteur``,
``actif`` and ``active``, ``enjeux`` and ``enjeu``, ``travaux`` and ``travail``.
Source of the stemmers: M. Porter, https://snowballstem.org.
"""

import re
import threading
from functools import lru_cache
from typing import Literal, get_args

import snowballstemmer  # type: ignore[import-untyped]

type Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)
_ALGORITHMS = {"fr": "french", "en": "english"}

_FRENCH_BEFORE = (
    (re.compile(r"^(trav|vitr)aux$"), r"\1ail"),
    (re.compile(r"(?<=[^\W\d_]{2}[^\Ws\d_])s$"), ""),
    (re.compile(r"ee$"), "e"),
    (re.compile(r"(?<=\w{3})ere$"), "er"),
    (re.compile(r"(?<=\w)trice$"), "teur"),
    (re.compile(r"(?<=\w\w)eure$"), "eur"),
    (re.compile(r"(?<=\w\w)if$"), "ive"),
)
_FRENCH_AFTER = re.compile(r"(?<=[eo]u)x$|(?<=\weu)r$")


class _Stemmers(threading.local):
    """One stemmer per language and thread: they keep the word they work on in themselves."""

    def __init__(self) -> None:
        self.by_language = {
            language: snowballstemmer.stemmer(name) for language, name in _ALGORITHMS.items()
        }


_stemmers = _Stemmers()


@lru_cache(maxsize=65_536)
def stem(word: str, language: Language) -> str:
    """The stem of one folded word. Raises ValueError for a language we do not know."""
    if language not in _ALGORITHMS:
        raise ValueError(f"no stemmer for {language!r}; known: {', '.join(LANGUAGES)}")
    if language == "fr":
        for pattern, ending in _FRENCH_BEFORE:
            word = pattern.sub(ending, word)
    stemmed: str = _stemmers.by_language[language].stemWord(word)
    return _FRENCH_AFTER.sub("", stemmed) if language == "fr" else stemmed

"""Text made comparable: folded, cut into words, stemmed. Pure and deterministic, no Django.

::

    >>> tokens("L'éducation des citoyen·ne·s", "fr")
    ['educ', 'citoyen']
    >>> index_text("Mesures, mesurées, mesure", "fr")
    'mesur'

Every consumer (search, grouping of contributions) reads a text through these functions, so that two
engines cannot disagree about what a word is.
"""

from isegoria.kernel.text.excerpt import Piece, excerpt, highlight
from isegoria.kernel.text.fold import normalise
from isegoria.kernel.text.index import MAX_QUERY, Term, index_text, query_terms, tokens
from isegoria.kernel.text.stem import LANGUAGES, Language

__all__ = [
    "LANGUAGES",
    "MAX_QUERY",
    "Language",
    "Piece",
    "Term",
    "excerpt",
    "highlight",
    "index_text",
    "normalise",
    "query_terms",
    "tokens",
]

"""Pure rules of the site's own texts: what is still to be filled in, and when a text can be published."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text, Texts

BLANK = re.compile(r"\[\[\s*(.+?)\s*\]\]", re.DOTALL)
"""A blank to fill in: ``[[ name of the institution ]]``."""


def blanks(text: str) -> tuple[str, ...]:
    """What is still to be filled in, in the order of the text, each once."""
    return tuple(dict.fromkeys(BLANK.findall(text)))


def missing_before_publication(texts: Texts, site_language: str) -> Sequence[Text]:
    """Every reason why a text cannot be published yet."""
    lacks: list[Text] = []
    if not texts.get(site_language, "").strip():
        lacks.append(_("Write the text in the language of the site first."))
    if any(blanks(text) for text in texts.values()):
        lacks.append(_("Fill in every blank, in each language: they stand between [[ and ]]."))
    return lacks

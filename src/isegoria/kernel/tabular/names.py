"""Comparing names as people write them: case, accents, spaces and punctuation do not count."""

import unicodedata


def fold(name: str) -> str:
    """``name`` reduced to its letters and digits, without case or accents.

    "  Prénom " and "PRENOM" are the same name, and so are "e-mail" and "E mail". A name made of
    signs alone (such as "+") stands for itself.
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(character for character in bare if character.isalnum())
    return unicodedata.normalize("NFKD", letters.casefold()) or bare.strip()

"""The code in a link or on a letter: whoever holds it answers one offer, once, until its date.

It is 80 bits of a keyed digest of the reference of the offer, in letters that are not mistaken for one
another. The key lies outside the database (:mod:`isegoria.commons.people.keys`), of which a copy lets
nobody answer; the same letter can be printed again.
"""

from hashlib import sha256
from uuid import UUID

from isegoria.commons.people.keys import digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford’s base 32."""
LENGTH = 16
_MISTAKEN = str.maketrans("OIL", "011", "- ")


def code_of(ref: UUID) -> str:
    """The code of the offer ``ref``, sixteen signs."""
    number = int(digest("lottery.seat", str(ref)), 16)
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(LENGTH))


def spaced(code: str) -> str:
    """A code as it is printed: in fours."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return sha256(code.upper().translate(_MISTAKEN).encode()).hexdigest()

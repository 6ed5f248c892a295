"""Names that anybody can check and nobody can read: salts, pseudonyms and lines of the pool.

The salt of a person is HMAC-SHA256(seed, id), the pseudonym the first 128 bits of SHA-256(salt ‖ id), in
hexadecimal. Without the salt, which has 256 bits, a pseudonym says nothing about an id that could be
guessed; with it, the person recomputes the pseudonym and finds the line. A household that several
people share has a tag made in the same way; a household of one has none.
"""

import hmac
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.reading import Person, Terms
from isegoria.kernel.merkle import leaf_hash, root_of

PSEUDONYM_DIGITS = 32
SHORT_SEED = 16
"""A seed of fewer bytes could be guessed, and with it every pseudonym."""
_HOUSEHOLD = "household\x00"


@dataclass(frozen=True, slots=True)
class Key:
    """What ties a line of the pool to a person. Secret: it leaves the organiser for that person only."""

    id: str
    salt: bytes


@dataclass(frozen=True)
class Pool:
    """Everybody in the file, under pseudonyms and in their order.

    ``terms`` is what may be published; ``keys`` is aligned with ``terms.people``; ``file_order`` lists
    the positions as people stood in the file.
    """

    terms: Terms
    keys: tuple[Key, ...]
    file_order: tuple[int, ...]

    @cached_property
    def lines(self) -> tuple[bytes, ...]:
        """The canonical line of each person: pseudonym, values, tag of the household, standing, and the
        weight unless it is 1."""
        return tuple(line(person) for person in self.terms.people)

    @cached_property
    def root(self) -> bytes:
        """The RFC 6962 root of the lines: the hash of the pool."""
        return root_of(leaf_hash(data) for data in self.lines)


def salt(seed: bytes, name: str) -> bytes:
    """HMAC-SHA256 of the id under the seed of the lottery."""
    return hmac.digest(seed, name.encode(), "sha256")


def pseudonym(salted: bytes, name: str) -> str:
    """128 bits of SHA-256(salt ‖ id), in hexadecimal."""
    return sha256(salted + name.encode()).hexdigest()[:PSEUDONYM_DIGITS]


def line(person: Person) -> bytes:
    """One line of the pool, in canonical JSON; a weight that is not 1 ends it."""
    volunteer = person.volunteer
    weight = [str(volunteer.weight)] if volunteer.weight != 1 else []
    return canonical(
        [volunteer.id, volunteer.values, volunteer.household or "", person.standing.value, *weight]
    )


def veiled(terms: Terms, seed: bytes) -> Pool:
    """The pool under pseudonyms, sorted by them: the order of the file has no effect on the draw."""
    homes = Counter(person.volunteer.household for person in terms.people)
    tags = {
        home: pseudonym(salt(seed, _HOUSEHOLD + home), home)
        for home, people in homes.items()
        if home is not None and people > 1
    }
    found = []
    for position, person in enumerate(terms.people):
        volunteer = person.volunteer
        key = Key(volunteer.id, salt(seed, volunteer.id))
        tag = tags.get(volunteer.household) if volunteer.household is not None else None
        hidden = replace(volunteer, id=pseudonym(key.salt, key.id), household=tag)
        found.append((hidden.id, position, replace(person, volunteer=hidden), key))
    found.sort(key=lambda item: item[0])
    rank = {position: number for number, (_, position, _, _) in enumerate(found)}
    return Pool(
        replace(terms, people=tuple(person for _, _, person, _ in found)),
        tuple(key for _, _, _, key in found),
        tuple(rank[position] for position in range(len(found))),
    )


def solver_seed(seed: bytes) -> int:
    """A public number below 2^31 for the optimiser, from which the seed cannot be found."""
    return int.from_bytes(hmac.digest(seed, b"solver", "sha256")[:4]) >> 1

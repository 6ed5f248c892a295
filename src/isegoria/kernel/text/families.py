"""Families of near duplicates in a batch: copies of one letter, an idea posted twice.

Two texts are in one family when a chain of likenesses links them. The chain is needed: the tenth
person who adapts a campaign's letter starts from the ninth version. A family goes by its eldest, the
first in the order given, so that a batch that grows keeps the names of its families, unless a new
text links two of them: then the older name stays.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.text.duplicates import Fingerprint, likeness

NEIGHBOURS = 8
"""How many of those that share a key and come just before it a text is compared with."""

type Numbers = NDArray[np.int64]


def families(prints: Sequence[Fingerprint]) -> list[int]:
    """For each text, the number of the eldest of its family: its own when it is alone or eldest."""
    eldest = list(range(len(prints)))

    def head(number: int) -> int:
        while eldest[number] != number:
            eldest[number] = eldest[eldest[number]]
            number = eldest[number]
        return number

    first: dict[int, int] = {}
    different = []
    for number, one in enumerate(prints):
        if one.keys and first.setdefault(one.words, number) != number:
            eldest[number] = first[one.words]
        elif one.keys:
            different.append(number)
    for older, newer in _pairs(prints, different).tolist():
        if head(older) != head(newer) and likeness(prints[older], prints[newer]):
            younger, elder = sorted((head(older), head(newer)), reverse=True)
            eldest[younger] = elder
    return [head(number) for number in range(len(prints))]


def _pairs(prints: Sequence[Fingerprint], numbers: Sequence[int]) -> Numbers:
    """(pairs, 2): older, newer of the texts that share a key, each pair once, in order."""
    owners = np.repeat(
        np.array(numbers, dtype=np.int64), [len(prints[number].keys) for number in numbers]
    )
    keys = np.fromiter(
        (key for number in numbers for key in prints[number].keys), np.int64, len(owners)
    )
    order = np.argsort(keys, kind="stable")
    owners, keys = owners[order], keys[order]
    found = [
        np.stack((owners[:-step], owners[step:]), axis=1)[keys[:-step] == keys[step:]]
        for step in range(1, NEIGHBOURS + 1)
    ]
    return np.unique(np.concatenate(found), axis=0)

"""Votes as a file has them, before their sign is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a wide file says of each person, row by row: the line, how many posts the person agreed with, and
    disagreed with (None when it does not say). ``row``: the row of each vote, from 0."""

    row: NDArray[np.int32]
    lines: Numbers
    agrees: Numbers
    disagrees: Numbers | None


@dataclass(frozen=True, slots=True)
class Raw:
    """Votes oldest first: distinct ids, places among them, values of whichever sign."""

    voters: Sequence[str]
    voter: NDArray[np.int32]
    posts: Sequence[str]
    post: NDArray[np.int32]
    value: NDArray[np.int8]
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a sign fits what a wide file states: how many rows it leaves wrong, and the line of the first."""

    wrong: int
    line: int


def fit(raw: Raw, stated: Stated, agree: int) -> Fit:
    """How a wide file fits if ``agree`` (1 or −1) is agree."""
    pro, con = (
        np.bincount(stated.row[raw.value == sign], minlength=len(stated.lines))
        for sign in (agree, -agree)
    )
    wrong = pro != stated.agrees
    if stated.disagrees is not None:
        wrong |= con != stated.disagrees
    places = np.flatnonzero(wrong)
    return Fit(len(places), int(stated.lines[places[0]]) if places.size else 0)

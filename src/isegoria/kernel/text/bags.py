"""Texts as bags of stems: which words, how often, how rare, and as people write them.

The matrix of texts by terms is sparse; it is kept as three arrays, row after row, and multiplied by
dense tables in slices, so that two hundred thousand texts need no more memory than their words.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.text.fold import words
from isegoria.kernel.text.stem import Language, stem
from isegoria.kernel.text.stopwords import STOP_WORDS

MAX_READ = 5_000
"""Characters of one text that are read to group it."""
MAX_TERMS = 30_000
"""Terms kept: those of most texts, of equals the first met."""

_SLICE = 1 << 15

type Floats = NDArray[np.float32]
type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """Rows are texts, columns are terms. Row ``i`` holds ``columns[starts[i]:starts[i + 1]]``, each
    once, ascending, as often as ``counts`` says. ``forms`` gives each term as it is written most
    often, accents kept; ``spread`` in how many texts it is."""

    starts: Numbers
    columns: Numbers
    counts: Floats
    forms: tuple[str, ...]
    spread: Numbers

    @property
    def texts(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    def rarity(self) -> Floats:
        """For each term, log(1 + texts / texts that hold it): the usual smoothed idf."""
        return np.log1p(self.texts / self.spread).astype(np.float32)

    def weights(self) -> Floats:
        """TF-IDF of every stored cell, with log(1 + count) for the count; rows have length 1."""
        raw: Floats = np.log1p(self.counts) * self.rarity()[self.columns]
        rows = np.repeat(np.arange(self.texts), np.diff(self.starts))
        lengths = np.sqrt(np.bincount(rows, weights=raw**2, minlength=self.texts))
        return (raw / lengths[rows]).astype(np.float32, copy=False)

    def row(self, number: int) -> Numbers:
        """The terms of one text."""
        return self.columns[self.starts[number] : self.starts[number + 1]]


def bags(texts: Sequence[str], language: Language) -> Bags:
    """Read the texts. Raises KeyError for a language without stop words."""
    number: dict[str, int] = {}
    surfaces: list[Counter[str]] = []
    rows: list[Counter[int]] = []
    for text in texts:
        row: Counter[int] = Counter()
        for piece, form in _pieces(text[:MAX_READ], language):
            column = number.setdefault(stem(piece, language), len(number))
            if column == len(surfaces):
                surfaces.append(Counter())
            surfaces[column][form] += 1
            row[column] += 1
        rows.append(row)
    spread = np.zeros(len(number), dtype=np.int64)
    for row in rows:
        spread[list(row)] += 1
    kept = np.sort(np.argsort(-spread, kind="stable")[:MAX_TERMS])
    renumbered = np.full(len(number), -1)
    renumbered[kept] = np.arange(len(kept))
    cells = [
        sorted((int(renumbered[column]), count) for column, count in row.items()) for row in rows
    ]
    flat = [cell for row in cells for cell in row if cell[0] >= 0]
    return Bags(
        starts=np.cumsum([0, *(sum(column >= 0 for column, _ in row) for row in cells)]),
        columns=np.array([column for column, _ in flat], dtype=np.int64),
        counts=np.array([count for _, count in flat], dtype=np.float32),
        forms=tuple(surfaces[column].most_common(1)[0][0] for column in kept.tolist()),
        spread=spread[kept],
    )


def _pieces(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Folded pieces that mean something, and how they are written."""
    for word in words(text):
        whole = len(word.pieces) == 1
        for piece in word.pieces:
            if piece not in STOP_WORDS[language] and len(piece) > 1:
                yield piece, text[word.start : word.end].lower() if whole else piece


def times(starts: Numbers, columns: Numbers, weights: Floats, table: Floats) -> Floats:
    """(rows, width): the sparse matrix of the first three times the dense ``table``."""
    product = np.zeros((len(starts) - 1, table.shape[1]), dtype=np.float32)
    row = 0
    while row < len(product):
        end = max(row + 1, int(np.searchsorted(starts, starts[row] + _SLICE, "right")) - 1)
        held = np.flatnonzero(np.diff(starts[row : end + 1])) + row
        if len(held):
            here = slice(starts[row], starts[end])
            cells = table[columns[here]] * weights[here, None]
            product[held] = np.add.reduceat(cells, starts[held] - starts[row], axis=0)
        row = end
    return product


def transposed(
    starts: Numbers, columns: Numbers, weights: Floats, terms: int
) -> tuple[Numbers, Numbers, Floats]:
    """The same sparse matrix, rows and columns exchanged."""
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns, minlength=terms)
    return np.concatenate(([0], np.cumsum(counts))), rows[order], weights[order]


def unit(rows: Floats) -> Floats:
    """Every row divided by its length; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > math.ulp(1.0), lengths, 1)).astype(np.float32, copy=False)

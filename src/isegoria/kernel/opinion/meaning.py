"""When an opinion map means little, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from isegoria.kernel.opinion.axes import Axes, Centred, components
from isegoria.kernel.opinion.groups import Grouping
from isegoria.kernel.opinion.stability import Stability, stability

FEW_PEOPLE = 30
"""Fewer people than this do not speak for others."""
MARGIN = 1.25
"""An axis says something when its variance is so many times what chance gives: in conversations without any
structure, even of thirty people, the first axis rarely exceeds 1.2 times that of random signs."""
LITTLE = 0.01
"""Two axes that explain less than this share of the variance leave nearly everything out of the picture."""
SEPARATE = 0.4
"""Clouds of points without any groups are cut into groups of a silhouette of 0.3 to 0.4."""
STABLE = 0.6
"""The mean likeness of groups found with other people, below which groups are not to be relied on."""
CLOSE = 1e-2
"""Residual of the variance of chance: far below the margin."""

TEMPLATES: Mapping[str, str] = {
    "no_groups": "There are no groups: {kept} people voted on {least} posts or more.",
    "few_people": "Only {kept} people voted on {least} posts or more: too few to speak for others.",
    "noise": "The axes are no clearer than if everybody had voted at random: read nothing into places.",
    "one_axis": "Only the horizontal axis means something: read nothing into heights.",
    "little": "The two axes explain {share} of the differences between people: most is not in the picture.",
    "blurred": "The groups blend into one another (silhouette {separation}): their borders are arbitrary.",
    "unstable": "Other people of the same opinions would have made other groups (stability {stability}).",
}
"""The English template of every warning."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why a map means little. Interfaces in other languages translate the template of the code."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def sentence(self, template: str | None = None) -> str:
        """The reason in words."""
        return (template or TEMPLATES[self.code]).format_map(self.params)


def by_chance(centred: Centred, *, seed: int) -> float:
    """The share of variance of the first axis if every vote, taken off its mean, had a random sign.

    Signflip parallel analysis (Hong, Sheng, Dobriban, "Selecting the number of components in PCA via random
    signflips", 2020): signs that owe nothing to one another destroy what votes have in common, and keep who
    voted on what.
    """
    matrix, total = centred.matrix, centred.total
    if not total:
        return 0.0
    signs = np.random.default_rng(seed).integers(2, size=matrix.nnz, dtype=np.int8) * 2 - 1
    flipped = csr_array((matrix.data * signs, matrix.indices, matrix.indptr), shape=matrix.shape)
    _, squares = components(flipped, seed=seed, count=1, close=CLOSE)
    return float(squares[0]) / max(1, matrix.shape[0] - 1) / total


@dataclass(frozen=True, slots=True)
class Trust:
    """How far to trust a map. ``chance``: the share that the first axis would explain if votes were random;
    ``stability``: None when there are no groups; ``doubts``: why the map means little, gravest first."""

    chance: float
    stability: Stability | None
    doubts: tuple[Doubt, ...]


def examine(
    centred: Centred,
    axes: Axes,
    grouping: Grouping,
    kept: NDArray[np.intp],
    *,
    least: int,
    seed: int,
) -> Trust:
    """Everything that speaks for or against reading much into a map.

    ``kept``: the voters (places) who are in groups, with ``least`` votes each.
    """
    chance = by_chance(centred, seed=seed)
    steady = stability(centred, axes, grouping, kept, seed=seed) if grouping.k else None
    first, second = axes.shares.tolist()
    found = {
        "no_groups": not grouping.k,
        "few_people": grouping.k and len(kept) < FEW_PEOPLE,
        "noise": first < MARGIN * chance or not first,
        "one_axis": first >= MARGIN * chance > second,
        "unstable": steady is not None and steady.mean < STABLE,
        "blurred": grouping.k and grouping.separation < SEPARATE,
        "little": 0 < first + second < LITTLE,
    }
    params: dict[str, str | int] = {
        "kept": len(kept),
        "least": least,
        "share": f"{first + second:.2%}",
        "separation": f"{grouping.separation:.2f}",
        "stability": f"{steady.mean:.2f}" if steady else "",
    }
    told = tuple(Doubt(code, params) for code, holds in found.items() if holds)
    return Trust(chance, steady, told)

"""The map as one SVG picture: no script, no style sheet, readable in print and by a screen reader.

Groups differ by shape and letter; colour only helps. Elements carry classes, so that a page may give them
other colours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.axes import Floats
from isegoria.kernel.opinion.mapping import LETTERS, OpinionMap

WIDTH, HEIGHT, LEGEND, MARGIN = 960, 640, 220, 40
CELL = 8.0
"""People closer than this, in pixels, are one mark, of an area in proportion to their number."""
SMALLEST, LARGEST = 2.2, 9.0
"""Half the width of a mark, in pixels."""
LEAST_SHARE = 0.01
COLOURS = ("#0b5fa5", "#b8500c", "#1b7a4b", "#8a3a8f", "#4d4d4d")
SHAPES = (
    "M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z",
    "M-{r} -{r}H{r}V{r}H-{r}Z",
    "M0 -{r}L{r} {r}H-{r}Z",
    "M0 -{r}L{r} 0L0 {r}L-{r} 0Z",
    "M-{r} 0L0 -{s}L{r} 0L0 {s}Z",
)


def _number(count: int) -> str:
    return f"{count:,}"


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= LEAST_SHARE else f"{share:.2%}"


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says, as templates, and how it writes numbers of people and shares."""

    title: str = "Opinion map"
    people: str = "{count} people in {groups} groups, by who agrees with whom."
    alone: str = "{count} people; no groups were found."
    group: str = "Group {letter}: {count} people."
    across: str = (
        "The horizontal axis explains {share} of the differences, the vertical one {other}."
    )
    read: str = "People who stand close to each other voted alike. Directions mean nothing else."
    legend: str = "{letter}: {count} people"
    axis: str = "{share} of the differences"
    number: Callable[[int], str] = _number
    share: Callable[[float], str] = _share


ENGLISH = Words()


def picture(found: OpinionMap, words: Words = ENGLISH) -> bytes:
    """The map of the people who are in groups; of everybody, when there are none."""
    shown = found.labels >= 0 if found.grouping.k else np.ones(len(found.labels), dtype=np.bool_)
    drawn = "".join(_marks(found.axes.voters[shown], found.labels[shown]))
    shares = [words.share(share) for share in found.axes.shares.tolist()]
    sizes = found.grouping.sizes().tolist()
    said = " ".join(_description(int(shown.sum()), sizes, shares, words))
    right, bottom = WIDTH - LEGEND, HEIGHT - MARGIN
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
            ' aria-labelledby="opinion-title opinion-desc" font-family="sans-serif">\n',
            f'<title id="opinion-title">{escape(words.title)}</title>\n',
            f'<desc id="opinion-desc">{escape(said)}</desc>\n',
            f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n',
            f'<g class="people" stroke="#ffffff" stroke-width="0.6">{drawn}</g>\n',
            '<g class="words" fill="#1a1a1a" font-size="15">',
            f'<text x="{right / 2}" y="{bottom + 28}" text-anchor="middle">',
            f"↔ {escape(words.axis.format(share=shares[0]))}</text>",
            f'<text transform="translate(20 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">',
            f"↔ {escape(words.axis.format(share=shares[1]))}</text>",
            *_legend(sizes, words),
            "</g>\n</svg>\n",
        )
    ).encode()


def _description(people: int, sizes: list[int], shares: list[str], words: Words) -> Iterator[str]:
    if sizes:
        yield words.people.format(count=words.number(people), groups=len(sizes))
    else:
        yield words.alone.format(count=words.number(people))
    for letter, count in zip(LETTERS, sizes, strict=False):
        yield words.group.format(letter=letter, count=words.number(count))
    yield words.across.format(share=shares[0], other=shares[1])
    yield words.read


def _legend(sizes: list[int], words: Words) -> Iterator[str]:
    x, y = WIDTH - LEGEND + 24, MARGIN + 20
    for group, count in enumerate(sizes):
        yield _mark(group, x, y + 32 * group - 5, 7)
        said = escape(words.legend.format(letter=LETTERS[group], count=words.number(count)))
        yield f'<text x="{x + 18}" y="{y + 32 * group}">{said}</text>'


def _marks(places: Floats, labels: NDArray[np.int8]) -> Iterator[str]:
    """One mark for the people of a group in a cell of the picture, and the letters of the groups."""
    if not len(places):
        return
    across, down = WIDTH - LEGEND - 2 * MARGIN, HEIGHT - 2 * MARGIN
    low, high = places.min(axis=0), places.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    scale = float(min(across / extent[0], down / extent[1]))
    middle = np.array([MARGIN + across / 2, MARGIN + down / 2])
    pixels = middle + (places - (low + high) / 2) * [scale, -scale]
    cells = (pixels // CELL).astype(np.int64)
    key = (labels.astype(np.int64) * WIDTH + cells[:, 0]) * HEIGHT + cells[:, 1]
    _, mark, counts = np.unique(key, return_inverse=True, return_counts=True)
    centres = np.column_stack([np.bincount(mark, pixels[:, axis]) / counts for axis in (0, 1)])
    group = np.zeros(len(counts), dtype=np.int64)
    group[mark] = labels
    widths = np.clip(LARGEST * np.sqrt(counts / counts.max()), SMALLEST, LARGEST)
    for at in np.argsort(-counts, kind="stable").tolist():
        x, y = centres[at].tolist()
        yield _mark(int(group[at]), x, y, float(widths[at]))
    for label in range(int(labels.max()) + 1):
        x, y = pixels[labels == label].mean(axis=0).tolist()
        yield (
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" dominant-baseline="central"'
            ' font-size="34" font-weight="bold" fill="#1a1a1a" stroke="#ffffff" stroke-width="5"'
            f' paint-order="stroke">{LETTERS[label]}</text>'
        )


def _mark(group: int, x: float, y: float, half: float) -> str:
    """The shape of a group; people in none are circles of the last colour."""
    shape = SHAPES[max(group, 0)].format(r=f"{half:.1f}", s=f"{half / sqrt(3):.1f}")
    name = LETTERS[group].lower() if group >= 0 else "none"
    return (
        f'<path class="group-{name}" transform="translate({x:.1f} {y:.1f})"'
        f' fill="{COLOURS[group]}" d="{shape}"/>'
    )

"""The map as shapes in a box: pure, from kept findings, for a template to write as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from isegoria.kernel.opinion.mapping import LETTERS
from isegoria.kernel.opinion.picture import SHAPES

WIDTH, HEIGHT, MARGIN = 640, 440, 34
SMALLEST, LARGEST = 5.0, 15.0
"""Half the width of a mark."""

type Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape: its group from 1, where it stands, its path."""

    group: int
    transform: str
    path: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of a group, at its middle."""

    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn. ``me``: where the reader stands, for the reader alone."""

    view_box: str
    marks: tuple[Mark, ...]
    letters: tuple[Letter, ...]
    me: Mark | None


def drawing(
    crowds: Sequence[Sequence[float]], centres: Sequence[Place], me: Place | None = None
) -> Drawing | None:
    """The picture of ``crowds`` (group, x, y, people); None when there is none. Somebody who stands outside
    is drawn at the edge."""
    if not crowds:
        return None
    low, high = ([edge(crowd[axis] for crowd in crowds) for axis in (1, 2)] for edge in (min, max))
    extent = [max(high[axis] - low[axis], 1e-9) for axis in (0, 1)]
    scale = min((WIDTH - 2 * MARGIN) / extent[0], (HEIGHT - 2 * MARGIN) / extent[1])

    def at(x: float, y: float) -> Place:
        across = WIDTH / 2 + (x - (low[0] + high[0]) / 2) * scale
        down = HEIGHT / 2 - (y - (low[1] + high[1]) / 2) * scale
        return (
            min(max(across, MARGIN / 2), WIDTH - MARGIN / 2),
            min(max(down, MARGIN / 2), HEIGHT - MARGIN / 2),
        )

    most = max(crowd[3] for crowd in crowds)
    return Drawing(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        marks=tuple(
            _mark(int(group), at(x, y), max(SMALLEST, LARGEST * sqrt(people / most)))
            for group, x, y, people in crowds
        ),
        letters=tuple(
            Letter(letter, *(f"{value:.1f}" for value in at(*centre)))
            for letter, centre in zip(LETTERS, centres, strict=False)
        ),
        me=_mark(0, at(*me), LARGEST) if me else None,
    )


def _mark(group: int, place: Place, half: float) -> Mark:
    shape = SHAPES[group].format(r=f"{half:.1f}", s=f"{half / sqrt(3):.1f}")
    return Mark(group + 1, f"translate({place[0]:.1f} {place[1]:.1f})", shape)


def swatch(group: int) -> str:
    """The path of the shape of a group, for a legend in a box of 24."""
    return _mark(group, (12, 12), 8).path

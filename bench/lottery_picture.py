"""Draw the pictures of the documentation: lottery-chances.svg and lottery-leximin.svg in docs/images.

python bench/lottery_picture.py

The first: a national pool of 1,500 volunteers for 40 seats, made with the same odds as in
bench/lottery.py, as ``isegoria lottery compare`` draws it. The second: a village of 48 volunteers for 8
seats, small enough to be drawn as vessels. The same bytes each time.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from isegoria.kernel.lottery.comparison import compare
from isegoria.kernel.lottery.model import polytope
from isegoria.kernel.lottery.optimum import Objective
from isegoria.kernel.lottery.picture import picture
from isegoria.kernel.lottery.reading import Terms, read_terms
from isegoria.kernel.lottery.solve import chances, optimise
from lottery import NATIONAL, Rows, drawn

IMAGES = Path(__file__).parents[1] / "docs" / "images"
VILLAGE = {("women", "65 and over"): 24, ("men", "65 and over"): 12, ("women", "under 65"): 9}
VILLAGE |= {("men", "under 65"): 3}
QUOTAS = [["gender", "women", "4", "4"], ["gender", "men", "4", "4"]]
QUOTAS += [["age", "under 65", "5", "5"], ["age", "65 and over", "3", "3"]]
WIDE, HIGH, LEFT, TOP = 14, 220, 56, 56
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:600}.water{fill:#7fb0e0}"
    ".vessel{fill:none;stroke:#444}@media(prefers-color-scheme:dark){.paper{fill:#16181c}"
    "text{fill:#eee}.water{fill:#2f6ca8}.vessel{stroke:#ccc}}"
)


def sheet(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def terms(people: Rows, quotas: Rows, features: Sequence[str], size: int) -> Terms:
    """A pool that must be readable."""
    reading = read_terms(
        sheet([["id", *features], *people]),
        sheet([["feature", "value", "min", "max"], *quotas]),
        size,
    )
    if reading.terms is None:
        raise SystemExit("the pool of the picture cannot be read")
    return reading.terms


def vessels() -> str:
    """One vessel per profile, as wide as its people; the water stands at their chance under leximin."""
    profiles = [values for values, count in VILLAGE.items() for _ in range(count)]
    village = terms([[f"p{i}", *of] for i, of in enumerate(profiles)], QUOTAS, ("gender", "age"), 8)
    poly = polytope(village.draw())
    found = chances(poly, optimise(poly, Objective.LEXIMIN, seed=0))
    ranked = sorted(zip(found, poly.types, strict=True), key=lambda pair: pair[0])
    width = LEFT * 2 + WIDE * len(profiles) + 40 * len(ranked)
    said, drawn_, x = [], [], LEFT
    for chance, kind in ranked:
        across, up = WIDE * len(kind.members), HIGH * float(chance)
        middle, name = x + across // 2, " ".join(kind.values)
        drawn_ += [
            f'<rect class="water" x="{x}" y="{TOP + HIGH - up:.1f}" width="{across}" height="{up:.1f}"/>',
            f'<rect class="vessel" x="{x}" y="{TOP}" width="{across}" height="{HIGH}"/>',
            f'<text x="{middle}" y="{TOP - 10}" text-anchor="middle">{float(chance):.1%}</text>',
            f'<text x="{middle}" y="{TOP + HIGH + 20}" text-anchor="middle">{len(kind.members)}</text>',
            *(
                f'<text x="{middle}" y="{TOP + HIGH + 40 + 18 * line}" text-anchor="middle">{value}</text>'
                for line, value in enumerate(kind.values)
            ),
        ]
        said.append(f"{len(kind.members)} {name}: chance {float(chance):.1%}")
        x += across + 52
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + HIGH + 80}"'
    return "\n".join(
        [
            f'{head} role="img" aria-labelledby="title words">',
            '<title id="title">The chances of 48 volunteers for 8 seats, as vessels</title>',
            f'<desc id="words">{". ".join(said)}. The water of all vessels makes 8 seats.</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{width}" height="{TOP + HIGH + 80}" fill="#fff"/>',
            *drawn_,
            "</svg>",
            "",
        ]
    )


def main() -> None:
    """Compute and write both."""
    pool = drawn("1,500 to 40", 1500, 40, NATIONAL)
    national = terms(pool.people, pool.quotas, pool.features, pool.size)
    compared = compare(national, cap=Fraction(1, 4))
    (IMAGES / "lottery-chances.svg").write_text(picture(compared), encoding="utf-8")
    (IMAGES / "lottery-leximin.svg").write_text(vessels(), encoding="utf-8")


if __name__ == "__main__":
    main()

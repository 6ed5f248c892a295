"""The chances of everybody as a picture: SVG, for a page, a report or a wall; no script, no library.

One panel without a cap, one with: people from the least to the most likely, their chance on a scale
where each line is ten times the one below. Lines differ by dashes as well as by colour.
"""

from collections.abc import Sequence
from math import floor, log10
from xml.sax.saxutils import escape

from isegoria.kernel.lottery.comparison import Choice, Comparison, steps, summary

WIDTH, HEIGHT, LEFT, TOP = 380, 260, 64, 64
GAP = 84
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:600}.grid{stroke:#bbb}"
    ".line{fill:none;stroke-width:2.5}.leximin{stroke:#0b57a4}"
    ".maximin{stroke:#b3470a;stroke-dasharray:9 4}"
    ".goldilocks{stroke:#2c7a2c;stroke-dasharray:2 4;stroke-width:3.5}"
    "@media(prefers-color-scheme:dark){.paper{fill:#16181c}text{fill:#eee}.grid{stroke:#555}"
    ".leximin{stroke:#7db8f5}.maximin{stroke:#f5a86b}.goldilocks{stroke:#84d184}}"
)


def picture(comparison: Comparison) -> str:
    """The SVG of ``comparison``, with its figures in words for those who do not see it."""
    drawn = [choice for choice in comparison.choices if choice.chances]
    panels = [
        [choice for choice in drawn if (choice.cap < 1) is capped] for capped in (False, True)
    ]
    panels = [panel for panel in panels if panel]
    positive = [float(p) for choice in drawn for p in choice.chances if p]
    decades = max(1, -floor(log10(min(positive)))) if positive else 1
    width = LEFT + len(panels) * (WIDTH + GAP)
    height = TOP + HEIGHT + 96
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
                ' aria-labelledby="title words">'
            ),
            '<title id="title">Everybody\'s chance of being drawn</title>',
            f'<desc id="words">{escape(_words(comparison))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{width}" height="{height}" fill="#fff"/>',
            *(
                line
                for place, panel in enumerate(panels)
                for line in _panel(comparison, panel, LEFT + place * (WIDTH + GAP), decades)
            ),
            *_legend(panels[0] if panels else [], TOP + HEIGHT + 72),
            "</svg>",
            "",
        ]
    )


def _words(comparison: Comparison) -> str:
    header, *rows = summary(comparison)
    return " ".join(
        f"{name}: " + ", ".join(f"{row[0]} {row[column]}" for row in rows) + "."
        for column, name in enumerate(header)
        if name
    )


def _panel(comparison: Comparison, choices: Sequence[Choice], left: int, decades: int) -> list[str]:
    cap = choices[0].cap
    title = f"No chance above {float(cap):.3g}" if cap < 1 else "No cap"
    lines = [f'<text class="title" x="{left}" y="{TOP - 24}">{title}</text>']
    for power in range(decades + 1):
        y = TOP + HEIGHT * power / decades
        lines.append(
            f'<line class="grid" x1="{left}" x2="{left + WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{_share(power)}</text>'
        )
    lines += [
        f'<text x="{left + WIDTH * part // 100}" y="{TOP + HEIGHT + 20}"'
        f' text-anchor="middle">{part} %</text>'
        for part in (0, 25, 50, 75, 100)
    ]
    lines.append(
        f'<text x="{left + WIDTH // 2}" y="{TOP + HEIGHT + 42}" text-anchor="middle">people, from the'
        " least to the most likely</text>"
    )
    everybody = sum(comparison.poly.multiplicities)
    for choice in choices:
        path = _path(steps(comparison.poly.types, choice.chances), everybody, left, decades)
        lines.append(f'<path class="line {choice.objective.value}" d="{path}"/>')
    return lines


def _path(groups: Sequence[tuple[float, int]], everybody: int, left: int, decades: int) -> str:
    """Steps; those without a chance lie on the bottom."""
    x = float(left)
    moves: list[str] = []
    for chance, people in groups:
        height = 1 + log10(chance) / decades if chance else 0.0
        y = TOP + HEIGHT * (1 - max(0.0, height))
        moves.append(f"{'L' if moves else 'M'}{x:.1f} {y:.1f}")
        x += WIDTH * people / everybody
        moves.append(f"L{x:.1f} {y:.1f}")
    return "".join(moves)


def _legend(choices: Sequence[Choice], y: int) -> list[str]:
    lines = []
    for place, choice in enumerate(choices):
        x = LEFT + 150 * place
        name = choice.objective.value
        lines.append(
            f'<line class="line {name}" x1="{x}" x2="{x + 40}" y1="{y}" y2="{y}"/>'
            f'<text x="{x + 48}" y="{y + 4}">{name}</text>'
        )
    return lines


def _share(power: int) -> str:
    return f"{100 / 10**power:g} %"

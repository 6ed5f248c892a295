"""The organiser's colour: checked against every ground it stands on, and its tones for each theme.

Only the colour for the light theme is chosen. A darker tone, a soft ground and the colour of the text laid
on it are computed, and so are the four of the dark and high-contrast themes: the same hue, carried
towards black or white until every pair of :data:`isegoria.core.ui.colours.PAIRS` can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from isegoria.core.ui.colours import PAIRS, TEXT, Pair, contrast, luminance, palettes

TOKENS = Path(__file__).with_name("static") / "ui" / "tokens.css"
ENHANCED = 7.0
"""Least contrast of text in the high-contrast themes (success criterion 1.4.6, level AAA)."""
MEDIA = {
    "light": "",
    "dark": "screen and (prefers-color-scheme: dark)",
    "contrast": "screen and (prefers-contrast: more)",
    "contrast-dark": "screen and (prefers-contrast: more) and (prefers-color-scheme: dark)",
}
_CHOSEN = frozenset({"accent", "accent-strong", "accent-soft", "on-accent"})
_BLACK, _WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Failure:
    """A pair of colours that cannot be read, with the contrast it has and the one it needs."""

    pair: Pair
    theme: str
    ratio: float


@cache
def themes() -> dict[str, dict[str, str]]:
    """The colour tokens of the house, by theme."""
    return palettes(TOKENS.read_text(encoding="utf-8"))


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other``, channel by channel of sRGB."""
    channels = (
        round(int(colour[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def tones(accent: str, theme: str) -> dict[str, str]:
    """The four tokens of a theme around ``accent``."""
    house = themes()[theme]
    if theme.startswith("contrast"):
        strong, soft = house["ink"], house["paper"]
    else:
        strong = mix(accent, house["ink"], 0.45)
        soft = mix(house["paper"], accent, 0.1)
    on_accent = max((_WHITE, house["slab"]), key=lambda ink: contrast(ink, accent))
    if theme == "contrast-dark":
        on_accent = _BLACK
    return {
        "accent": accent,
        "accent-strong": strong,
        "accent-soft": soft,
        "on-accent": on_accent,
    }


def failures(accent: str, theme: str = "light") -> list[Failure]:
    """The pairs of ``theme`` that ``accent`` and its tones would make unreadable, worst first.

    Raises ValueError when ``accent`` is not of the form ``#rrggbb``.
    """
    luminance(accent)
    tokens: Mapping[str, str] = {**themes()[theme], **tones(accent, theme)}
    found = [
        Failure(pair, theme, ratio)
        for pair in PAIRS
        if _CHOSEN & {pair.colour, pair.ground}
        and (ratio := contrast(tokens[pair.colour], tokens[pair.ground])) < _least(pair, theme)
    ]
    return sorted(found, key=lambda failure: failure.ratio)


def nearest(accent: str, theme: str = "light") -> str:
    """The colour nearest to ``accent``, on its way to black or white, with which ``theme`` can be read."""
    for step in range(101):
        for end in (_BLACK, _WHITE):
            candidate = mix(accent, end, step / 100)
            if not failures(candidate, theme):
                return candidate
    raise ValueError(f"no tone of {accent!r} can be read in the theme {theme!r}")


@cache
def tones_by_theme(accent: str) -> dict[str, dict[str, str]]:
    """The four tokens of every theme: ``accent`` itself in the light one, the nearest that can be read
    in the others."""
    return {
        theme: tones(accent if theme == "light" else nearest(accent, theme), theme)
        for theme in MEDIA
    }


def style_sheet(accent: str) -> str:
    """The tokens of the four themes, as the style sheet that is served after that of the house."""
    rules = []
    for theme, tokens in tones_by_theme(accent).items():
        body = "".join(f"--{name}:{value};" for name, value in tokens.items())
        media = MEDIA[theme]
        rules.append(f"@media {media}{{:root{{{body}}}}}" if media else f":root{{{body}}}")
    return "\n".join(rules) + "\n@media print{:root{--accent:#000000;--accent-soft:#ffffff;}}\n"


def _least(pair: Pair, theme: str) -> float:
    enhanced = theme.startswith("contrast") and pair.least == TEXT
    return ENHANCED if enhanced else pair.least


def explain(accent: str) -> str:
    """Why ``accent`` is refused and what to take instead, in one sentence for the operator; '' when it
    can be read. Raises ValueError when it is not of the form ``#rrggbb``."""
    found = failures(accent)
    if not found:
        return ""
    worst = found[0]
    return (
        f"{accent}: {worst.pair.colour} on {worst.pair.ground} would have a contrast of"
        f" {worst.ratio:.1f}, and needs {worst.pair.least:g}; the nearest colour that can be read"
        f" everywhere is {nearest(accent)}"
    )

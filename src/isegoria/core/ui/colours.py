"""Colour contrast as WCAG 2.2 defines it, and the palette of the design tokens, checked by it.

Relative luminance and contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. The organiser's
own accent will be checked with the same functions.
"""

import re
from dataclasses import dataclass

TEXT = 4.5
"""Least contrast of text (success criterion 1.4.3, level AA)."""
GRAPHIC = 3.0
"""Least contrast of a control's edge, a focus ring, a bar of a chart (1.4.11)."""

_HEX = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE)
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, from 0 (black) to 1 (white). Raises ValueError otherwise."""
    match = _HEX.fullmatch(colour)
    if match is None:
        raise ValueError(f"{colour!r} is not a colour of the form #rrggbb")
    channels = [int(match[1][start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21; the order does not matter."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour laid on another, and the least contrast they need."""

    colour: str
    ground: str
    least: float


PAIRS = (
    *(
        Pair(ink, ground, TEXT)
        for ink in ("ink", "ink-soft")
        for ground in ("paper", "raised", "sunk")
    ),
    *(Pair("accent", ground, TEXT) for ground in ("paper", "raised", "sunk", "accent-soft")),
    *(Pair("accent-strong", ground, TEXT) for ground in ("paper", "raised", "accent-soft")),
    Pair("on-accent", "accent", TEXT),
    Pair("on-accent", "accent-strong", TEXT),
    Pair("ink", "accent-soft", TEXT),
    Pair("on-slab", "slab", TEXT),
    Pair("on-slab-soft", "slab", TEXT),
    Pair("token", "slab", GRAPHIC),
    Pair("on-token", "token", TEXT),
    Pair("rule-strong", "raised", GRAPHIC),
    Pair("rule-strong", "paper", GRAPHIC),
    Pair("focus", "paper", GRAPHIC),
    Pair("focus", "raised", GRAPHIC),
    *(
        Pair(mood, ground, TEXT)
        for mood in ("good", "bad", "warn")
        for ground in ("paper", "raised", f"{mood}-soft")
    ),
    *(Pair("ink", f"{mood}-soft", TEXT) for mood in ("good", "bad", "warn")),
)
"""Every text and edge of the interface with what lies behind it."""


def palettes(css: str) -> dict[str, dict[str, str]]:
    """The colour tokens of ``tokens.css`` by theme: ``light``, ``dark`` and ``contrast``.

    A theme starts at a comment ``/* theme: name */`` and overrides the light one.
    """
    themes: dict[str, dict[str, str]] = {}
    for part in css.split("/* theme: ")[1:]:
        name, _end, body = part.partition(" */")
        themes[name] = {**themes.get("light", {}), **dict(_TOKEN.findall(body))}
    return themes

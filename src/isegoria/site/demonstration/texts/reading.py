"""The written lines: a file for each theme, cut into topics, and one of what serves everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_SIGNS = {"+": 1, "0": 0, "-": -1}
Leanings = tuple[int, int, int]
"""What each of the three currents thinks of a text: 1 agrees, −1 disagrees, 0 is divided."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the kind of person who can say it: empty when anybody can. Of a ``linked`` line, the first
    alternative of each choice goes with the first of the others, and so on."""

    text: str
    said_by: str = ""
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter of which people speak, with its lines by their letter.

    ``t`` titles, ``a`` what to do (an infinitive), ``f`` what happened to somebody, ``y`` why, ``d`` how,
    ``o`` an objection and what one answers to it, ``s`` sarcasm, ``n`` a text of somebody who is against.
    """

    slug: str
    leanings: Leanings
    lines: Mapping[str, tuple[Line, ...]]

    def __getitem__(self, letter: str) -> tuple[Line, ...]:
        """The lines of a letter; none where nobody wrote any."""
        return self.lines.get(letter, ())


@cache
def topics(name: str) -> tuple[Topic, ...]:
    """The topics of a file. A heading is ``# slug +0-``, a line ``letter text`` or
    ``letter.who text``, with ``=`` after the letter where it is linked."""
    read: list[tuple[str, Leanings, dict[str, list[Line]]]] = []
    for raw in (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        head, _, rest = raw.partition(" ")
        if head == "#":
            slug, _, signs = rest.partition(" ")
            first, second, third = (_SIGNS[sign] for sign in signs)
            read.append((slug, (first, second, third), {}))
        elif head:
            letter, _, who = head.partition(".")
            line = Line(rest, who, linked=letter.endswith("="))
            read[-1][2].setdefault(letter[0], []).append(line)
    return tuple(
        Topic(slug, leanings, {letter: tuple(some) for letter, some in lines.items()})
        for slug, leanings, lines in read
    )

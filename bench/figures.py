"""The figures that this project promised: what each is, its mark, and which script measures it.

A script says a figure with :func:`tell`, which prints ``figure: <key> <value> <unit>``; ``bench/all.py``
reads these lines. A figure without a mark stands beside the others: the time of a peer, a rate that nobody
promised.
"""

import re
from dataclasses import dataclass, replace

LINE = re.compile(r"^\s*figure: (?P<key>\S+) (?P<value>\S+)(?: (?P<unit>.+))?$")
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``least``: the mark is the least that holds, else the most."""

    key: str
    what: str
    unit: str
    mark: float | None = None
    least: bool = False

    def holds(self, value: float) -> bool:
        """Whether ``value`` reaches the mark; always, where there is none."""
        if self.mark is None:
            return True
        return value >= self.mark if self.least else value <= self.mark

    def shown_mark(self) -> str:
        """The mark as people read it; '' where there is none."""
        if self.mark is None:
            return ""
        return f"{'≥' if self.least else '≤'} {shown(self.mark, self.unit)}"


def shown(value: float, unit: str) -> str:
    """A number as people read it: as many digits as mean something, and its unit."""
    size = abs(value)
    if value == int(value) and size < 1e15:
        number = f"{int(value):,}"
    elif size >= 100:
        number = f"{value:,.0f}"
    elif size >= 0.01:
        number = f"{value:.4g}"
    else:
        number = f"{value:.3g}" if size < 0.001 else f"{value:.7f}"
    return f"{number} {unit}".strip()


def tell(key: str, value: float, *, unit: str | None = None) -> None:
    """Print one figure for ``bench/all.py``. ``unit`` where it is not that of the register, as in
    ``s (stopped)``. Raises KeyError when nobody declared the figure."""
    print(f"figure: {key} {value:.9g} {unit or FIGURES[key].unit}".rstrip(), flush=True)


def told(line: str) -> tuple[str, float, str] | None:
    """Key, value and unit of a line that tells a figure; None for any other line."""
    found = LINE.match(line)
    if found is None:
        return None
    return found["key"], float(found["value"]), found["unit"] or ""


def _on_both(*figures: Figure) -> list[Figure]:
    """Each figure on each database."""
    return [
        replace(one, key=f"{database}.{one.key}", what=f"{one.what}, on {name}")
        for database, name in DATABASES.items()
        for one in figures
    ]


def _part(part: str, figures: list[Figure]) -> list[Figure]:
    return [replace(one, key=f"{part}.{one.key}") for one in figures]


_beside = Figure


def _most(key: str, what: str, unit: str, mark: float) -> Figure:
    return Figure(key, what, unit, mark)


def _least(key: str, what: str, unit: str, mark: float) -> Figure:
    return Figure(key, what, unit, mark, least=True)


_HOUSE = _part(
    "house",
    [
        _most("first", "first start of the demonstration, tables and all", "s", 20),
        _most("second", "second start of the demonstration, to the first answer", "s", 3),
        _most("weight", "heaviest first visit of a public page, all it loads", "kB", 60),
        _most(
            "full",
            "the demonstration at full size, loaded and counted, to the first answer",
            "s",
            300,
        ),
    ],
)
_PAGES = _part(
    "pages",
    _on_both(
        _most("queries", "most queries of a process page or list, signed in", "", 10),
        _most("cpu", "most processor of a process page or list, signed in", "ms", 8),
        _least("rate", "pages signed out, 200 addresses", "requests/s", 1_500),
        _most("late", "a phase that opens is seen late at most by", "s", 1),
    ),
)
_LOTTERY = _part(
    "lottery",
    [
        _most("country.optimum", "6,375 to 40: exact leximin", "s", 3),
        _most("country.prepare", "6,375 to 40: the whole record with its list", "s", 6),
        _most("country.memory", "6,375 to 40: memory", "MB", 150),
        _most("country.verify", "6,375 to 40: the record checked by verify.py", "s", 2),
        _least("country.minimum", "6,375 to 40: smallest chance", "", 0.0030706),
        _beside("country.peer", "6,375 to 40: the peer’s maximin", "s"),
        _most("types.prepare", "2,000 people of 3 types, 200 seats", "s", 1),
        _beside("types.peer", "2,000 people of 3 types: the peer’s maximin", "s"),
        _least("varied.times", "150 people almost all different: faster than the peer by", "times", 1),
        _beside("varied.optimum", "150 people almost all different: exact leximin", "s"),
        _beside("varied.peer", "150 people almost all different: the peer’s maximin", "s"),
        _most("large.prepare", "100,000 to 150: the whole record with its list", "s", 20),
        _beside("large.peer", "100,000 to 150: the peer’s maximin", "s"),
        _most("labels", "small draws against brute force: wrong labels", "", 0),
        _most("labels-of-terms", "the same with weights, caps and goldilocks: wrong labels", "", 0),
    ],
)  # fmt: skip
_DRAW = _part(
    "draw",
    [
        _most("prepared", "6,375 volunteers prepared on the site, from the button", "s", 30),
        _most("form", "page to volunteer with all it loads, as sent", "kB", 40),
        _beside("import", "6,375 volunteers imported", "s"),
        _beside("drawn", "last signature: the panel is drawn", "s"),
    ],
)
_CONSULTATION = _part(
    "consultation",
    _on_both(
        _most("import.posts", "20,000 contributions imported", "s", 60),
        _most("import.positions", "7,200,000 positions, from the rate of 1,000,000", "s", 600),
        _least("lists.rate", "lists signed out, 200 addresses, a phase closing", "requests/s", 1_500),
        _most("lists.out.queries", "list signed out: queries", "", 8),
        _most("lists.in.queries", "list signed in: queries", "", 12),
        _most("lists.in.cpu", "list signed in: processor", "ms", 10),
        _most("lists.far.queries", "list signed in, page 900 by its cursor: queries", "", 12),
        _most("lists.far.cpu", "list signed in, page 900 by its cursor: processor", "ms", 10),
        _most("lists.theme.queries", "list of one theme, signed in: queries", "", 12),
        _most("lists.theme.cpu", "list of one theme, signed in: processor", "ms", 10),
        _most("lists.found.queries", "list with a search, signed in: queries", "", 12),
        _most("lists.found.cpu", "list with a search, signed in: processor", "ms", 10),
        _most("contribution.queries", "page of a contribution: queries", "", 10),
        _most("search.queries", "search: queries", "", 12),
        _most("search.cpu", "search: processor", "ms", 30),
        _most("publish", "publishing, near duplicates looked for in 20,000 texts", "ms", 50),
        _least("stances.rate", "positions taken through the server", "a second", 400),
        _most("stances.killed.lost", "acknowledged positions lost, server killed by -9", "", 0),
        _most("stances.lost", "acknowledged positions lost, server left alone", "", 0),
        _most("stances.faults", "positions answered with an error", "", 0),
        _most("stances.counters", "posts whose counters differ from their rows", "", 0),
        _most("export.seconds", "export of 20,000 contributions", "s", 10),
        _most("export.memory", "memory that this export added to that of its first rows", "MB", 40),
        _most("dashboard", "figures of the team, counted anew", "ms", 5_000),
        _most("country.import", "360,000 people and 7,200,000 positions imported", "s", 600),
        _most("country.memory", "memory of that import", "MB", 1_024),
        _most("country.counters", "counters that differ from their rows after it", "", 0),
    ),
)  # fmt: skip
_THREAD = _part(
    "thread",
    _on_both(
        _most("queries", "thread of a measure that rests on 3,000 contributions: queries", "", 12),
        _most("cpu", "the same: processor", "ms", 30),
    ),
)
_OPINION = _part(
    "opinion",
    [
        _least("people", "vTaiwan: the peer keeps the same people (1 for yes)", "", 1),
        _most("variances", "vTaiwan: largest difference of variances from the peer", "", 1e-6),
        _most("components", "vTaiwan: largest difference of components from the peer", "", 1e-6),
        _least("groups", "vTaiwan: likeness of groups with the peer (ARI)", "", 0.999),
        _least("times", "vTaiwan: processor time, faster than the peer by", "times", 30),
        _beside("map", "vTaiwan: our map", "s"),
        _beside("peer", "vTaiwan: the peer’s map", "s"),
        _most("large.seconds", "360,000 people on 4,000 posts: the map", "s", 5),
        _most("large.memory", "360,000 people on 4,000 posts: memory", "MB", 1_000),
        _beside("large.command", "the same by the command, from a CSV file", "s"),
    ],
)  # fmt: skip
_TEXT = _part(
    "text",
    [
        _least("theme", "600 texts, themes: likeness with what was meant (ARI), by words", "", 0.011),
        _least("idea", "600 texts, ideas: likeness with what was meant (ARI), by words", "", 0.035),
        _beside("theme.meaning", "the same themes, by meaning (the optional model)", ""),
        _beside("idea.meaning", "the same ideas, by meaning (the optional model)", ""),
        _beside("theme.peer", "the same themes: plain k-means on TF-IDF, told 10", ""),
        _beside("idea.peer", "the same ideas: plain k-means on TF-IDF, told 60", ""),
        _least("recall", "near duplicates found again", "", 0.997),
        _most("strangers", "texts that come along with one that is found", "texts", 11.14),
        _beside("recall.peer", "near duplicates in their group: plain k-means", ""),
        _beside("strangers.peer", "texts that come along: plain k-means", "texts"),
        _beside("search", "one text looked for among 20,600, median", "ms"),
        _most("words.20000", "20,000 texts grouped, by words", "s", 60),
        _most("words.20000.memory", "20,000 texts grouped, by words: memory", "MB", 1_500),
        _most("words.200000", "200,000 texts grouped, by words", "s", 600),
        _most("meaning.20000", "20,000 texts grouped, by meaning", "s", 60),
        _most("meaning.20000.memory", "20,000 texts grouped, by meaning: memory", "MB", 1_500),
        _most("meaning.200000", "200,000 texts grouped, by meaning", "s", 600),
    ],
)  # fmt: skip
_MAIL = _part(
    "mail",
    [
        _most("twice", "500,000 e-mails, sender killed 10 times: sent twice", "", 0),
        _most("unsent", "the same: neither sent, nor perhaps sent, nor waiting", "", 0),
        _beside("perhaps", "the same: said to be perhaps sent", ""),
        _beside("rate", "the same: e-mails that left", "a second"),
    ],
)
_EXPORTS = _part("exports", [_beside("memory", "1,000,000 rows in each format: most memory", "MB")])
FIGURES = {
    one.key: one
    for one in (
        *_HOUSE, *_LOTTERY, *_DRAW, *_OPINION, *_PAGES, *_CONSULTATION, *_THREAD, *_TEXT, *_MAIL,
        *_EXPORTS,
    )
}  # fmt: skip

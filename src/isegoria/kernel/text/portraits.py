"""What a group of texts is about, and who speaks in it how: for people who must judge the grouping.

* *Words*: those by which the group differs, by class-based TF-IDF (Grootendorst, 2022): the share of
  the group's words, times log(1 + average words of a group / occurrences anywhere).
* *Central*: the texts most like the others of the group; *dissenting*: the least like them, by their
  words and not by a vote; *rarest*: those that bring most rare words of which nobody else in the
  group makes use, so that a lone argument is not drowned.
* *Because*: for one text, the words of the group that it uses, and its nearest text in the group.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from isegoria.kernel.text.bags import Bags, Floats, Numbers
from isegoria.kernel.text.centres import blocks
from isegoria.kernel.text.grouping import Grouping

WORDS = 5
SHOWN = 3
"""Central, dissenting and rarest texts told of each group, at most: none is told twice."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """An idea: its number and theme, its ``words``, how many texts and how many different ones, and
    positions of texts: ``central``, then ``dissenting``, then ``rarest``."""

    idea: int
    theme: int
    words: tuple[str, ...]
    texts: int
    different: int
    central: tuple[int, ...]
    dissenting: tuple[int, ...]
    rarest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThemePortrait:
    """A theme: its number, its ``words``, its ideas the largest first, how many texts."""

    theme: int
    words: tuple[str, ...]
    ideas: tuple[int, ...]
    texts: int


@dataclass(frozen=True, slots=True)
class Because:
    """Why a text is in its idea: ``words`` of the idea that it uses, and the ``nearest`` other text
    of the idea by position, None when all are its copies."""

    words: tuple[str, ...]
    nearest: int | None


def portraits(grouping: Grouping) -> list[Portrait]:
    """The ideas, those of most texts first."""
    sizes = _sizes(grouping)
    return [
        _portrait(grouping, idea, sizes[idea], rows, weights)
        for idea, rows, weights in _ideas(grouping)
    ]


def _portrait(
    grouping: Grouping, idea: int, texts: int, rows: Numbers, weights: Floats
) -> Portrait:
    numbers = [grouping.rows[row] for row in rows.tolist()]
    likeness = {number: grouping.likeness[number] for number in numbers}
    by_likeness = sorted(numbers, key=lambda number: (-likeness[number], number))
    central = by_likeness[:SHOWN]
    dissenting = [number for number in reversed(by_likeness) if number not in central][:SHOWN]
    rare = dict(zip(numbers, _alone(grouping.read, rows), strict=True))
    told = {*central, *dissenting}
    rarest = sorted(
        (number for number in numbers if number not in told and rare[number] > 0),
        key=lambda number: (-rare[number], number),
    )
    seat = grouping.seats[numbers[0]]
    return Portrait(
        idea=idea,
        theme=seat.theme if seat else 0,
        words=_words(grouping.read, weights, WORDS),
        texts=texts,
        different=len(numbers),
        central=tuple(central),
        dissenting=tuple(dissenting),
        rarest=tuple(rarest[:SHOWN]),
    )


def theme_portraits(grouping: Grouping, ideas: Sequence[Portrait]) -> list[ThemePortrait]:
    """The themes of these ideas, those of most texts first."""
    members: defaultdict[int, list[Portrait]] = defaultdict(list)
    for portrait in ideas:
        members[portrait.theme].append(portrait)
    labels = _labels(grouping, theme=True)
    found = [
        ThemePortrait(
            theme=theme,
            words=_words(grouping.read, weights, WORDS),
            ideas=tuple(portrait.idea for portrait in members[theme]),
            texts=sum(portrait.texts for portrait in members[theme]),
        )
        for theme, _, weights in _groups(grouping.read, labels)
    ]
    return sorted(found, key=lambda portrait: (-portrait.texts, portrait.theme))


def reasons(grouping: Grouping) -> dict[int, Because]:
    """For every grouped text that is not a copy, by position, why it is in its idea."""
    found: dict[int, Because] = {}
    for _, rows, weights in _ideas(grouping):
        nearest = _nearest(grouping.points[rows])
        for place, row in enumerate(rows.tolist()):
            terms = grouping.read.row(row)
            used = terms[np.argsort(-weights[terms], kind="stable")][:SHOWN]
            other = grouping.rows[int(rows[nearest[place]])] if len(rows) > 1 else None
            words = tuple(grouping.read.forms[term] for term in used if weights[term] > 0)
            found[grouping.rows[row]] = Because(words, other)
    return found


def _ideas(grouping: Grouping) -> list[tuple[int, Numbers, Floats]]:
    groups = _groups(grouping.read, _labels(grouping, theme=False))
    sizes = _sizes(grouping)
    return sorted(groups, key=lambda group: (-sizes[group[0]], group[0]))


def _sizes(grouping: Grouping) -> Counter[int]:
    """How many texts each idea has, copies counted."""
    return Counter(seat.idea for seat in grouping.seats if seat)


def _labels(grouping: Grouping, *, theme: bool) -> Numbers:
    seats = [grouping.seats[number] for number in grouping.rows]
    return np.array([(s.theme if theme else s.idea) if s else 0 for s in seats], dtype=np.int64)


def _groups(read: Bags, labels: Numbers) -> Iterable[tuple[int, Numbers, Floats]]:
    """Each group: its number, its rows, and (terms,) how distinctive each term is; a term of one
    text only, in a group of several, is not its own."""
    numbers = [number for number in np.unique(labels).tolist() if number]
    everywhere = np.bincount(read.columns, weights=read.counts, minlength=len(read.forms))
    average = read.counts.sum() / max(1, len(numbers))
    rarity = np.log1p(average / np.maximum(everywhere, 1))
    for number in numbers:
        rows = np.flatnonzero(labels == number)
        cells = np.concatenate(
            [np.arange(read.starts[row], read.starts[row + 1]) for row in rows.tolist()]
        )
        terms = read.columns[cells]
        here = np.bincount(terms, weights=read.counts[cells], minlength=len(read.forms))
        texts = np.bincount(terms, minlength=len(read.forms))
        weights = here / max(1.0, here.sum()) * rarity * (texts >= min(2, len(rows)))
        yield number, rows, weights.astype(np.float32)


def _words(read: Bags, weights: Floats, count: int) -> tuple[str, ...]:
    best = np.argsort(-weights, kind="stable")[:count]
    return tuple(read.forms[term] for term in best.tolist() if weights[term] > 0)


def _alone(read: Bags, rows: Numbers) -> list[float]:
    """For each row, the rarity of the words that others use elsewhere and nobody else here, by the
    number of its words and three, so that two words do not make a thought."""
    terms = [read.row(row) for row in rows.tolist()]
    here = np.bincount(np.concatenate(terms), minlength=len(read.forms))
    worth = read.rarity() * (read.spread > 1) * (here == 1)
    return [float(worth[own].sum()) / (len(own) + 3) for own in terms]


def _nearest(points: Floats) -> Numbers:
    """For each point, the nearest other one."""
    found = np.empty(len(points), dtype=np.int64)
    for block in blocks(len(points)):
        likeness = points[block] @ points.T
        likeness[np.arange(len(likeness)), np.arange(block.start, block.stop)] = -2
        found[block] = np.argmax(likeness, axis=1)
    return found

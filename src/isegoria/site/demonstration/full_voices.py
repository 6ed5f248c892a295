"""The files of a great consultation: who wrote what, and who takes which position, as an export has them."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from isegoria.core.tasks.progress import Progress
from isegoria.site.demonstration.texts import THEMES, Draft, Writer
from isegoria.site.demonstration.texts.stances import SHARES, position

_POPULAR = 12
"""The larger, the more evenly texts are read; some are read by hundreds, most by a few."""
_DISCUSSED = (3, 2, 1)
"""What divides the currents of opinion wholly (2) comes before what divides them a little or not at all."""
_HABIT, _LEAST, _MOST, _STEEP = 9, 8, 260, 1.15
"""Positions of one person: eight at least, rarely more than two hundred."""
EVERY = 500


class Crowd:
    """People of three currents, and what they say from ``begins`` on, as long as it ``lasts``."""

    def __init__(self, people: int, begins: datetime, lasts: timedelta, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - invented people and acts
        self._writer = Writer(seed)
        self._begins, self._lasts = begins, lasts
        self._currents = self._chance.choices(range(len(SHARES)), SHARES, k=people)
        self._of = [
            [person for person, current in enumerate(self._currents) if current == one]
            for one in range(len(SHARES))
        ]
        self.drafts: list[Draft] = []
        self._at: list[datetime] = []

    def texts(self, count: int, progress: Progress) -> io.BytesIO:
        """The file of ``count`` contributions: some people write ten times, most once."""
        progress.start(count)
        rows = _Table("id", "title", "text", "author", "kind", "theme", "place", "language", "at")
        chance, themes = self._chance, list(THEMES)
        ranked = sorted(chance.random() ** 1.3 for _text in range(count))
        for number, moment in enumerate(ranked):
            draft = self._writer.contribution(chance.choice(themes))
            at = self._begins + moment * self._lasts
            mine = self._of[draft.current]
            author = mine[int(chance.random() ** 1.8 * len(mine))]
            self.drafts.append(draft)
            self._at.append(at)
            rows.write(
                f"p{number}",
                draft.title,
                draft.body,
                f"v{author}",
                draft.kind,
                draft.theme,
                draft.place,
                draft.language,
                at.isoformat(timespec="seconds"),
            )
            if number % EVERY == EVERY - 1:
                progress.advance(EVERY)
        return rows.octets()

    def positions(self, count: int, until: datetime, progress: Progress) -> io.BytesIO:
        """The file of ``count`` positions, each after its text; nobody takes two on one text."""
        progress.start(count)
        rows = _Table("post", "person", "value", "at")
        for number, (place, person, value) in enumerate(self._taken(count)):
            since = self._at[place]
            at = since + (until - since) * self._chance.random() ** 2
            rows.write(f"p{place}", f"v{person}", value, at.isoformat(timespec="seconds"))
            if number % (10 * EVERY) == 10 * EVERY - 1:
                progress.advance(10 * EVERY)
        return rows.octets()

    def draft_of(self, reference: str) -> Draft:
        """What the file of contributions holds under a reference."""
        return self.drafts[int(reference.removeprefix("p"))]

    def _taken(self, count: int) -> Iterator[tuple[int, int, str]]:
        """Place of the text, person, position. Of a testimony, one can only say that one supports it."""
        chance, words = self._chance, {1: "agree", 0: "neutral", -1: "disagree"}
        order = sorted(range(len(self.drafts)), key=lambda place: self._rank(self.drafts[place]))
        weights = list(accumulate(1 / (rank + _POPULAR) for rank in range(len(order))))
        left, most = count, min(_MOST, len(order) // 4)
        for person in chance.sample(range(len(self._currents)), len(self._currents)):
            seen: set[int] = set()
            wanted = min(left, most, _LEAST + int(_HABIT * chance.paretovariate(_STEEP)))
            while wanted:
                place = chance.choices(order, cum_weights=weights)[0]
                draft = self.drafts[place]
                value = position(draft.leanings, self._currents[person], chance)
                if place in seen or (draft.kind == "testimony" and value != 1):
                    continue
                seen.add(place)
                wanted, left = wanted - 1, left - 1
                yield place, person, words[value]
            if not left:
                return

    def _rank(self, draft: Draft) -> float:
        """How far down a text is on the lists that people read."""
        divided = max(draft.leanings) - min(draft.leanings)
        return self._chance.random() * _DISCUSSED[divided]


class _Table:
    """A CSV in memory."""

    def __init__(self, *columns: str) -> None:
        self._out = io.StringIO()
        self._rows = csv.writer(self._out)
        self._rows.writerow(columns)

    def write(self, *cells: str) -> None:
        self._rows.writerow(cells)

    def octets(self) -> io.BytesIO:
        return io.BytesIO(self._out.getvalue().encode())

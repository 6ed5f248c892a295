"""Thousands of volunteers who chose themselves: not the region, but those of it who come forward."""

import csv
import io
from collections.abc import Sequence
from random import Random

_GENDERS = ((64, 36), (61, 39), (58, 42), (55, 45), (49, 51))
"""Women and men, by band of age: the youngest men come least."""
_AGES = (7, 16, 24, 34, 19)
_DIPLOMAS = ((14, 9, 31, 46), (4, 9, 21, 66), (5, 14, 17, 64), (9, 19, 13, 59), (18, 21, 11, 50))
"""None, vocational, secondary, higher, by band of age."""
_AREAS = ((46, 31, 23), (48, 30, 22), (58, 27, 15), (68, 21, 11))
"""The town, the plateau, the valley, by diploma: who studied lives more often in the town."""
_COUPLE = 0.035
"""How often somebody of the same household comes forward too."""
HOUSEHOLD = "foyer"


def volunteers(features: Sequence[tuple[str, Sequence[str]]], people: int, seed: int) -> io.BytesIO:
    """A file of volunteers: for each feature its name and its values, which are gender, age, diploma and
    area in this order, and the household that they share."""
    chance = Random(seed)  # noqa: S311 - invented people
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["id", *(name for name, _values in features), HOUSEHOLD])
    home, before = 0, (0, 0, 0, 0)
    for number in range(1, people + 1):
        with_last = number > 1 and chance.random() < _COUPLE
        home += not with_last
        before = _partner(before, chance) if with_last else _somebody(chance)
        values = (values[place] for place, (_name, values) in zip(before, features, strict=True))
        rows.writerow([f"V{number:05d}", *values, f"F{home:05d}"])
    return io.BytesIO(out.getvalue().encode())


def _somebody(chance: Random) -> tuple[int, int, int, int]:
    age = _one(_AGES, chance)
    diploma = _one(_DIPLOMAS[age], chance)
    return _one(_GENDERS[age], chance), age, diploma, _one(_AREAS[diploma], chance)


def _partner(other: tuple[int, int, int, int], chance: Random) -> tuple[int, int, int, int]:
    """Who lives with somebody: mostly of the other gender, of the same age, in the same place."""
    gender, age, _diploma, area = other
    return (
        1 - gender if chance.random() < 0.9 else gender,
        age,
        _one(_DIPLOMAS[age], chance),
        area,
    )


def _one(weights: Sequence[int], chance: Random) -> int:
    return chance.choices(range(len(weights)), weights)[0]

"""The ten chapters of the council: for each theme, from two contributions to the answer.

A chapter is a file that anybody can read and change: ``01-sante.toml`` and so on, in the order of the
report. Days are those of the story, members are counted from 0 in the order of their seats, and marks such
as ``[#1]`` name the sources in the order in which they are cited: the idea, the two contributions, the
document.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution that a measure rests on. Without a title, a testimony. ``by``: who wrote it;
    ``leanings``: what each current of opinion thinks of it."""

    title: str
    text: str
    by: str
    leanings: tuple[int, int, int]
    place: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """Why a member voted against."""

    member: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the words of a measure that a reader proposed, and what the council made of it."""

    by: str
    day: int
    section: str
    old: str
    new: str
    why: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of a promise."""

    text: str
    day: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that an answer promises."""

    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the authority. ``until``: the day until which it asks for more time."""

    day: int
    verdict: str
    text: str
    responsible: str
    budget: str = ""
    until: int | None = None
    promise: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the authority reported of the step whose text begins with ``step``."""

    step: str
    day: int
    event: str
    text: str
    evidence: str = ""
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """An opinion of a body that watches, or a reaction of somebody."""

    by: str
    day: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One theme of the council. ``rough`` is how what is asked was first written, ``why`` the reason of
    its rewriting; ``against`` and ``abstain`` are members."""

    theme: str
    said: tuple[Said, ...]
    topics: tuple[str, ...]
    idea: tuple[str, str]
    title: str
    document: str
    address: str
    rough: str
    why: str
    sections: Mapping[str, str]
    against: frozenset[int]
    abstain: frozenset[int]
    dissents: tuple[Dissent, ...]
    changes: tuple[Change, ...]
    answers: tuple[Answered, ...]
    reports: tuple[Told, ...]
    opinions: tuple[Thought, ...]
    reactions: tuple[Thought, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters, in the order of the report."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return tuple(_read(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


_SECTIONS = ("problem", "ask", "how", "cost", "effects")


def _read(raw: Mapping[str, Any]) -> Chapter:
    measure, vote = raw["measure"], raw["vote"]
    return Chapter(
        theme=raw["theme"],
        said=_all(Said, ({**one, "leanings": tuple(one["leanings"])} for one in raw["said"])),
        topics=tuple(raw["idea"].get("topics", ())),
        idea=(raw["idea"]["title"], raw["idea"]["text"]),
        title=measure["title"],
        document=measure["document"],
        address=measure.get("address", ""),
        rough=measure["rough"],
        why=measure["why"],
        sections={code: measure[code].strip() for code in _SECTIONS},
        against=frozenset(vote.get("against", ())),
        abstain=frozenset(vote.get("abstain", ())),
        dissents=_all(Dissent, vote.get("dissent", ())),
        changes=_all(Change, raw.get("change", ())),
        answers=_all(Answered, (_promising(one) for one in raw.get("answer", ()))),
        reports=_all(Told, raw.get("report", ())),
        opinions=_all(Thought, raw.get("opinion", ())),
        reactions=_all(Thought, raw.get("reaction", ())),
    )


def _all[T](kind: type[T], rows: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(kind(**row) for row in rows)


def _promising(answer: Mapping[str, Any]) -> dict[str, Any]:
    promises = (Promise(one["text"], _all(Step, one["steps"])) for one in answer.get("promise", ()))
    return {**answer, "promise": tuple(promises)}

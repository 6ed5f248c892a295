"""How one written line becomes many: alternatives, numbers, places, and agreement with who writes.

``{a|b}`` is one of several (they nest), ``[2-9]`` a number, ``[10-60/5]`` one by steps; ``<seul/seule>`` and
``venu(e)`` agree with the person; ``@`` is where the person lives, after ``à`` or ``de`` or alone; ``de~``
loses its vowel before another.
"""

import re
from dataclasses import dataclass
from random import Random

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SENTENCES = re.compile(r"(?<=[.!?»}] )\{((?:[^{}|]+[.!?»]\|)+[^{}|]+[.!?»])\} *$")
_NUMBER = re.compile(r"\[(\d+)-(\d+)(?:/(\d+))?\]")
_GENDER = re.compile(r"<([^<>/]*)/([^<>/]*)>")
_ENDING = re.compile(r"\((e|ne|le|te|se)\)")
_PLACE = re.compile(r"\b([DdÀà]e?)@")
_ELISION = re.compile(r"\b([Dd])e~(?=[aeiouyhâàéèêîôûœAEIOUYHÂÀÉÈÊÎÔÛ])")
_SPACES = re.compile(r" {2,}")
_LOOSE = re.compile(r" +(?=[,.])|(?<=[?!])\.")
VOWELS = "aeiouyhâàéèêîôûAEIOUYHÂÀÉÈÊÎÔÛ"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who writes: ``feminine`` for agreement, ``place`` where they live."""

    feminine: bool
    place: str


def spoken(line: str, voice: Voice, chance: Random, *, linked: bool = False) -> str:
    """``line`` as one person would say it this time."""
    turns: dict[int, int] = {}

    def chosen(found: re.Match[str]) -> str:
        options = found[1].split("|")
        turn = chance.randrange(len(options))
        return options[turns.setdefault(len(options), turn) if linked else turn]

    line = f"{{{line}}}"
    while "{" in line:
        line = _CHOICE.sub(chosen, line)
    line = _NUMBER.sub(lambda found: _number(found, chance), line)
    line = _GENDER.sub(lambda found: found[2 if voice.feminine else 1], line)
    line = _ENDING.sub(lambda found: found[1] if voice.feminine else "", line)
    line = _PLACE.sub(lambda found: _at(found[1], voice.place), line)
    line = line.replace("@", voice.place)
    line = _ELISION.sub(r"\1’", line).replace("~", " ")
    return _LOOSE.sub("", _SPACES.sub(" ", line)).strip()


def told(line: str, chance: Random) -> str:
    """A line that ends on a choice of sentences, with one of them, with two, or without."""
    found = _SENTENCES.search(line)
    if found is None:
        return line
    options = found[1].split("|")
    how_many = chance.choices((1, 2, 0), (62, 25, 13))[0]
    return line[: found.start()] + " ".join(chance.sample(options, how_many))


def _number(found: re.Match[str], chance: Random) -> str:
    low, high, step = int(found[1]), int(found[2]), int(found[3] or 1)
    return str(chance.randrange(low, high + 1, step))


def _at(word: str, name: str) -> str:
    if word in "Àà":
        return f"{word} {name}"
    return f"{word[0]}’{name}" if name[0] in VOWELS else f"{word} {name}"


def begun(sentence: str) -> str:
    """A sentence with its capital."""
    return sentence[:1].upper() + sentence[1:]

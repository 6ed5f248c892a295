"""How the names of one person are compared: rules, without database and without clock.

A register says « DE LA FONTAINE, Jean-Pierre Marie », a person types « Lafontaine, Jean Pierre ». Accents,
case, hyphens, apostrophes, blanks and the particles before a family name do not count. Of the given
names, one side may write fewer than the other, as long as they begin alike: « Jean-Pierre » is found
under « Jean-Pierre Marie », « Jean-Marc » is not found under « Jean-Pierre ».
"""

import re
from dataclasses import dataclass
from datetime import date

from isegoria.kernel.text.fold import fold

PARTICLES = frozenset(
    {
        "a",
        "al",
        "au",
        "aux",
        "d",
        "da",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "l",
        "la",
        "las",
        "le",
        "les",
        "lo",
        "los",
        "of",
        "ten",
        "ter",
        "van",
        "vom",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    }
)
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a register, or somebody, says of one person. ``used_name`` is that of daily life, '' when
    it is the family name."""

    family_name: str
    given_names: str
    birth_date: date
    used_name: str = ""


def pieces(name: str) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(_LETTERS.findall(fold(name)))


def family_forms(name: str) -> tuple[str, ...]:
    """The ways of writing a family name: whole, then without one particle after the other."""
    words = pieces(name)
    forms = ["".join(words)]
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
        forms.append("".join(words))
    return tuple(forms)


def beginnings(given_names: str) -> tuple[str, ...]:
    """The given names from the first to the last, one more each time: the last form is the whole."""
    words = pieces(given_names)
    return tuple("".join(words[: end + 1]) for end in range(len(words)))


def line_of(identity: Identity) -> str:
    """The fullest way of writing a line, by which it is known."""
    family = "".join(pieces(identity.family_name))
    given = "".join(pieces(identity.given_names))
    return _written("line", family, given, identity.birth_date)


def written(identity: Identity) -> frozenset[str]:
    """Every way of writing a line of the register that is accepted."""
    given = beginnings(identity.given_names)
    return frozenset(
        form
        for family in _families(identity)
        for form in (
            *(_written("begins", family, each, identity.birth_date) for each in given),
            *(_written("whole", family, each, identity.birth_date) for each in given[-1:]),
        )
    )


def sought(identity: Identity) -> frozenset[str]:
    """The ways of writing under which a person who typed this may be found."""
    given = beginnings(identity.given_names)
    return frozenset(
        form
        for family in _families(identity)
        for form in (
            *(_written("begins", family, each, identity.birth_date) for each in given[-1:]),
            *(_written("whole", family, each, identity.birth_date) for each in given),
        )
    )


def _families(identity: Identity) -> frozenset[str]:
    names = (identity.family_name, identity.used_name)
    return frozenset(form for name in names for form in family_forms(name) if form)


def _written(part: str, family: str, given: str, born: date) -> str:
    return f"{part}|{family}|{given}|{born:%Y-%m-%d}"

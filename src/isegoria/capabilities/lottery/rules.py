"""The arithmetic of setting up: values typed or pasted, quotas proposed, the terms that the kernel is given.

Pure functions. Quotas from shares are those of :mod:`isegoria.kernel.lottery.quotas`: 23 % of 40 seats is
9.2 seats, so 9 or 10, and the ranges of a feature always leave room for the whole panel.
"""

import hmac
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.states import Place
from isegoria.core.texts import Text
from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.model import Quota, Volunteer
from isegoria.kernel.lottery.quotas import SCALED_WITHIN, Asked, scaled, seats
from isegoria.kernel.lottery.reading import Person, Standing, Terms
from isegoria.kernel.lottery.sheets import alike

WHOLE = 100
LEAST_VALUES, MOST_VALUES = 2, 60
LONGEST_VALUE = 80
_NUMBER = r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_PASTED = re.compile(
    rf"(?P<name>.+?)\s*(?:[\t;|]\s*(?P<cell>{_NUMBER})\s*%?|[\s:,]\s*(?P<percent>{_NUMBER})\s*%)"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One line of a table of values: the value and its share in percent, None when none was given."""

    name: str
    share: Decimal | None


def read_values(text: str) -> tuple[Typed, ...]:
    """The values of a feature from what was typed or pasted, one per line: ``Women 51.6 %``, a tab or a
    semicolon before a bare number as a spreadsheet gives it (the first column and the last), or no share at
    all. Numbers of people, as a census gives them, are turned into shares of their sum."""
    found = []
    for line in text.splitlines():
        tidy = line.strip()
        match = _PASTED.fullmatch(tidy)
        if match:
            told = re.sub(r"\s", "", match["cell"] or match["percent"]).replace(",", ".")
            name = match["name"].partition("\t")[0]
            found.append(Typed(" ".join(name.split()), Decimal(told)))
        elif tidy:
            found.append(Typed(" ".join(tidy.split()), None))
    told_of = [value.share for value in found if value.share is not None]
    if any(share > WHOLE for share in told_of):
        whole = sum(told_of, Decimal(0)) / WHOLE
        found = [replace(one, share=one.share and one.share / whole) for one in found]
    return tuple(
        one if one.share is None else replace(one, share=round(one.share, 4)) for one in found
    )


def written_values(values: Sequence[tuple[str, Decimal | None]]) -> str:
    """Values as :func:`read_values` reads them."""
    return "\n".join(
        name if share is None else f"{name}; {share.normalize():f} %" for name, share in values
    )


def problems_of_values(typed: Sequence[Typed]) -> list[Text]:
    """All that is wrong with the values of a feature."""
    problems: list[Text] = []
    if len(typed) < LEAST_VALUES:
        problems.append(_("Give at least two answers, one on each line."))
    if len(typed) > MOST_VALUES:
        problems.append(_("Give 60 answers at most: nobody reads a longer list on a telephone."))
    if any(len(value.name) > LONGEST_VALUE for value in typed):
        problems.append(_("Say each answer in 80 characters or less."))
    counts = Counter(alike(value.name) for value in typed)
    twice = next((value.name for value in typed if counts[alike(value.name)] > 1), None)
    if twice is not None:
        problems.append(_("“%(value)s” stands there twice.") % {"value": twice})
    shares = [value.share for value in typed if value.share is not None]
    if shares and len(shares) < len(typed):
        bare = next(value.name for value in typed if value.share is None)
        problems.append(
            _("Give a share to every answer, or to none: there is none for “%(value)s”.")
            % {"value": bare}
        )
    elif shares and abs(Fraction(sum(shares)) / WHOLE - 1) > SCALED_WITHIN:
        total = f"{sum(shares, Decimal(0)).normalize():f}"
        problems.append(_("The shares add up to %(total)s %%, not to 100 %%.") % {"total": total})
    return problems


def proposed(shares: Sequence[Decimal | None], size: int) -> list[tuple[int, int]]:
    """The seats that each value of a feature may have: those of its share; any number without shares."""
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return [(0, size) for _share in shares]
    asked = [
        Asked("", str(at), at, None, None, Fraction(share) / WHOLE)
        for at, share in enumerate(known)
    ]
    _total, fitted = scaled(asked)
    return [(quota.minimum, quota.maximum) for quota in seats(fitted, size, exhaustive=True)]


@dataclass(frozen=True, slots=True)
class Row:
    """One volunteer as the draw sees them: no name, no address."""

    id: str
    values: tuple[str, ...]
    household: str
    place: str
    seated: bool
    past_member: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of the panel: its size, features and quotas, what is known of the population."""

    size: int
    features: tuple[str, ...]
    quotas: tuple[Quota, ...]
    population: Mapping[tuple[str, str], Fraction]
    one_per_household: bool

    def digest(self) -> str:
        """SHA-256 of the canonical form of all of it, in hexadecimal."""
        said = {
            "size": self.size,
            "features": self.features,
            "quotas": [[q.feature, q.value, q.minimum, q.maximum] for q in self.quotas],
            "population": [[f, v, str(share)] for (f, v), share in self.population.items()],
            "one_per_household": self.one_per_household,
        }
        return sha256(canonical(said)).hexdigest()


def terms_of(ask: Ask, rows: Sequence[Row]) -> Terms:
    """What the kernel is given. Nobody who shares the household of a seated member can be drawn."""
    homes = {row.household for row in rows if _seated(row)} - {""}

    def standing(row: Row) -> Standing:
        if _seated(row):
            return Standing.SEATED
        if row.past_member or row.place == Place.SET_ASIDE:
            return Standing.EXCLUDED
        shared = ask.one_per_household and row.household in homes
        return Standing.HOUSEMATE if shared else Standing.ELIGIBLE

    def household(row: Row) -> str | None:
        return (row.household or None) if ask.one_per_household else None

    people = tuple(
        Person(Volunteer(row.id, row.values, household(row)), standing(row)) for row in rows
    )
    return Terms(ask.size, ask.features, ask.quotas, dict(ask.population), people)


def _seated(row: Row) -> bool:
    return row.seated or row.place == Place.SEATED


def problems_of_seated(terms: Terms) -> list[Text]:
    """What the members already seated make impossible."""
    problems: list[Text] = []
    if terms.seats < 1:
        problems.append(_("All seats of the panel are taken already: there is nobody to draw."))
    there = terms.seated()
    problems += [
        _("%(value)s: %(seated)s are seated already, and the quota allows %(maximum)s.")
        % {
            "value": f"{quota.feature} · {quota.value}",
            "seated": there[quota.feature, quota.value],
            "maximum": quota.maximum,
        }
        for quota in terms.quotas
        if there[quota.feature, quota.value] > quota.maximum
    ]
    return problems


def household_key(seed: str, *parts: str) -> str:
    """A keyed digest of an address: equal for addresses that differ in case and blanks alone."""
    home = "\x1f".join(alike(part) for part in parts)
    return home_key(seed, home) if home.strip("\x1f") else ""


def home_key(seed: str, home: str) -> str:
    """The keyed digest of a household as the kernel writes it."""
    return hmac.digest(bytes.fromhex(seed), f"home\x00{home}".encode(), "sha256").hex()


def likeness_key(seed: str, name: str, household: str) -> str:
    """A keyed digest of a name at an address, by which entries made twice are found."""
    told = f"likeness\x00{alike(name)}\x00{household}"
    return hmac.digest(bytes.fromhex(seed), told.encode(), "sha256").hex()

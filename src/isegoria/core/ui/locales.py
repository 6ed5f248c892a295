"""How French and English write dates, numbers and durations. A further language is a further table.

The words follow the CLDR; the no-break spaces follow the *Lexique des règles typographiques en usage à
l'Imprimerie nationale*: a narrow one groups thousands and precedes %, a normal one ties a day to its month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from isegoria.core.texts import active_language

NBSP = "\u00a0"
NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Forms:
    """A word that counts, in its two forms, and the forms for one step away."""

    one: str
    many: str
    next: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """The table of one language. ``{}`` fields are named after what fills them."""

    months: tuple[str, ...]
    first_day: str
    day_month: str
    clock: str
    at: str
    on_the_hour: str
    thousands: str
    decimal: str
    percent: str
    is_singular: Callable[[float], bool]
    units: dict[str, Forms]
    ahead: str
    ago: str
    now: str
    moments: str
    from_to: str
    same_day: str
    since: str
    until: str
    until_day: str


FRENCH = Locale(
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    first_day="1er",
    day_month="{day}" + NBSP + "{month}",
    clock="{hour}" + NBSP + "h" + NBSP + "{minute:02d}",
    on_the_hour="{hour}" + NBSP + "h",
    at="{date} à" + NBSP + "{time}",
    thousands=NARROW,
    decimal=",",
    percent="{number}" + NARROW + "%",
    is_singular=lambda count: abs(count) < 2,
    units={
        "minute": Forms("{n} minute", "{n} minutes"),
        "hour": Forms("{n} heure", "{n} heures"),
        "day": Forms("{n} jour", "{n} jours", next="demain", last="hier"),
        "month": Forms("{n} mois", "{n} mois"),
        "year": Forms("{n} an", "{n} ans"),
    },
    ahead="dans {duration}",
    ago="il y a {duration}",
    now="maintenant",
    moments="quelques instants",
    from_to="du {start} au {end}",
    same_day="le {date}, de {start} à {end}",
    since="à partir du {start}",
    until="jusqu’au {end}",
    until_day="le {date}",
)
ENGLISH = Locale(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    first_day="1",
    day_month="{day}" + NBSP + "{month}",
    clock="{hour:02d}:{minute:02d}",
    on_the_hour="{hour:02d}:00",
    at="{date} at {time}",
    thousands=",",
    decimal=".",
    percent="{number}%",
    is_singular=lambda count: abs(count) == 1,
    units={
        "minute": Forms("{n} minute", "{n} minutes"),
        "hour": Forms("{n} hour", "{n} hours"),
        "day": Forms("{n} day", "{n} days", next="tomorrow", last="yesterday"),
        "month": Forms("{n} month", "{n} months"),
        "year": Forms("{n} year", "{n} years"),
    },
    ahead="in {duration}",
    ago="{duration} ago",
    now="now",
    moments="a few moments",
    from_to="from {start} to {end}",
    same_day="on {date}, from {start} to {end}",
    since="from {start}",
    until="until {end}",
    until_day="on {date}",
)
_TABLES = {"fr": FRENCH, "en": ENGLISH}


@cache
def table(language: str) -> Locale:
    """The table for a language code such as ``fr`` or ``fr-ca``; English for one we have not written."""
    return _TABLES.get(language.partition("-")[0], ENGLISH)


def current() -> Locale:
    """The table of the active language."""
    return table(active_language())

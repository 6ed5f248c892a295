"""What an export is: a name, columns one by one, where its rows come from, who may read it.

There is no "every field of the model": a column that nobody declared cannot leave the house.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any

from isegoria.core.policy import Policy
from isegoria.core.texts import Text
from isegoria.kernel.tabular.names import fold

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")


class ExportError(Exception):
    """An export cannot be written as asked. Nothing was sent. ``code`` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Kind(StrEnum):
    """The types of columns. A value of another type stops the export."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"  # an aware datetime, written in UTC
    UUID = "uuid"
    CHOICE = "choice"  # a word among ``choices``


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column.

    ``name`` is what programs rely on; ``label`` and ``description`` are for people. ``value``
    reads the cell from a row; without it, the row's key or attribute called ``name``. ``choices``
    gives the words of a CHOICE with their meaning. Raises ValueError for a name that is not lower
    case and plain.
    """

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    description: Text = ""
    value: Callable[[Any], Any] | None = None
    choices: Mapping[str, Text] | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a column: lower case, digits, . _ -")
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.name!r}: a choice, and only a choice, names its choices")

    def reader(self, row: Any) -> Callable[[Any], Any]:
        """What reads the cells of this column in rows such as ``row``."""
        if self.value is not None:
            return self.value
        return itemgetter(self.name) if isinstance(row, Mapping) else attrgetter(self.name)


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the data may be used again."""

    name: str
    title: str
    path: str


LICENCE_OUVERTE = Licence(
    "etalab-2.0",
    "Licence Ouverte / Open Licence 2.0",
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A table that leaves the house.

    ``rows(*subject)`` yields rows in a stable order, lazily: ``subject`` is what the route loads (a
    process, say) or nothing. ``policy`` decides for that subject. Raises ValueError for a name
    that could not be a file's, or for two columns with one name.
    """

    name: str
    label: Text
    columns: tuple[ExportColumn, ...]
    rows: Callable[..., Iterable[Any]]
    policy: Policy
    description: Text = ""
    licence: Licence = LICENCE_OUVERTE

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for an export")
        names = [fold(column.name) for column in self.columns]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"{self.name!r}: every column needs a name of its own")

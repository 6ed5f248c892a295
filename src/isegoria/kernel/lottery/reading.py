"""The people and the terms of a lottery, from the bytes of the organiser's files.

Nothing is opened here: the caller hands the bytes over. All that is wrong in all files comes back at once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from isegoria.kernel.lottery.model import Draw, Quota, Volunteer
from isegoria.kernel.lottery.quotas import left_to_fill
from isegoria.kernel.lottery.remarks import Remark, Sheet, remark, remarks_of
from isegoria.kernel.lottery.sheets import JOINTS, Feature, Sheetful, alike, read_quotas
from isegoria.kernel.tabular import Column, Limits, Row, Schema, Table, read_table, text
from isegoria.kernel.tabular.names import fold

LIMITS = Limits(octets=500_000_000, unpacked=500_000_000, rows=2_000_000)
IDS = (
    "id",
    "identifiant",
    "identifier",
    "nationbuilder_id",
    "person_id",
    "respondent_id",
    "unique_id",
    "volunteer_id",
)
"""What a column of ids may be called."""
_WEIGHT = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
ANY_OTHER = "*"
"""The value of those whose own has no quota, where only some values have one."""


class Standing(StrEnum):
    """Whether a person of the file can be drawn, and if not, why."""

    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"
    SEATED = "seated"
    HOUSEMATE = "housemate of a seated member"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the file of people, with the values aligned with the features of the terms."""

    volunteer: Volunteer
    standing: Standing


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of the whole panel (``size`` and ``quotas`` count the members already seated),
    and everybody who is in the file."""

    size: int
    features: tuple[str, ...]
    quotas: tuple[Quota, ...]
    population: Mapping[tuple[str, str], Fraction]
    people: tuple[Person, ...]

    @property
    def seats(self) -> int:
        """Seats left to fill."""
        return self.size - sum(person.standing is Standing.SEATED for person in self.people)

    def draw(self) -> Draw:
        """What the solver is given: seats left, quotas left, people who can be drawn."""
        seated = self.seated()
        return Draw(
            size=self.seats,
            features=self.features,
            quotas=tuple(
                left_to_fill(quota, seated[quota.feature, quota.value]) for quota in self.quotas
            ),
            volunteers=tuple(
                person.volunteer for person in self.people if person.standing is Standing.ELIGIBLE
            ),
        )

    def seated(self) -> Counter[tuple[str, str]]:
        """How many members already seated have each value of each feature."""
        return Counter(
            pair
            for person in self.people
            if person.standing is Standing.SEATED
            for pair in zip(self.features, person.volunteer.values, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms, or None when something must be put right first, and all there is to say."""

    terms: Terms | None
    remarks: tuple[Remark, ...]


def read_terms(
    people: bytes,
    quotas: bytes,
    size: int,
    *,
    excluded: bytes | None = None,
    seated: bytes | None = None,
    household: Sequence[str] = (),
    id_column: str | None = None,
    weight_column: str | None = None,
) -> Reading:
    """Read all files of a lottery.

    ``household``: the columns that together make a household; at most one of its people is drawn, and none
    when one is already seated. ``id_column``: the header of the ids, when it is not one of :data:`IDS`.
    ``weight_column``: the header of the weights, numbers above 0; without it everybody weighs the same.
    """
    sheet = read_quotas(quotas, size)
    said = list(sheet.remarks)
    if size < 1:
        said.append(remark(Sheet.QUOTAS, "size"))
    table = read_table(people, _schema(sheet, household, id_column, weight_column), limits=LIMITS)
    said += remarks_of(Sheet.PEOPLE, table)
    volunteers = _volunteers(table, sheet, household, id_column, weight_column, said)
    if weight_column:
        volunteers = _weighted(volunteers, table, weight_column, said)
    known = {person.id for person in volunteers}
    ids = (*IDS, "line", *([id_column] if id_column else []))
    out = _ids(excluded, Sheet.EXCLUDED, ids, known, said)
    in_place = _ids(seated, Sheet.SEATED, ids, known, said)
    said += [
        remark(Sheet.SEATED, "both", in_place[name], value=name)
        for name in sorted(in_place.keys() & out.keys(), key=in_place.__getitem__)
    ]
    terms = Terms(
        size,
        tuple(feature.name for feature in sheet.features),
        sheet.quotas,
        sheet.population,
        _standings(volunteers, out, in_place, said),
    )
    said += _overfull(terms)
    return Reading(None if any(item.fatal for item in said) else terms, tuple(said))


def _schema(
    sheet: Sheetful, household: Sequence[str], id_column: str | None, weight_column: str | None
) -> Schema:
    """The columns that the lottery needs, each once, under the names of the sheet."""
    needed: dict[str, Column] = {}
    for feature in sheet.features:
        for name in feature.columns:
            needed.setdefault(fold(name), Column(name, text(), required=True))
    for name in household:
        needed.setdefault(fold(name), Column(name, text(), required=True, may_be_blank=True))
    if weight_column:
        needed.setdefault(fold(weight_column), Column(weight_column, text(), required=True))
    for name in [id_column] if id_column else IDS:
        needed.setdefault(fold(name), Column(name, text(), required=bool(id_column)))
    return Schema(tuple(needed.values()))


def _volunteers(
    table: Table,
    sheet: Sheetful,
    household: Sequence[str],
    id_column: str | None,
    weight_column: str | None,
    said: list[Remark],
) -> list[Volunteer]:
    names = {fold(found.column.name): found.column.name for found in table.columns if found.column}
    wanted = [id_column] if id_column else IDS
    id_name = next((names[fold(name)] for name in wanted if fold(name) in names), None)
    if id_name is None:
        said.append(remark(Sheet.PEOPLE, "no_id"))
    used = {
        id_name,
        weight_column,
        *household,
        *(name for item in sheet.features for name in item.columns),
    }
    read = {fold(name) for name in used if name}
    unread = [found.header for found in table.columns if found.header]
    unread = [header for header in unread if fold(header) not in read]
    if unread:
        said.append(remark(Sheet.PEOPLE, "columns_ignored", columns=", ".join(unread)))
    homes = [names[fold(name)] for name in household if fold(name) in names]
    if id_name in homes:
        said.append(remark(Sheet.PEOPLE, "household_is_id", column=id_name))
    strange = _Strange()
    readers = [
        _Values(feature, [names.get(fold(column), "") for column in feature.columns], strange)
        for feature in sheet.features
    ]
    first: dict[str, int] = {}
    volunteers = []
    for row in table.rows:
        name = " ".join(row[id_name].split()) if id_name else str(row.line)
        if not name:
            said.append(remark(Sheet.PEOPLE, "blank", row.line, id_name or ""))
        elif first.setdefault(name, row.line) != row.line:
            again = remark(
                Sheet.PEOPLE, "duplicate", row.line, id_name or "", value=name, first=first[name]
            )
            said.append(again)
        values = tuple(reader.value(row) for reader in readers)
        home = "\x1f".join(alike(row[column]) for column in homes)
        volunteers.append(Volunteer(name, values, home if home.strip("\x1f") else None))
    said += strange.remarks()
    homeless = sum(person.household is None for person in volunteers) if homes else 0
    if homeless:
        said.append(remark(Sheet.PEOPLE, "household_blank", count=homeless))
    return volunteers


def _weighted(
    volunteers: Sequence[Volunteer], table: Table, column: str, said: list[Remark]
) -> list[Volunteer]:
    names = {fold(found.column.name): found.column.name for found in table.columns if found.column}
    if (name := names.get(fold(column))) is None:
        return list(volunteers)
    weighted = []
    for person, row in zip(volunteers, table.rows, strict=True):
        written = row[name].replace(",", ".")
        weight = Fraction(written) if _WEIGHT.fullmatch(written) else Fraction(0)
        if weight:
            weighted.append(replace(person, weight=weight))
        elif written:
            said.append(remark(Sheet.PEOPLE, "not_weight", row.line, name, value=row[name]))
    return weighted if len(weighted) == len(volunteers) else list(volunteers)


class _Strange:
    """Values of people that stand in no quota, each told once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Feature, str, int, int]] = {}

    def add(self, feature: Feature, value: str, line: int) -> None:
        """One more person with ``value``."""
        key = (feature.name, alike(value))
        _, spelled, first, count = self._found.get(key, (feature, value, line, 0))
        self._found[key] = (feature, spelled, first, count + 1)

    def remarks(self) -> list[Remark]:
        """One remark for each value, where it first stands."""
        return [
            remark(
                Sheet.PEOPLE,
                "unknown_value",
                line,
                feature.name,
                value=value,
                count=count,
                known=", ".join(feature.values.values()),
            )
            for feature, value, line, count in self._found.values()
        ]


class _Values:
    """Reads the value of one feature, each way of writing it once."""

    def __init__(self, feature: Feature, columns: list[str], strange: _Strange) -> None:
        self._feature, self._columns, self._strange = feature, columns, strange
        self._known: dict[tuple[str, ...], str] = {}

    def value(self, row: Row) -> str:
        """The value as the sheet of quotas spells it, or :data:`ANY_OTHER`."""
        written = tuple(row[column] for column in self._columns)
        if (known := self._known.get(written)) is not None:
            return known
        found = self._feature.values.get(tuple(alike(part) for part in written))
        if found is None and self._feature.exhaustive:
            self._strange.add(self._feature, JOINTS[0].join(written), row.line)
            return ANY_OTHER
        return self._known.setdefault(written, ANY_OTHER if found is None else found)


def _ids(
    data: bytes | None, sheet: Sheet, names: Sequence[str], known: set[str], said: list[Remark]
) -> dict[str, int]:
    """The ids of a file that are among the people, with their lines."""
    if data is None:
        return {}
    schema = Schema((Column(names[0], text(), tuple({*names[1:]} - {names[0]}), required=True),))
    table = read_table(data, schema, limits=LIMITS)
    said += [item for item in remarks_of(sheet, table) if item.code != "no_rows"]
    lines = {" ".join(row[names[0]].split()): row.line for row in reversed(table.rows)}
    strangers = {name: line for name, line in lines.items() if name not in known}
    if strangers and sheet is Sheet.EXCLUDED:
        first = min(strangers, key=lambda name: strangers[name])
        said.append(remark(sheet, "excluded_unknown", count=len(strangers), value=first))
    elif strangers:
        said += [
            remark(sheet, "id_unknown", line, value=name)
            for name, line in sorted(strangers.items(), key=lambda item: item[1])
        ]
    return {name: line for name, line in lines.items() if name in known}


def _standings(
    volunteers: Iterable[Volunteer],
    excluded: Mapping[str, int],
    seated: Mapping[str, int],
    said: list[Remark],
) -> tuple[Person, ...]:
    volunteers = list(volunteers)
    homes = {person.household for person in volunteers if person.id in seated} - {None}

    def _standing(person: Volunteer) -> Standing:
        if person.id in seated:
            return Standing.SEATED
        if person.id in excluded:
            return Standing.EXCLUDED
        return Standing.HOUSEMATE if person.household in homes else Standing.ELIGIBLE

    people = tuple(Person(person, _standing(person)) for person in volunteers)
    mates = sum(person.standing is Standing.HOUSEMATE for person in people)
    if mates:
        said.append(remark(Sheet.SEATED, "housemates", count=mates))
    return people


def _overfull(terms: Terms) -> list[Remark]:
    """What those already seated make impossible."""
    said = []
    if terms.seats <= 0 < terms.size:
        taken = terms.size - terms.seats
        said.append(remark(Sheet.SEATED, "seated_full", seated=taken, size=terms.size))
    counts = terms.seated()
    for quota in terms.quotas:
        there = counts[quota.feature, quota.value]
        if there > quota.maximum:
            said.append(
                remark(
                    Sheet.SEATED,
                    "seated_over",
                    feature=quota.feature,
                    value=quota.value,
                    seated=there,
                    maximum=quota.maximum,
                )
            )
    return said

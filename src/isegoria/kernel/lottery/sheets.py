"""The sheet of quotas: four dialects of headers, seats or percentages, every problem at once.

``feature,value,min,max[,min_flex,max_flex]`` is ours; ``category,feature,min,max``,
``category,name,min,max`` and ``FeatureName,ValueName,MinQuota,MaxQuota`` are read alike. A column
``share`` may stand for min and max. A feature written ``gender*district`` is a joint one: its values are
written ``f*north``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from isegoria.kernel.lottery.model import Quota
from isegoria.kernel.lottery.quotas import (
    SCALED_WITHIN,
    Amount,
    Asked,
    populations,
    scaled,
    seats,
)
from isegoria.kernel.lottery.remarks import Remark, Sheet, remark, remarks_of
from isegoria.kernel.tabular import (
    Column,
    Parser,
    Schema,
    Table,
    decimal,
    integer,
    read_table,
    text,
)
from isegoria.kernel.tabular import percentage as percentage_
from isegoria.kernel.tabular.names import fold
from isegoria.kernel.tabular.parsers import UnfitError

JOINTS = "*×"
"""What joins the features, or the values, of a joint quota. ``*`` is what we write."""


def alike(value: str) -> str:
    """``value`` without what does not count when two files are compared: case and spaces."""
    return " ".join(value.split()).casefold()


def parts(written: str) -> tuple[str, ...]:
    """The features of a joint feature, or the values of a joint value; one alone otherwise."""
    for joint in JOINTS[1:]:
        written = written.replace(joint, JOINTS[0])
    return tuple(" ".join(part.split()) for part in written.split(JOINTS[0]))


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that has quotas. ``columns`` are the columns of people it is read from: one, or
    several when it is joint. ``values`` gives each value its spelling in the sheet.

    ``exhaustive``: everybody has one of the values, so that another is a mistake. A feature with
    a quota on one value only, or a joint one, is not.
    """

    name: str
    columns: tuple[str, ...]
    values: Mapping[tuple[str, ...], str]

    @property
    def joint(self) -> bool:
        """True when it is read from several columns."""
        return len(self.columns) > 1

    @property
    def exhaustive(self) -> bool:
        """True when a person whose value has no quota is a mistake."""
        return not self.joint and len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Sheetful:
    """A sheet of quotas that was read: its features, the quotas of the whole panel, what is known of
    the population, and everything there is to say."""

    features: tuple[Feature, ...]
    quotas: tuple[Quota, ...]
    population: Mapping[tuple[str, str], Fraction]
    remarks: tuple[Remark, ...]


def _percentage(cell: str) -> Fraction:
    part = Fraction(percentage_().read(cell))
    if not 0 <= part <= 1:
        raise UnfitError("percentage_range")
    return part


def _amount(cell: str) -> Amount:
    if cell.endswith("%"):
        return _percentage(cell)
    try:
        number = decimal().read(cell)
    except UnfitError:
        raise UnfitError("not_amount") from None
    if number != int(number) or number < 0:
        raise UnfitError("not_amount")
    return int(number)


def _share(cell: str) -> tuple[Fraction, bool]:
    """The number, and whether it carried its % sign (and was divided by 100)."""
    if cell.endswith("%"):
        return _percentage(cell), True
    try:
        number = Fraction(decimal().read(cell))
    except UnfitError:
        raise UnfitError("not_share") from None
    if not 0 <= number <= 100:
        raise UnfitError("percentage_range")
    return number, False


def _schema(feature: Column, value: Column) -> Schema:
    amount = Parser("amount", _amount)
    return Schema(
        (
            feature,
            value,
            Column("min", amount, ("MinQuota", "minimum", "at least")),
            Column("max", amount, ("MaxQuota", "maximum", "at most")),
            Column("share", Parser("share", _share), ("percentage", "proportion")),
            Column("min_flex", integer(low=0)),
            Column("max_flex", integer(low=0)),
        )
    )


_USUAL = _schema(
    Column("feature", text(), ("FeatureName", "category", "critère"), required=True),
    Column("value", text(), ("ValueName", "name", "modalité"), required=True),
)
_CROSSED = _schema(
    Column("category", text(), required=True), Column("feature", text(), required=True)
)
"""``category,feature,min,max``, where the column called *feature* holds the values."""


def read_quotas(data: bytes, size: int) -> Sheetful:
    """The quotas of a panel of ``size`` seats from the bytes of a sheet, CSV or XLSX."""
    table, names = read_table(data, _CROSSED), ("category", "feature")
    if any(problem.code == "header_missing" for problem in table.problems):
        table, names = read_table(data, _USUAL), ("feature", "value")
    said = remarks_of(Sheet.QUOTAS, table) + _ignored(table)
    together: dict[str, list[Asked]] = {}
    for row in _rows(table, names, said):
        together.setdefault("*".join(fold(part) for part in parts(row.feature)), []).append(row)
    features: list[Feature] = []
    quotas: list[Quota] = []
    population: dict[tuple[str, str], Fraction] = {}
    for rows in together.values():
        feature, kept = _feature(rows, said)
        features.append(feature)
        fitted = _shares(feature, kept, said)
        quotas += _checked(seats(fitted, size, exhaustive=feature.exhaustive), fitted, said)
        population.update(populations(fitted))
    return Sheetful(tuple(features), tuple(quotas), population, tuple(said))


def _ignored(table: Table) -> list[Remark]:
    names = [found.header for found in table.columns if found.header and found.column is None]
    if not names:
        return []
    return [remark(Sheet.QUOTAS, "columns_ignored", columns=", ".join(names))]


def _rows(table: Table, names: tuple[str, str], said: list[Remark]) -> list[Asked]:
    """Each row as asked; bare shares are read as percentages when one of them is above one."""
    bare = [row["share"][0] for row in table.rows if row["share"] and not row["share"][1]]
    percent = any(share > 1 for share in bare)
    if bare:
        unit = "percentages" if percent else "fractions of one"
        said.append(remark(Sheet.QUOTAS, "shares_bare", unit=unit))
    rows = []
    for row in table.rows:
        share, signed = row["share"] or (None, True)
        if share is not None and percent and not signed:
            share /= 100
        asked = Asked(
            row[names[0]],
            row[names[1]],
            row.line,
            row["min"],
            row["max"],
            share,
            row["min_flex"],
            row["max_flex"],
        )
        bounds = asked.minimum is not None or asked.maximum is not None
        if share is None and not bounds:
            said.append(remark(Sheet.QUOTAS, "no_bound", row.line))
        elif share is not None and bounds:
            said.append(remark(Sheet.QUOTAS, "share_and_bounds", row.line))
        else:
            rows.append(asked)
    return rows


def _feature(rows: list[Asked], said: list[Remark]) -> tuple[Feature, list[Asked]]:
    """A feature under its first spelling, and its rows under that spelling, each value once."""
    columns = parts(rows[0].feature)
    name = JOINTS[0].join(columns)
    spelling: dict[tuple[str, ...], str] = {}
    first: dict[tuple[str, ...], int] = {}
    kept = []
    for row in rows:
        cut = parts(row.value) if len(columns) > 1 else (" ".join(row.value.split()),)
        value = JOINTS[0].join(cut)
        known = tuple(alike(part) for part in cut)
        if len(cut) != len(columns):
            said.append(
                remark(
                    Sheet.QUOTAS,
                    "joint_parts",
                    row.line,
                    value=value,
                    parts=len(columns),
                    feature=name,
                )
            )
        elif first.setdefault(known, row.line) != row.line:
            said.append(
                remark(
                    Sheet.QUOTAS,
                    "quota_twice",
                    row.line,
                    feature=name,
                    value=value,
                    first=first[known],
                )
            )
        else:
            spelling[known] = value
            kept.append(replace(row, feature=name, value=value))
    feature = Feature(name, columns, spelling)
    if len(spelling) == 1 and not feature.joint:
        only = next(iter(spelling.values()))
        said.append(remark(Sheet.QUOTAS, "others_free", feature=name, value=only))
    return feature, kept


def _shares(feature: Feature, rows: list[Asked], said: list[Remark]) -> tuple[Asked, ...]:
    """The rows with shares that sum to one, where everybody has one of the values."""
    total, fitted = scaled(rows)
    if not feature.exhaustive or any(row.share is None for row in rows) or total == 1:
        return tuple(rows)
    code = "shares_scaled" if abs(total - 1) <= SCALED_WITHIN else "shares_sum"
    written = f"{float(total * 100):.6g} %"
    said.append(remark(Sheet.QUOTAS, code, feature=feature.name, total=written))
    return fitted


def _checked(quotas: Iterable[Quota], rows: tuple[Asked, ...], said: list[Remark]) -> list[Quota]:
    """The quotas; says which contradict themselves."""
    kept = list(quotas)
    for quota, row in zip(kept, rows, strict=True):
        if quota.minimum > quota.maximum:
            said.append(
                remark(
                    Sheet.QUOTAS,
                    "min_above_max",
                    row.line,
                    minimum=quota.minimum,
                    maximum=quota.maximum,
                    feature=quota.feature,
                    value=quota.value,
                )
            )
        low, high = quota.min_flex, quota.max_flex
        if (low is not None and low > quota.minimum) or (high is not None and high < quota.maximum):
            flex = remark(
                Sheet.QUOTAS,
                "flex_inside",
                row.line,
                feature=quota.feature,
                value=quota.value,
            )
            said.append(flex)
    return kept

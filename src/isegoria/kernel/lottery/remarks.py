"""What is wrong, ignored or decided about the files of a lottery: a code, a place, a sentence.

The sentences are English templates; an interface in another language translates the template of the
code and fills in the same parameters, as with :mod:`isegoria.kernel.tabular`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from isegoria.kernel import tabular


class Sheet(StrEnum):
    """Which file, or option, a remark is about."""

    PEOPLE = "people"
    QUOTAS = "quotas"
    EXCLUDED = "excluded"
    SEATED = "seated"


_ERRORS = {
    "not_amount": "“{value}” is neither a number of seats nor a percentage.",
    "not_weight": "“{value}” is not a weight: write a number above 0, such as 1 or 2.5.",
    "not_share": "“{value}” is not a share: write 12.3 % or 0.123.",
    "percentage_range": "“{value}” is not between 0 % and 100 %.",
    "no_bound": "Neither a minimum, nor a maximum, nor a share.",
    "share_and_bounds": "A share and a minimum or maximum: keep one of the two.",
    "quota_twice": "“{feature}: {value}” is already on line {first}.",
    "min_above_max": "“{feature}: {value}”: the minimum {minimum} is above the maximum {maximum}.",
    "flex_inside": "“{feature}: {value}”: min_flex ≤ min and max ≤ max_flex must hold.",
    "shares_sum": "The shares of “{feature}” add up to {total}, not to 100 %.",
    "joint_parts": "“{value}” should have {parts} parts joined by *, one for each of “{feature}”.",
    "unknown_value": (
        "“{value}” stands in no quota (there are: {known}). People concerned: {count}. If it is meant,"
        " give it a quota, from 0 to the size if need be."
    ),
    "id_unknown": "“{value}” is not in the file of people.",
    "both": "“{value}” is both excluded and seated.",
    "seated_over": (
        "“{feature}: {value}”: {seated} already seated, and the quota allows {maximum} in all."
    ),
    "seated_full": "{seated} people are already seated, and the panel has {size} seats.",
    "size": "The size of the panel must be 1 or more.",
    "household_is_id": "“{column}” is the id: no two people share it, so it cannot be a household.",
}
_WARNINGS = {
    "not_utf8": "This file is not in UTF-8: it was read as {encoding}. Are the accents right?",
    "columns_ignored": "Columns used by nothing were ignored: {columns}.",
    "no_id": "There is no column of ids: people are called by the number of their line.",
    "shares_scaled": "The shares of “{feature}” add up to {total}: they were scaled to 100 %.",
    "shares_bare": "Shares without a % sign were read as {unit}.",
    "others_free": "“{feature}”: only “{value}” has a quota, all other values are free.",
    "excluded_unknown": "{count} excluded ids are not in the file of people (first: “{value}”).",
    "household_blank": "{count} people have no household: the rule cannot be applied to them.",
    "housemates": "{count} people share the household of a seated member: they cannot be drawn.",
}
TEMPLATES: Mapping[str, str] = {**tabular.TEMPLATES, **_ERRORS, **_WARNINGS}
"""The English template of every code, those of tables included."""


@dataclass(frozen=True, slots=True)
class Remark(tabular.Remark[Sheet]):
    """One thing to say about one file; ``fatal`` when there can be no draw before it is put right."""

    templates = TEMPLATES


def remark(
    sheet: Sheet, code: str, line: int | None = None, column: str = "", **params: str | int
) -> Remark:
    """A remark whose code says whether it is fatal."""
    return Remark(sheet, code, line, column, params, fatal=code not in _WARNINGS)


def remarks_of(sheet: Sheet, table: tabular.Table) -> list[Remark]:
    """What the reader of tables said about a file, its encoding included."""
    said = [Remark.of(sheet, problem) for problem in table.problems]
    encoding = table.source.encoding
    if encoding in {"cp1252", "latin-1"}:
        name = "Windows-1252 (Latin-1)" if encoding == "cp1252" else "Latin-1"
        said.insert(0, remark(sheet, "not_utf8", encoding=name))
    return said

"""From the text of a cell to a value: small parsers that say what is wrong instead of guessing.

A parser raises :class:`UnfitError` with the code of the problem. Spaces around a value never count,
except for ``text(strip=False)``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from typing import Any, Literal
from uuid import UUID

from isegoria.kernel.tabular.names import fold


class UnfitError(ValueError):
    """The cell does not hold what its column declares."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Parser:
    """``read`` turns a cell that is not blank into a value; a blank one is worth ``empty``."""

    kind: str
    read: Callable[[str], Any]
    empty: Any = None
    strip: bool = True


def text(*, max_length: int | None = None, strip: bool = True) -> Parser:
    """Any text; a blank cell is the empty text."""

    def _read(cell: str) -> str:
        if max_length is not None and len(cell) > max_length:
            raise UnfitError("too_long", limit=max_length)
        return cell

    return Parser("text", _read, empty="", strip=strip)


_GROUP = "[ \u00a0\u202f\u2009'’]"
_INTEGER = re.compile(rf"[+-]?(?:\d{{1,40}}|\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,12}})", re.ASCII)
_DECIMAL = re.compile(
    rf"(?P<whole>[+-]?(?:\d{{1,40}}|\d{{1,3}}(?:(?:{_GROUP}|(?P<thousands>[.,]))\d{{3}})"
    rf"(?:(?:{_GROUP}|(?P=thousands))\d{{3}}){{0,11}}))?(?P<rest>[.,]\d{{1,40}})?",
    re.ASCII,
)
_SEPARATORS = re.compile("[ \u00a0\u202f\u2009'’.,]")
_PRECISION = 100
"""More than the forty digits on each side of the mark."""
_WHOLE = re.compile(rf"\d*|\d{{1,3}}(?:{_SEPARATORS.pattern}\d{{3}})+", re.ASCII)


def _bounded[N: (int, Decimal)](value: N, low: N | None, high: N | None) -> N:
    if low is not None and value < low:
        raise UnfitError("too_small", limit=str(low))
    if high is not None and value > high:
        raise UnfitError("too_big", limit=str(high))
    return value


def integer(*, low: int | None = None, high: int | None = None) -> Parser:
    """A whole number, thousands separated by spaces or apostrophes if at all."""

    def _read(cell: str) -> int:
        written = cell.replace("\u2212", "-")
        if not _INTEGER.fullmatch(written):
            raise UnfitError("not_integer")
        return _bounded(int(re.sub(_GROUP, "", written)), low, high)

    return Parser("integer", _read)


def _number(cell: str, mark: str | None) -> Decimal:
    written = cell.replace("\u2212", "-")
    digits = written.lstrip("+-")
    sign = "-" if written.startswith("-") else ""
    if len(written) - len(digits) > 1 or not _DECIMAL.fullmatch(written) or not digits:
        raise UnfitError("not_decimal")
    marks = [character for character in digits if character in ".,"]
    if len(set(marks)) == 1 and mark is None:
        mark = _sole_mark(digits, marks)
    elif mark is None:
        mark = marks[-1] if marks else "."
    whole, _, fraction = digits.rpartition(mark) if mark in marks else (digits, "", "")
    if mark in whole or not _WHOLE.fullmatch(whole) or (fraction and not fraction.isdecimal()):
        raise UnfitError("not_decimal")
    return Decimal(f"{sign}{_SEPARATORS.sub('', whole) or '0'}.{fraction or '0'}")


def _sole_mark(digits: str, marks: list[str]) -> str:
    """Which mark is the decimal one when a number holds only points or only commas."""
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    before, _, after = digits.partition(marks[0])
    if marks == [","] and len(after) == 3 and 1 <= len(before) <= 3 and before != "0":
        raise UnfitError("ambiguous_number")
    return marks[0]


def _plain(value: Decimal) -> Decimal:
    with localcontext(prec=_PRECISION):
        normal = value.normalize()
        return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal


def decimal(
    *,
    mark: Literal[".", ","] | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Parser:
    """A number with a French or an English decimal mark, as a Decimal.

    ``1 234,5`` and ``1,234.5`` are the same. ``1,234`` could be either of two numbers and is
    refused, unless ``mark`` says which character is the decimal mark; a single point is always
    decimal.
    """
    return Parser("decimal", lambda cell: _bounded(_plain(_number(cell, mark)), low, high))


def percentage(*, bare: Literal["percent", "fraction"] | None = None) -> Parser:
    """A percentage as a fraction of one: ``12,5 %`` is Decimal("0.125").

    A number without its sign is refused, unless ``bare`` says what it is.
    """

    def _read(cell: str) -> Decimal:
        signed = cell.endswith(("%", "٪", "％"))
        if not signed and bare is None:
            raise UnfitError("sign_missing")
        try:
            number = _number(cell[:-1].rstrip() if signed else cell, None)
        except UnfitError as unfit:
            code = "not_percentage" if unfit.code == "not_decimal" else unfit.code
            raise UnfitError(code) from None
        return _plain(number if bare == "fraction" and not signed else number / 100)

    return Parser("percentage", _read)


YES = frozenset({"1", "oui", "o", "yes", "y", "true", "vrai", "x"})
NO = frozenset({"0", "non", "n", "no", "false", "faux"})


def boolean() -> Parser:
    """Yes or no, oui or non, true or false, vrai or faux, 1 or 0, x; a blank cell stays unknown."""

    def _read(cell: str) -> bool:
        folded = fold(cell)
        if folded not in YES | NO:
            raise UnfitError("not_boolean")
        return folded in YES

    return Parser("boolean", _read)


_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)


def date_() -> Parser:
    """A date, ``2026-03-31`` or day first ``31/03/2026``; never month first, never a two-digit
    year.
    """

    def _read(cell: str) -> date:
        iso = _ISO_DATE.fullmatch(cell)
        day_first = _DAY_FIRST.fullmatch(cell)
        try:
            if iso:
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if day_first:
                return date(int(day_first[4]), int(day_first[3]), int(day_first[1]))
        except ValueError:
            pass
        raise UnfitError("not_date")

    return Parser("date", _read)


def instant() -> Parser:
    """An ISO 8601 date and time with its zone, as an aware datetime in UTC."""

    def _read(cell: str) -> datetime:
        try:
            value = datetime.fromisoformat(cell)
            if value.tzinfo is not None:
                return value.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise UnfitError("not_instant")

    return Parser("instant", _read)


def uuid_() -> Parser:
    """A UUID in its usual form with hyphens."""

    def _read(cell: str) -> UUID:
        try:
            value = UUID(cell)
        except ValueError:
            raise UnfitError("not_uuid") from None
        if str(value) != cell.lower():
            raise UnfitError("not_uuid")
        return value

    return Parser("uuid", _read)


def choice(choices: Mapping[str, Iterable[str]] | Iterable[str]) -> Parser:
    """One word of a list, whatever its case, spaces and accents; a mapping gives other spellings.

    Raises ValueError when two choices have a spelling in common.
    """
    spellings = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, ())
    known: dict[str, str] = {}
    for name, others in spellings.items():
        for spelling in (name, *others):
            if known.setdefault(fold(spelling), name) != name:
                raise ValueError(f"{spelling!r} is a spelling of two choices")

    def _read(cell: str) -> str:
        try:
            return known[fold(cell)]
        except KeyError:
            raise UnfitError("not_choice", choices=", ".join(spellings)) from None

    return Parser("choice", _read)

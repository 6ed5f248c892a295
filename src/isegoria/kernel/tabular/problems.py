"""What is wrong with a table: a stable code, where, what was seen, and a sentence.

The sentences are English templates; an interface in another language translates the template of
the code and fills in the same parameters.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SHOWN = 60
"""How many characters of a faulty value are repeated to its author."""


class Severity(StrEnum):
    """An error means that rows were left out; a warning that something was decided or ignored."""

    ERROR = "error"
    WARNING = "warning"


_ERRORS = {
    # the whole file
    "empty": "The file is empty.",
    "no_rows": "There is a line of headers, and no row under it.",
    "too_large": "The file is larger than {limit} bytes.",
    "not_text": "This is not a table: a CSV file holds text only.",
    "not_a_table": "This is a {format} file. Save the table as CSV or XLSX.",
    "bad_encoding": "The text is not in {encoding}. Save the file as UTF-8.",
    "broken_workbook": "This workbook is damaged, protected, or not a real XLSX file.",
    "workbook_too_large": "Once unpacked, this workbook is larger than {limit} bytes.",
    "no_such_sheet": "There is no sheet “{sheet}”. There are: {found}.",
    "too_many_rows": "There are more than {limit} rows.",
    "too_many_columns": "There are more than {limit} columns.",
    "record_too_long": "This row is longer than {limit} characters: is a quote left open?",
    # the headers
    "header_missing": "The column “{header}” is missing. Found: {found}.",
    "header_duplicate": "“{header}” and “{other}” are the same column; keep one of them.",
    "header_unknown": "The column “{header}” is not expected here.",
    # the rows
    "row_long": "This row has {cells} cells for {expected} headers: is a separator unquoted?",
    "quote_open": "A quote opens here and is never closed.",
    "quote_broken": "After a closing quote, a separator is expected.",
    "cell_too_long": "This cell is longer than {limit} characters.",
    "undecodable": "Some characters are damaged: “{value}”.",
    # the cells
    "blank": "This cell must not be empty.",
    "duplicate": "“{value}” is already on line {first}.",
    "too_long": "“{value}” is longer than {limit} characters.",
    "not_integer": "“{value}” is not a whole number.",
    "not_decimal": "“{value}” is not a number.",
    "ambiguous_number": "“{value}” can be read in two ways: use a point, and no thousands.",
    "not_percentage": "“{value}” is not a percentage.",
    "sign_missing": "“{value}” has no % sign: is it a percentage or a fraction?",
    "too_small": "“{value}” is below {limit}.",
    "too_big": "“{value}” is above {limit}.",
    "not_boolean": "“{value}” is neither yes nor no.",
    "not_date": "“{value}” is not a date: write 2026-03-31 or 31/03/2026.",
    "not_instant": "“{value}” is not a date and time with its zone: write 2026-03-31T12:00:00Z.",
    "not_uuid": "“{value}” is not a reference.",
    "not_choice": "“{value}” is not one of: {choices}.",
}
_WARNINGS = {
    "row_short": "This row has {cells} cells for {expected} headers: the last are empty.",
    "header_blank": "Column {position} holds values and has no header: it was ignored.",
    "stray_row": "This row at the end of the file holds no “{header}”: it was ignored.",
    "lines_before": "The headers were found on line {found}: what stands above was ignored.",
    "other_sheets": "Only the sheet “{sheet}” was read. Not read: {found}.",
}
_MORE = {"and_more": "And {count} more of the same kind ({kind})."}

TEMPLATES: Mapping[str, str] = {**_ERRORS, **_WARNINGS, **_MORE}
"""The English template of every code."""


def shortened(value: str) -> str:
    """``value`` on one line, at most :data:`SHOWN` characters, for repeating it in a sentence."""
    line = "".join(
        character if character.isprintable() else "�" for character in value[: SHOWN + 1]
    )
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: ``line`` is the physical line of the file (None: the file), ``column`` the
    name.
    """

    code: str
    line: int | None = None
    column: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """An error or a warning; "and more" is as severe as what it counts."""
        code = str(self.params["kind"]) if self.code == "and_more" else self.code
        return Severity.WARNING if code in _WARNINGS else Severity.ERROR

    def sentence(self, template: str | None = None, where: str = "Line {line}") -> str:
        """The problem in words, with its place. Both templates may be given in another language."""
        said = (template or TEMPLATES[self.code]).format_map(self.params)
        return placed(said, where, self.line, self.column)


def placed(said: str, where: str, line: int | None, column: str) -> str:
    """A sentence after the place it is about, as far as that is known."""
    place = [where.format(line=line)] if line is not None else []
    place += [column] if column else []
    return f"{', '.join(place)}: {said}" if place else said


class UnreadableError(Exception):
    """Reading cannot go on. Stays inside this package: the caller receives the problem."""

    def __init__(self, code: str, line: int | None = None, **params: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code, line, params=params)


class Problems:
    """Collects problems, ``per_kind`` of each code and column; the others are counted."""

    def __init__(self, per_kind: int) -> None:
        self._per_kind = per_kind
        self._kept: list[Problem] = []
        self._seen: Counter[tuple[str, str]] = Counter()

    def add(
        self, code: str, line: int | None = None, column: str = "", **params: str | int
    ) -> None:
        """Keep or count one problem."""
        self.keep(Problem(code, line, column, params))

    def keep(self, problem: Problem) -> None:
        """Keep or count one problem."""
        kind = (problem.code, problem.column)
        self._seen[kind] += 1
        if self._seen[kind] <= self._per_kind:
            self._kept.append(problem)

    def listed(self) -> tuple[Problem, ...]:
        """The problems in the order of the file, then what was only counted."""
        more = [
            Problem(
                "and_more", column=column, params={"count": times - self._per_kind, "kind": code}
            )
            for (code, column), times in self._seen.items()
            if times > self._per_kind
        ]
        return (*sorted(self._kept, key=lambda problem: problem.line or 0), *more)

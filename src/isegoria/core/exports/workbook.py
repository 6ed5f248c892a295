"""XLSX: rows written one by one, strings as strings, and nothing lost without a word."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.core.exports.declare import Export, ExportError
from isegoria.core.exports.values import Cell, in_words

SHEET_ROWS = 1_048_576
CELL = 32_767
FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets disagree on the calendar: earlier dates are written as text."""

_OPTIONS = {"constant_memory": True, "use_zip64": True}


def write_workbook(
    file: IO[bytes],
    export: Export,
    headers: list[str],
    rows: Iterable[list[Cell]],
    about_headers: list[str],
    about: Iterable[list[Cell]],
) -> None:
    """Two sheets: the data, then what its columns mean.

    A text longer than a cell can hold is cut, ends in a sentence that says so, and the second
    sheet tells how many were. A number that a spreadsheet would round is written as text. Raises
    ExportError when there are more rows than a sheet has.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(file, _OPTIONS) as book:
        writer = _Sheet(book, "data", headers)
        for row in rows:
            writer.write(row, export)
        notes = _Sheet(book, "dictionary", about_headers)
        for row in about:
            notes.write(row, export)
        if writer.cut:
            told = ngettext(
                "%(count)d cell was too long for a spreadsheet: the CSV file has it whole.",
                "%(count)d cells were too long for a spreadsheet: the CSV file has them whole.",
                writer.cut,
            )
            notes.write([told % {"count": writer.cut}], export)


class _Sheet:
    """One worksheet, filled from the top."""

    def __init__(self, book: Any, name: str, headers: list[str]) -> None:
        self.cut = 0
        self._line = 0
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._plain = book.add_format()
        self._sheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for position, header in enumerate(headers):
            self._sheet.write_string(0, position, header, bold)

    def write(self, row: list[Cell], export: Export) -> None:
        """The next row."""
        self._line += 1
        if self._line >= SHEET_ROWS:
            raise ExportError(
                "too_many_rows",
                f"{export.name} has more rows than a spreadsheet; take the CSV file",
            )
        for position, cell in enumerate(row):
            self._cell(position, cell)
        if not any(cell is not None and cell != "" for cell in row):
            self._sheet.write_blank(self._line, 0, None, self._plain)

    def _cell(self, position: int, cell: Cell) -> None:
        line, sheet = self._line, self._sheet
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(line, position, cell)
        elif isinstance(cell, int | Decimal) and _exact(cell):
            sheet.write_number(line, position, float(cell))
        elif isinstance(cell, date) and cell >= FIRST_DAY:
            sheet.write_datetime(line, position, cell, self._day)
        else:
            sheet.write_string(line, position, self._fitting(in_words(cell)))

    def _fitting(self, text: str) -> str:
        if len(text) <= CELL:
            return text
        self.cut += 1
        note = _(" […] (cut: the CSV file has the whole text)")
        return text[: CELL - len(note)] + note


def _exact(number: int | Decimal) -> bool:
    """True when a spreadsheet, which keeps 15 digits, gives the number back as it is."""
    return len(Decimal(number).as_tuple().digits) <= 15 and abs(Decimal(number).adjusted()) < 300

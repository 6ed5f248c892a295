"""XLSX: rows written one by one, strings as strings, and nothing lost without a word.

A text is a string here whatever it holds: no library looks at its first characters to find a formula, a
link or markup in it. The same rows give the same octets.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.core.exports.declare import Export, ExportError, Kind
from isegoria.core.exports.sheets import (
    BOLD,
    HEAD,
    TAIL,
    boolean_cell,
    day_cell,
    lines,
    number_cell,
    parts,
    text_cell,
)
from isegoria.core.exports.values import PLAIN, Notation, batches

SHEET_ROWS = 1_048_576
CELL = 32_767
"""Units of UTF-16 in the longest text of a cell."""
EXACT = 10**15
"""Where whole numbers begin to have more digits than a spreadsheet keeps."""
FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets disagree on the calendar: earlier dates are written as text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: its name, its line of headers, then the rows of an export."""

    name: str
    headers: list[str]
    export: Export
    subject: tuple[Any, ...] = ()


def write_workbook(file: IO[bytes], data: Sheet, about: Sheet) -> int:
    """Two sheets: the data, then what its columns mean; how many rows the data have.

    A text longer than a cell can hold is cut, ends in a sentence that says so, and the second
    sheet tells how many were. A number that a spreadsheet would round is written as text. Raises
    ExportError when there are more rows than a sheet has.
    """
    cells = _Cells()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path, content in parts([data.name, about.name]).items():
            archive.writestr(_entry(path), content)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(HEAD)
            last = _write(sheet, data, cells)
            sheet.write(TAIL)
        with archive.open(_entry("xl/worksheets/sheet2.xml"), "w") as sheet:
            sheet.write(HEAD)
            end = _write(sheet, about, cells)
            if cells.cut:
                sheet.write(lines(end + 1, [[text_cell(cells.cut_in_words())]]))
            sheet.write(TAIL)
    return last - 1


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _write(file: IO[bytes], sheet: Sheet, cells: "_Cells") -> int:
    """Write the lines of a sheet; the number of the last."""
    last = 1
    file.write(lines(last, [[text_cell(header, BOLD)] for header in sheet.headers]))
    for columns in batches(sheet.export, sheet.subject, cells.notation):
        first, last = last + 1, last + len(columns[0])
        if last > SHEET_ROWS:
            raise ExportError(
                "too_many_rows",
                f"{sheet.export.name} has more rows than a spreadsheet; take the CSV file",
            )
        file.write(lines(first, columns))
    return last


class _Cells:
    """Checked values as cells, and how many were ``cut``."""

    def __init__(self) -> None:
        self.cut = 0
        self.notation = Notation(
            {
                **dict.fromkeys(Kind, self._text),
                Kind.INTEGER: self._integer,
                Kind.DECIMAL: self._decimal,
                Kind.BOOLEAN: boolean_cell,
                Kind.DATE: self._date,
            }
        )

    def cut_in_words(self) -> str:
        return ngettext(
            "%(count)d cell was too long for a spreadsheet: the CSV file has it whole.",
            "%(count)d cells were too long for a spreadsheet: the CSV file has them whole.",
            self.cut,
        ) % {"count": self.cut}

    def _text(self, text: str) -> str:
        if len(text) > CELL // 2:
            text = self._fitting(text)
        return text and text_cell(text)

    def _fitting(self, text: str) -> str:
        units = text.encode("utf-16-le")
        if len(units) <= 2 * CELL:
            return text
        self.cut += 1
        note = _(" […] (cut: the CSV file has the whole text)")
        return units[: 2 * (CELL - len(note))].decode("utf-16-le", "ignore") + note

    def _integer(self, number: int) -> str:
        return number_cell(number) if -EXACT < number < EXACT else text_cell(str(number))

    def _decimal(self, number: Decimal) -> str:
        is_exact = len(number.as_tuple().digits) <= 15 and abs(number.adjusted()) < 300
        return number_cell(float(number)) if is_exact else text_cell(PLAIN[Kind.DECIMAL](number))

    def _date(self, day: date) -> str:
        return day_cell(day) if day >= FIRST_DAY else text_cell(day.isoformat())

"""XLSX: rows written one by one, strings as strings, and nothing lost without a word.

The same rows give the same octets.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.core.exports.declare import Export, ExportError, Kind
from isegoria.core.exports.values import PLAIN, Notation, batches

type Cell = str | float | bool | date

SHEET_ROWS = 1_048_576
CELL = 32_767
"""Units of UTF-16 in the longest text of a cell."""
EXACT = 10**15
"""Where whole numbers begin to have more digits than a spreadsheet keeps."""
FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets disagree on the calendar: earlier dates are written as text."""

_OPTIONS = {"constant_memory": True, "use_zip64": True}
_MADE = {"created": datetime(2000, 1, 1, tzinfo=UTC)}


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
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    cells = _Cells()
    with Workbook(file, _OPTIONS) as book:
        book.set_properties(_MADE)
        count = _Pen(book, data).write(data, cells)
        notes = _Pen(book, about)
        notes.write(about, cells)
        if cells.cut:
            notes.line([cells.cut_in_words()])
    return count


class _Pen:
    """Writes the lines of one sheet, from the top."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._line = 0
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._plain = book.add_format()
        self._sheet = book.add_worksheet(sheet.name)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for position, header in enumerate(sheet.headers):
            self._sheet.write_string(0, position, header, bold)

    def write(self, sheet: Sheet, cells: "_Cells") -> int:
        """All rows of a sheet; how many there were."""
        count = 0
        for columns in batches(sheet.export, sheet.subject, cells.notation):
            count += len(columns[0])
            if count >= SHEET_ROWS:
                raise ExportError(
                    "too_many_rows",
                    f"{sheet.export.name} has more rows than a spreadsheet; take the CSV file",
                )
            for row in zip(*columns, strict=True):
                self.line(row)
        return count

    def line(self, row: "tuple[Cell, ...] | list[Cell]") -> None:
        """The next line; an empty one is there all the same."""
        self._line += 1
        line, sheet = self._line, self._sheet
        for position, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    self._text(position, cell)
            elif isinstance(cell, bool):
                sheet.write_boolean(line, position, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(line, position, cell, self._day)
            else:
                sheet.write_number(line, position, cell)
        if not any(cell != "" for cell in row):
            sheet.write_blank(line, 0, None, self._plain)

    def _text(self, position: int, text: str) -> None:
        """A string, and never anything else. The library copies into the sheet, as it is, what begins and
        ends like one of its strings in several formats; such a text is written as one, in two pieces."""
        if text.startswith("<r>") and text.endswith("</r>"):
            plain = self._plain
            self._sheet.write_rich_string(self._line, position, plain, text[0], plain, text[1:])
        else:
            self._sheet.write_string(self._line, position, text)


class _Cells:
    """Checked values as cells, and how many were ``cut``."""

    def __init__(self) -> None:
        self.cut = 0
        self.notation = Notation(
            {
                **dict.fromkeys(Kind, self._text),
                Kind.INTEGER: self._integer,
                Kind.DECIMAL: self._decimal,
                Kind.BOOLEAN: bool,
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
        units = text.encode("utf-16-le") if len(text) > CELL // 2 else b""
        if len(units) <= 2 * CELL:
            return text
        self.cut += 1
        note = _(" […] (cut: the CSV file has the whole text)")
        return units[: 2 * (CELL - len(note))].decode("utf-16-le", "ignore") + note

    def _integer(self, number: int) -> Cell:
        return float(number) if -EXACT < number < EXACT else str(number)

    def _decimal(self, number: Decimal) -> Cell:
        is_exact = len(number.as_tuple().digits) <= 15 and abs(number.adjusted()) < 300
        return float(number) if is_exact else PLAIN[Kind.DECIMAL](number)

    def _date(self, day: date) -> Cell:
        return day if day >= FIRST_DAY else day.isoformat()

"""Records of an XLSX workbook: one sheet, the values last computed, bounded before it is unpacked."""

import io
import itertools
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from isegoria.kernel.tabular.csvfile import Record
from isegoria.kernel.tabular.limits import Limits
from isegoria.kernel.tabular.problems import Problems, UnreadableError, shortened
from isegoria.kernel.tabular.source import Source

SIGNATURE = b"PK\x03\x04"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
SHEET_ROWS = 1_048_576
"""How many rows a sheet may have; a file that claims more is lying."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    NotImplementedError,  # zipfile meets a compression that it does not know
    RuntimeError,  # zipfile meets an encrypted member
    EOFError,
    AssertionError,
)


def xlsx_records(
    stream: BinaryIO,
    limits: Limits,
    problems: Problems,
    source: Source,
    *,
    sheet: str | None,
) -> Iterator[Record]:
    """Every row of a sheet (the first visible one, or ``sheet``), as text.

    Formulas count for the value that the spreadsheet last stored. Raises UnreadableError when the
    workbook is damaged, hides too many bytes, or has no such sheet.
    """
    source.format = "xlsx"
    _check_size(stream, limits)
    try:
        yield from _rows(stream, limits, problems, source, sheet)
    except _DAMAGE:
        raise UnreadableError("broken_workbook") from None


def _check_size(stream: BinaryIO, limits: Limits) -> None:
    if stream.seek(0, io.SEEK_END) > limits.octets:
        raise UnreadableError("too_large", limit=limits.octets)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except _DAMAGE:
        raise UnreadableError("broken_workbook") from None
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise UnreadableError("workbook_too_large", limit=limits.unpacked)
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if any(entry.compress_type not in usual or entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("broken_workbook")


@contextmanager
def _quietly() -> Iterator[None]:
    """openpyxl warns about styles and charts that it leaves out: they are no part of a table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(
    stream: BinaryIO, limits: Limits, problems: Problems, source: Source, sheet: str | None
) -> Iterator[Record]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import (  # type: ignore[import-untyped]
        InvalidFileException,
    )

    try:
        with _quietly():
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException:
        raise UnreadableError("broken_workbook") from None
    visible = [page for page in book.worksheets if page.sheet_state == "visible"]
    chosen = next((page for page in visible if sheet in {None, page.title}), None)
    if chosen is None:
        found = ", ".join(shortened(page.title) for page in visible) or "—"
        raise UnreadableError("no_such_sheet", sheet=sheet or "—", found=found)
    source.sheet = chosen.title
    source.other_sheets = tuple(page.title for page in visible if page is not chosen)
    if source.other_sheets and sheet is None:
        found = ", ".join(shortened(title) for title in source.other_sheets[:10])
        problems.add("other_sheets", sheet=shortened(chosen.title), found=found)
    chosen.reset_dimensions()
    rows = chosen.iter_rows()
    spent = 0
    for line in itertools.count(1):
        with _quietly():
            cells = next(rows, None)
        if cells is None:
            return
        spent += len(cells)
        if line > SHEET_ROWS:
            raise UnreadableError("too_many_rows", line, limit=limits.rows)
        if spent > limits.rows * limits.columns:
            raise UnreadableError("too_many_columns", line, limit=limits.columns)
        row = [_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        yield Record(line, row)


def _unescaped(found: re.Match[str]) -> str:
    """The character that a workbook writes as _x000D_; one that no text may hold is told by U+FFFD."""
    sign = chr(int(found[1], 16))
    return "\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign


def _text(cell: Any) -> str:
    """The value of a cell as a CSV file would hold it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(_unescaped, value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, percent="%" in (cell.number_format or ""))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _number(value: float, *, percent: bool) -> str:
    number = Decimal(repr(value))
    if percent:
        return f"{format((number * 100).normalize(), 'f')} %"
    return format(number.to_integral_value() if number == int(number) else number, "f")

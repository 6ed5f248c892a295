"""From bytes to typed rows, with what was decided and everything that is wrong."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO

from isegoria.kernel.tabular.csvfile import Record, csv_records
from isegoria.kernel.tabular.guard import unguard
from isegoria.kernel.tabular.limits import Limits
from isegoria.kernel.tabular.parsers import UnfitError
from isegoria.kernel.tabular.problems import Problem, Problems, Severity, UnreadableError, shortened
from isegoria.kernel.tabular.schema import Column, Extra, Found, Schema, match_headers
from isegoria.kernel.tabular.source import Source
from isegoria.kernel.tabular.xlsxfile import SIGNATURE, xlsx_records

HEADER_SEARCH = 10
"""Among how many first records the headers are looked for."""

_NOT_TABLES = (
    (b"\xd0\xcf\x11\xe0", "old Excel (XLS)"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row without an error: ``values`` by column name, ``extra`` by header as written."""

    line: int
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its sound rows, its columns, how it was read, what is wrong."""

    rows: tuple[Row, ...]
    columns: tuple[Found, ...]
    source: Source
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which something was left out."""
        return tuple(item for item in self.problems if item.severity is Severity.ERROR)


class Reader(Iterator[Row]):
    """Reads row by row, in bounded memory. ``columns`` and ``source`` are known from the first row
    on; ``problems`` is complete when the rows are exhausted.

    Memory holds one record, the values of ``unique`` columns, and a bounded number of problems.
    """

    def __init__(
        self,
        records: Iterator[Record],
        schema: Schema,
        limits: Limits,
        problems: Problems,
        source: Source,
        *,
        guarded: bool,
    ) -> None:
        self.columns: tuple[Found, ...] = ()
        self.source = source
        self._records = records
        self._schema = schema
        self._limits = limits
        self._problems = problems
        self._guarded = guarded
        self._first: dict[str, dict[Any, int]] = {
            column.name: {} for column in schema.columns if column.unique
        }
        self._blank_headers: set[int] = set()
        self._sound_headers = True
        self._rows = self._read()

    def __next__(self) -> Row:
        return next(self._rows)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong so far."""
        return self._problems.listed()

    def _read(self) -> Iterator[Row]:
        try:
            records = self._from_headers()
            yield from self._body(records)
        except UnreadableError as stop:
            self._problems.keep(stop.problem)

    def _from_headers(self) -> Iterator[Record]:
        """Find the line of headers; the records under it."""
        waiting: list[Record] = []
        header: Record | None = None
        for record in self._records:
            self._check_width(record)
            if self._schema.exact:
                header = record
                break
            if not any(cell.strip() for cell in record.cells):
                self.source.ignored_lines += 1
                continue
            waiting.append(record)
            if self._schema.satisfied_by(record.cells) and self._schema.matched(record.cells):
                header = record
                break
            if len(waiting) == HEADER_SEARCH or not self._schema.columns:
                break
        if header is None and not waiting:
            raise UnreadableError("empty")
        if header is None:
            header = max(waiting, key=lambda record: self._schema.matched(record.cells))
        after = waiting[waiting.index(header) + 1 :] if header in waiting else []
        if waiting and header is not waiting[0]:
            self._problems.add("lines_before", waiting[0].line, found=header.line)
        self.source.header_line = header.line
        problems_before = len(self._problems.listed())
        self.columns = match_headers(header.cells, self._schema, header.line, self._problems)
        self._sound_headers = len(self._problems.listed()) == problems_before
        return chain(after, self._records)

    def _body(self, records: Iterator[Record]) -> Iterator[Row]:
        count = 0
        strays: list[Record] = []
        for record in records:
            if not self._schema.exact and not any(cell.strip() for cell in record.cells):
                self.source.ignored_lines += 1
                continue
            count += 1
            if count > self._limits.rows:
                raise UnreadableError("too_many_rows", record.line, limit=self._limits.rows)
            self._check_width(record)
            if self._is_stray(record) and len(strays) < self._limits.kind:
                strays.append(record)
                continue
            for stray in strays:
                self._row(stray)
            strays.clear()
            row = self._row(record)
            if row is not None:
                yield row
        required = next((column.name for column in self._schema.columns if column.filled), "")
        for stray in strays:
            self._problems.add("stray_row", stray.line, header=required)
        if count == len(strays):
            self._problems.add("no_rows")

    def _check_width(self, record: Record) -> None:
        if len(record.cells) > self._limits.columns:
            raise UnreadableError("too_many_columns", record.line, limit=self._limits.columns)

    def _is_stray(self, record: Record) -> bool:
        """True for a row that fills no required column: junk, if it stands at the end of the file."""
        filled = [item.position for item in self.columns if item.column and item.column.filled]
        cells = record.cells
        return (
            bool(filled)
            and not self._schema.exact
            and not any(len(cells) > position and cells[position].strip() for position in filled)
        )

    def _row(self, record: Record) -> Row | None:
        cells, line, expected = record.cells, record.line, len(self.columns)
        sound = self._sound_headers
        if len(cells) > expected and any(cell.strip() for cell in cells[expected:]):
            self._problems.add("row_long", line, cells=len(cells), expected=expected)
            sound = False
        if len(cells) < expected and self.source.format == "csv" and not self._schema.exact:
            self._problems.add("row_short", line, cells=len(cells), expected=expected)
        values: dict[str, Any] = {
            column.name: column.parse.empty for column in self._schema.columns
        }
        extra: dict[str, str] = {}
        for item in self.columns:
            cell = cells[item.position] if item.position < len(cells) else ""
            if len(cell) > self._limits.cell:
                self._problems.add("cell_too_long", line, item.header, limit=self._limits.cell)
                sound = False
            elif item.column is not None:
                sound = self._value(item.column, cell, line, values) and sound
            elif item.header and self._schema.extra is Extra.KEEP:
                extra[item.header] = cell if self._schema.exact else cell.strip()
            elif not item.header and cell.strip() and item.position not in self._blank_headers:
                self._blank_headers.add(item.position)
                self._problems.add("header_blank", line, position=item.position + 1)
        return Row(line, values, extra) if sound else None

    def _value(self, column: Column, cell: str, line: int, values: dict[str, Any]) -> bool:
        """Parse one cell into ``values``; False when it cannot be accepted."""
        if self._guarded and self.source.format == "csv":
            cell = unguard(cell)
        cell = cell.strip() if column.parse.strip else cell
        if not cell:
            if column.filled:
                self._problems.add("blank", line, column.name)
            return not column.filled
        try:
            value = column.parse.read(cell)
        except UnfitError as unfit:
            params = {"value": shortened(cell), **unfit.params}
            self._problems.add(unfit.code, line, column.name, **params)
            return False
        if column.unique:
            first = self._first[column.name].setdefault(value, line)
            if first != line:
                self._problems.add(
                    "duplicate", line, column.name, value=shortened(cell), first=first
                )
                return False
        values[column.name] = value
        return True


def open_table(
    source: bytes | BinaryIO,
    schema: Schema,
    *,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    guarded: bool = False,
) -> Reader:
    """A reader over CSV or XLSX, whichever the bytes are.

    ``source`` is bytes or a seekable binary stream that the caller opened and will close.
    ``encoding`` and ``delimiter`` are decided from the content when absent. ``guarded`` takes off
    the apostrophes that our own exports put before formulas (see
    :mod:`isegoria.kernel.tabular.guard`).

    Raises LookupError when ``encoding`` is unknown, ValueError when ``delimiter`` is not one
    character.
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise ValueError("a delimiter is one character, neither a quote nor a line break")
    stream = io.BytesIO(source) if isinstance(source, bytes | bytearray) else source
    limits = limits or Limits()
    problems = Problems(limits.kind)
    told = Source()
    stream.seek(0)
    start = stream.read(4)
    records: Iterator[Record]
    if start == SIGNATURE:
        records = xlsx_records(stream, limits, problems, told, sheet=sheet)
    elif name := next((name for mark, name in _NOT_TABLES if start.startswith(mark)), ""):
        records = _refuse(name)
    else:
        records = csv_records(
            stream, schema, limits, problems, told, encoding=encoding, delimiter=delimiter
        )
    return Reader(records, schema, limits, problems, told, guarded=guarded)


def _refuse(name: str) -> Iterator[Record]:
    raise UnreadableError("not_a_table", format=name)
    yield  # a generator, so that the refusal is told like every other


def read_table(
    source: bytes | BinaryIO,
    schema: Schema,
    *,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    guarded: bool = False,
) -> Table:
    """The whole table at once: :func:`open_table` to its end, with the same arguments."""
    reader = open_table(
        source,
        schema,
        limits=limits,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        guarded=guarded,
    )
    rows = tuple(reader)
    return Table(rows, reader.columns, reader.source, reader.problems)

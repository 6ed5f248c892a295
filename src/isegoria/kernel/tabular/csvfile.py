"""Records of a CSV file: RFC 4180, and what spreadsheets make of it."""

import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from isegoria.kernel.tabular.encoding import DAMAGED, decoded, detect
from isegoria.kernel.tabular.limits import Limits
from isegoria.kernel.tabular.lines import Lines
from isegoria.kernel.tabular.problems import Problems, UnreadableError, shortened
from isegoria.kernel.tabular.schema import Schema
from isegoria.kernel.tabular.source import Decided, Source

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 50
"""How many records decide which delimiter a file uses."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row and the physical line where it begins."""

    line: int
    cells: list[str]


def csv_records(
    stream: BinaryIO,
    schema: Schema,
    limits: Limits,
    problems: Problems,
    source: Source,
    *,
    encoding: str | None,
    delimiter: str | None,
) -> Iterator[Record]:
    """Every record in turn; ``source`` is filled in before the first one.

    A broken record is told and left out. Raises UnreadableError when reading cannot go on.
    """
    source.format = "csv"
    if encoding is None:
        source.encoding, source.encoding_decided = detect(stream, limits.octets)
    else:
        source.encoding, source.encoding_decided = encoding, Decided.GIVEN
    lines = Lines(decoded(stream, source.encoding, limits.octets), limits.record)
    start = list(itertools.islice(lines, SAMPLE))
    stated = _stated_delimiter(start)
    if delimiter is not None:
        source.delimiter, source.delimiter_decided = delimiter, Decided.GIVEN
    elif stated:
        source.delimiter, source.delimiter_decided = stated, Decided.MARK
    else:
        source.delimiter, source.delimiter_decided = sniff(start, schema)
    source.line_ending = lines.ending
    lines = Lines(decoded(stream, source.encoding, limits.octets), limits.record)
    if stated:
        next(lines)
    yield from _records(lines, source.delimiter, limits, problems)


def _stated_delimiter(start: list[str]) -> str:
    """The delimiter that a first line such as ``sep=;`` states, if any."""
    first = start[0].strip("\r\n").lower() if start else ""
    return first[4] if re.fullmatch('sep=[^"]', first) else ""


def sniff(start: list[str], schema: Schema) -> tuple[str, Decided]:
    """The delimiter of a file from its first lines, by a rule that gives one answer.

    The one whose cells name most columns of the schema; then the one under which most records have
    as many cells as the first, being at least two; then the first of ``, ; tab |``.
    """

    def _score(delimiter: str) -> tuple[int, int]:
        try:
            records = [cells for cells in csv.reader(start, delimiter=delimiter) if any(cells)]
        except csv.Error:
            return (0, 0)
        width = max((len(cells) for cells in records[:1]), default=0)
        alike = sum(len(cells) == width for cells in records) if width > 1 else 0
        return (max((schema.matched(cells) for cells in records[:10]), default=0), alike)

    scores = {delimiter: _score(delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best, Decided.CONTENT if any(scores[best]) else Decided.FALLBACK


def _records(lines: Lines, delimiter: str, limits: Limits, problems: Problems) -> Iterator[Record]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.open_record()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise UnreadableError("cell_too_long", line, limit=limits.cell) from None
            problems.add("quote_open" if "end of data" in str(error) else "quote_broken", line)
            continue
        if any(DAMAGED.search(cell) for cell in cells):
            cells = [DAMAGED.sub("\ufffd", cell) for cell in cells]
            value = next(cell for cell in cells if "\ufffd" in cell)
            problems.add("undecodable", line, value=shortened(value))
        yield Record(line, cells)

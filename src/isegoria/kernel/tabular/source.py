"""What the reader decided about a file, and why: nothing is guessed in silence."""

from dataclasses import dataclass
from enum import StrEnum


class Decided(StrEnum):
    """How something was decided."""

    GIVEN = "given"  # by the caller
    MARK = "mark"  # by a mark in the file: a BOM, a "sep=" line
    CONTENT = "content"  # the content allows nothing else, or fits best
    FALLBACK = "fallback"  # nothing better was found


@dataclass(slots=True)
class Source:
    """Facts about the file that was read.

    ``line_ending`` is the first one met. ``ignored_lines`` counts empty records. ``header_line``
    is the physical line (or the row of the sheet) of the headers.
    """

    format: str = ""
    encoding: str = ""
    encoding_decided: Decided = Decided.CONTENT
    delimiter: str = ""
    delimiter_decided: Decided = Decided.CONTENT
    line_ending: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    header_line: int = 0
    ignored_lines: int = 0

"""How large a table may be. Beyond a limit the reader stops and says so; it never slows to a
crawl.
"""

from dataclasses import dataclass

LONGEST_CELL = 131_072
"""The longest cell that the standard library's CSV reader accepts, in characters."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading.

    ``octets`` of the file as received; ``unpacked`` octets of a workbook once unzipped; ``rows``
    with data; ``columns``; ``cell`` and ``record`` lengths in characters; ``kind`` problems told
    per kind and column.

    Raises ValueError when ``cell`` is longer than :data:`LONGEST_CELL`.
    """

    octets: int = 20_000_000
    unpacked: int = 100_000_000
    rows: int = 100_000
    columns: int = 200
    cell: int = 100_000
    record: int = 1_000_000
    kind: int = 20

    def __post_init__(self) -> None:
        if self.cell > LONGEST_CELL:
            raise ValueError(f"a cell holds at most {LONGEST_CELL} characters")

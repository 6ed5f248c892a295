"""Physical lines of a text that comes in pieces, counted, with their own line endings."""

import io
from collections.abc import Iterable, Iterator

from isegoria.kernel.tabular.problems import UnreadableError


class Lines(Iterator[str]):
    """Lines that end in LF, CRLF or CR; ``number`` is that of the last one handed out.

    A record (several lines when a cell holds line breaks) may not hold more than ``limit``
    characters: UnreadableError beyond, so that one open quote cannot swallow the memory.
    """

    def __init__(self, pieces: Iterable[str], limit: int) -> None:
        self.number = 0
        self.ending = ""
        self._limit = limit
        self._spent = 0
        self._record = 1
        self._lines = self._split(pieces)

    def open_record(self) -> int:
        """Begin a record; its first physical line."""
        self._spent = 0
        self._record = self.number + 1
        return self._record

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self._spent += len(line)
        if self._spent > self._limit:
            raise UnreadableError("record_too_long", self._record, limit=self._limit)
        if not self.ending:
            self.ending = _ending(line)
        return line

    def _split(self, pieces: Iterable[str]) -> Iterator[str]:
        rest = ""
        for piece in pieces:
            lines = list(io.StringIO(rest + piece, newline=""))
            rest = lines.pop()
            if len(rest) > self._limit:
                raise UnreadableError("record_too_long", self.number + 1, limit=self._limit)
            if rest.endswith("\n"):
                lines.append(rest)
                rest = ""
            yield from lines
        if rest:
            yield rest


def _ending(line: str) -> str:
    for mark, name in (("\r\n", "CRLF"), ("\n", "LF"), ("\r", "CR")):
        if line.endswith(mark):
            return name
    return ""

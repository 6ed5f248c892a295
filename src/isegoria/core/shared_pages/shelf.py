"""Memory in which processes leave pages for one another: no server, no file, no lock.

The memory is anonymous and shared: a process that makes a shelf and forks shares it with its forks, and
it is gone when the last of them is. Where processes are not forks, each has a shelf of its own.

A place holds a check sum of all that is in it, and is believed only when that is right: a page that was
read while another process wrote over it is not taken for a page.
"""

import mmap
import struct
from hashlib import blake2b

KEY_OCTETS = 16
_HEAD = struct.Struct(f"<{KEY_OCTETS}sdI16s")


class Shelf:
    """``rows`` × ``places`` pages of at most ``octets`` each, with what a place says about its page.

    A key (16 octets, well spread) belongs to one row; there, the oldest page makes room for the newest.
    """

    def __init__(self, *, rows: int = 128, places: int = 8, octets: int = 64 * 1024) -> None:
        self.largest = octets - _HEAD.size
        self._octets = octets
        self._rows = rows
        self._places = places
        self._memory = mmap.mmap(-1, rows * places * octets)

    def get(self, key: bytes, since: float) -> bytes | None:
        """The page that was put under ``key`` and dated after ``since``, if it is still there."""
        for start in self._row(key):
            held, dated, length, check = _HEAD.unpack_from(self._memory, start)
            if held == key and dated > since and length <= self.largest:
                begin = start + _HEAD.size
                page = self._memory[begin : begin + length]
                if _check(key, dated, page) == check:
                    return page
        return None

    def put(self, key: bytes, dated: float, page: bytes) -> None:
        """Leave ``page``, dated ``dated``, for whoever asks for ``key``. Too large, it is not kept."""
        if len(page) > self.largest:
            return
        places = {start: _HEAD.unpack_from(self._memory, start) for start in self._row(key)}
        start = min(places, key=lambda place: (places[place][0] != key, places[place][1]))
        whole = _HEAD.pack(key, dated, len(page), _check(key, dated, page)) + page
        self._memory[start : start + len(whole)] = whole

    def _row(self, key: bytes) -> range:
        first = int.from_bytes(key[:4]) % self._rows * self._places * self._octets
        return range(first, first + self._places * self._octets, self._octets)


def _check(key: bytes, dated: float, page: bytes) -> bytes:
    return blake2b(page, key=key, salt=struct.pack("<d", dated), digest_size=16).digest()

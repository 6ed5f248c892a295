"""Votes from a plain file, at the speed of arrays.

Plain: commas, no quotes, whole numbers as ids, votes written -1, 0 or 1. That is what Pol.is exports.
Whatever is not plain is None here, and read by :mod:`isegoria.kernel.opinion.careful`, which says what is
wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.layout import Long, Wide, layout
from isegoria.kernel.opinion.raw import Numbers, Raw, Stated
from isegoria.kernel.opinion.votes import coded

CHUNK = 1 << 21
"""Octets of the file that are in memory at a time."""
LONGEST_HEADER = 1 << 20
COMMA, LINE, MINUS, ZERO, ONE, NINE = b",\n-019"
DIGITS = 18
"""The longest whole number that is read as one."""

type Octets = NDArray[np.uint8]


class _NotPlain(Exception):
    """Stays inside this module."""


def read_plain(stream: BinaryIO) -> Raw | None:
    """The votes of a stream at its beginning, or None when it is not plain."""
    try:
        header = stream.readline(LONGEST_HEADER).decode("utf-8-sig").rstrip("\r\n").split(",")
    except UnicodeDecodeError:
        return None
    found = None if any('"' in cell for cell in header) else layout(header)
    if found is None:
        return None
    tables = _tables(stream, len(header))
    try:
        return _long(tables, found) if isinstance(found, Long) else _wide(tables, found)
    except _NotPlain:
        return None


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole lines of the file, and where each of their cells begins and ends (rows × columns)."""

    octets: Octets
    begins: Numbers
    ends: Numbers

    def numbers(self, column: int) -> Numbers:
        """A column of whole numbers."""
        begins, sizes = self.begins[:, column], (self.ends - self.begins)[:, column]
        longest = int(sizes.max())
        if int(sizes.min()) < 1 or longest > DIGITS:
            raise _NotPlain
        zero_first = (self.octets[begins] == ZERO) & (sizes > 1)
        if zero_first.any():
            raise _NotPlain
        total = np.zeros(len(begins), dtype=np.int64)
        for digit in range(longest):
            inside = sizes > digit
            octet = self.octets[np.where(inside, begins + digit, begins)]
            if not np.all((octet >= ZERO) & (octet <= NINE)):
                raise _NotPlain
            total = np.where(inside, total * 10 + (octet - ZERO), total)
        return total

    def votes(self, begins: Numbers, ends: Numbers) -> NDArray[np.int8]:
        """Cells that hold votes."""
        last = self.octets[ends - 1]
        minus = (ends - begins == 2) & (self.octets[begins] == MINUS) & (last == ONE)
        bare = (ends - begins == 1) & ((last == ZERO) | (last == ONE))
        if not np.all(minus | bare):
            raise _NotPlain
        return np.where(minus, -1, (last - ZERO).astype(np.int8))


def _tables(stream: BinaryIO, width: int) -> Iterator[_Table]:
    """What is left of the stream, in pieces of whole lines."""
    rest = b""
    while block := stream.read(CHUNK):
        block = rest + block
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if end:
            yield _table(block[:end], width)
        elif len(rest) > LONGEST_HEADER:
            raise _NotPlain
    if rest:
        yield _table(rest + b"\n", width)


def _table(lines: bytes, width: int) -> _Table:
    if b'"' in lines:
        raise _NotPlain
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n")
    octets = np.frombuffer(lines, dtype=np.uint8)
    marks = np.flatnonzero((octets == COMMA) | (octets == LINE))
    if len(marks) % width:
        raise _NotPlain
    ends = marks.reshape(-1, width)
    if not (np.all(octets[ends[:, -1]] == LINE) and np.all(octets[ends[:, :-1]] == COMMA)):
        raise _NotPlain
    return _Table(octets, np.append(0, marks[:-1] + 1).reshape(-1, width), ends)


def _long(tables: Iterator[_Table], where: Long) -> Raw:
    voters, posts, values, stamps = [], [], [], []
    for table in tables:
        voters.append(table.numbers(where.voter))
        posts.append(table.numbers(where.post))
        values.append(table.votes(table.begins[:, where.vote], table.ends[:, where.vote]))
        if where.stamp is not None:
            stamps.append(table.numbers(where.stamp))
    if not values:
        raise _NotPlain
    voter, post, value = np.concatenate(voters), np.concatenate(posts), np.concatenate(values)
    if stamps:
        stamp = np.concatenate(stamps)
        if not np.all(stamp[1:] >= stamp[:-1]):
            order = np.argsort(stamp, kind="stable")
            voter, post, value = voter[order], post[order], value[order]
    return Raw(*coded(voter), *coded(post), value)


def _wide(tables: Iterator[_Table], where: Wide) -> Raw:
    columns = np.array(where.posts, dtype=np.int64)
    voters, rows, posts, values, agrees, disagrees = [], [], [], [], [], []
    before = 0
    for table in tables:
        voters.append(table.numbers(where.voter))
        begins, ends = table.begins[:, columns], table.ends[:, columns]
        row, post = np.nonzero(ends > begins)
        values.append(table.votes(begins[row, post], ends[row, post]))
        rows.append((row + before).astype(np.int32))
        posts.append(post.astype(np.int32))
        if where.agrees is not None:
            agrees.append(table.numbers(where.agrees))
        if where.disagrees is not None:
            disagrees.append(table.numbers(where.disagrees))
        before += len(begins)
    if not before:
        raise _NotPlain
    ids, every = np.concatenate(voters), np.concatenate(rows)
    if not every.size or len(np.unique(ids)) < before:
        raise _NotPlain
    stated = None
    if agrees:
        against = np.concatenate(disagrees) if disagrees else None
        stated = Stated(every, np.arange(2, before + 2), np.concatenate(agrees), against)
    names, voter = coded(ids[every])
    return Raw(names, voter, where.ids, np.concatenate(posts), np.concatenate(values), stated)

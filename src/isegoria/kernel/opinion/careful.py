"""Votes from any table that people made, with everything that is wrong in it."""

from array import array
from typing import BinaryIO

import numpy as np

from isegoria.kernel.opinion.layout import (
    AGREES,
    ANY,
    DISAGREES,
    LONG,
    POST,
    STAMP,
    VOTE,
    VOTER,
    WIDE,
    vote,
)
from isegoria.kernel.opinion.raw import Numbers, Raw, Stated
from isegoria.kernel.opinion.remarks import Remark, Sheet, remark
from isegoria.kernel.tabular import Limits, Reader, open_table
from isegoria.kernel.tabular.parsers import UnfitError
from isegoria.kernel.tabular.problems import shortened

LIMITS = Limits(octets=2_000_000_000, unpacked=2_000_000_000, rows=50_000_000, columns=20_000)


class _Ids:
    """Distinct ids, each with the place where it was first seen."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, name: str) -> int:
        """The place of an id, a new one if need be."""
        return self.places.setdefault(name, len(self.places))


def read_carefully(stream: BinaryIO) -> tuple[Raw | None, list[Remark]]:
    """The votes of a seekable stream, None when nothing can be used, and all there is to say."""
    header = open_table(stream, ANY, limits=LIMITS)
    next(header, None)
    known = {found.column.name for found in header.columns if found.column}
    if known & {POST[0], VOTE}:
        reader = open_table(stream, LONG, limits=LIMITS)
        raw, said = _long(reader), list[Remark]()
    elif known:
        reader = open_table(stream, WIDE, limits=LIMITS)
        raw, said = _wide(reader)
    elif header.columns:
        names = [shortened(found.header) for found in header.columns[:20] if found.header]
        line = header.source.header_line
        return None, [remark(Sheet.VOTES, "no_layout", line, found=", ".join(names) or "—")]
    else:
        return None, [Remark.of(Sheet.VOTES, problem) for problem in header.problems]
    said += [Remark.of(Sheet.VOTES, problem) for problem in reader.problems]
    if not raw.value.size and not any(item.fatal for item in said):
        said.append(remark(Sheet.VOTES, "no_votes"))
    return raw, sorted(said, key=lambda item: (item.code == "and_more", item.line or 0))


def _long(reader: Reader) -> Raw:
    voters, posts = _Ids(), _Ids()
    voter, post, value, stamps = array("i"), array("i"), array("b"), array("q")
    for row in reader:
        voter.append(voters.place(row[VOTER[0]]))
        post.append(posts.place(row[POST[0]]))
        value.append(row[VOTE])
        stamps.append(row[STAMP] or 0)
    order = np.argsort(_numbers(stamps), kind="stable")
    return Raw(
        list(voters.places),
        np.array(voter, dtype=np.int32)[order],
        list(posts.places),
        np.array(post, dtype=np.int32)[order],
        np.array(value, dtype=np.int8)[order],
    )


def _wide(reader: Reader) -> tuple[Raw, list[Remark]]:
    posts, voters, bad = _Ids(), _Ids(), _BadVotes()
    voter, post, value, rows = array("i"), array("i"), array("b"), array("i")
    lines, agrees, disagrees = array("q"), array("q"), array("q")
    for number, row in enumerate(reader):
        lines.append(row.line)
        for counts, column in ((agrees, AGREES), (disagrees, DISAGREES)):
            if row[column] is not None:
                counts.append(row[column])
        for name, cell in row.extra.items():
            if not cell:
                continue
            try:
                value.append(vote(cell))
            except UnfitError:
                bad.add(row.line, name, cell)
                continue
            voter.append(voters.place(row[VOTER[1]]))
            post.append(posts.place(name))
            rows.append(number)
    for found in reader.columns:
        if found.header and found.column is None:
            posts.place(found.header)
    said = bad.remarks()
    if reader.columns and not posts.places:
        said.append(remark(Sheet.VOTES, "no_posts"))
    stated = None
    if lines and len(agrees) == len(lines):
        against = _numbers(disagrees) if len(disagrees) == len(lines) else None
        stated = Stated(np.array(rows, dtype=np.int32), _numbers(lines), _numbers(agrees), against)
    raw = Raw(
        list(voters.places),
        np.array(voter, dtype=np.int32),
        list(posts.places),
        np.array(post, dtype=np.int32),
        np.array(value, dtype=np.int8),
        stated,
    )
    return raw, said


class _BadVotes:
    """Cells that hold no vote: the first ones told, the others counted."""

    def __init__(self) -> None:
        self._told: list[Remark] = []
        self._more = 0

    def add(self, line: int, column: str, cell: str) -> None:
        """One more."""
        if len(self._told) < LIMITS.kind:
            said = remark(Sheet.VOTES, "not_vote", line, shortened(column), value=shortened(cell))
            self._told.append(said)
        else:
            self._more += 1

    def remarks(self) -> list[Remark]:
        """What there is to say."""
        if not self._more:
            return self._told
        return [*self._told, remark(Sheet.VOTES, "and_more", count=self._more, kind="not_vote")]


def _numbers(column: array[int]) -> Numbers:
    return np.array(column, dtype=np.int64)

"""One epoch, recomputed from its entries.

Three rows hold each leaf hash: the entry itself, its ``leaf_hash`` column, and the tile it stands
in. Three trees are grown, one from each. Whichever leads to the signed root tells the truth, and
the others are told by name where they differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, When

from isegoria.core.journal.keys import verifier
from isegoria.core.journal.models import BIGGEST_NUMBER, Checkpoint, Entry, Epoch, Tile
from isegoria.core.journal.report import Report
from isegoria.kernel.canonical import instant, parse
from isegoria.kernel.merkle import (
    HASH_BYTES,
    TILE_WIDTH,
    CompactRange,
    leaf_hash,
    root_of,
    split_hashes,
)
from isegoria.kernel.notes import CheckpointText, open_note

type Row = tuple[int, bytes, bytes, str | None, UUID | None, datetime | None]


@dataclass(slots=True)
class _Doubt:
    """A leaf that its two or three witnesses do not tell alike."""

    number: int
    told: tuple[bytes, ...]


class EpochWalk:
    """The verification of the first ``size`` entries of ``epoch``."""

    def __init__(self, epoch: Epoch, size: int, report: Report) -> None:
        self.epoch = epoch
        self.size = size
        self.report = report
        self.trees = [CompactRange() for _witness in _WITNESSES]
        self.doubts: list[_Doubt] = []
        self.lost = False
        self.agreed = 0
        self.unopened: list[str] = []
        self.checkpoints = 0
        self.tile = b""
        self.full: list[list[bytes]] = [[]]

    def run(self) -> None:
        """Walk through the entries, and judge at each checkpoint."""
        checkpoints = self._checkpoints()
        next_one = next(checkpoints, None)
        for row in self._rows():
            self._entry(*row)
            while next_one is not None and next_one.size <= self.trees[0].size:
                self._judge(next_one)
                next_one = next(checkpoints, None)
        while next_one is not None:
            self._judge(next_one)
            next_one = next(checkpoints, None)
        self._say_unopened()
        self._count_tiles()

    def _say(self, sentence: str) -> None:
        self.report.problem(f"Epoch {self.epoch.number}, {sentence}")

    def _checkpoints(self) -> Iterator[Checkpoint]:
        stored = Checkpoint.objects.filter(epoch=self.epoch, size__lte=self.size)
        return stored.defer("signed_at").order_by("size").iterator(500)

    def _rows(self) -> Iterator[Row]:
        """The entries in order; where one is missing, the walk goes on with what its tile says."""
        stored = Entry.objects.filter(epoch=self.epoch, number__lt=self.size).order_by("number")
        columns = ("content", "leaf_hash", "kind", "subject", "recorded_at")
        readable = [_or_none(column, self.report.rows(Entry, column)) for column in columns]
        expected = 0
        rows: Iterator[Any] = stored.values_list("number", *readable).iterator(500)
        for number, content, kept, *rest in rows:
            self._missing(expected, number)
            yield number, bytes(content or b""), bytes(kept or b""), *rest
            expected = number + 1
        self._missing(expected, self.size)

    def _missing(self, first: int, end: int) -> None:
        if first < end:
            which = f"entry {first} is" if end == first + 1 else f"entries {first} to {end - 1} are"
            self._say(f"{which} missing.")
            self.lost = True

    def _entry(
        self,
        number: int,
        content: bytes,
        kept: bytes,
        kind: str | None,
        subject: UUID | None,
        at: datetime | None,
    ) -> None:
        self.report.entries += 1
        if self.lost:
            return
        place = number % TILE_WIDTH
        if place == 0:
            self.tile = self._stored_tile(0, number // TILE_WIDTH)
        own = leaf_hash(content)
        tiled = self.tile[place * HASH_BYTES : (place + 1) * HASH_BYTES]
        told = (own, kept, tiled) if tiled else (own, kept)
        if len(set(told)) > 1:
            self.doubts.append(_Doubt(number, told))
        else:
            self._columns(number, content, kind, subject, at)
        for tree, leaf in zip(self.trees, (own, kept, tiled or kept), strict=True):
            tree.append(leaf)
        self._close(0, max(told, key=told.count))

    def _columns(
        self,
        number: int,
        content: bytes,
        kind: str | None,
        subject: UUID | None,
        at: datetime | None,
    ) -> None:
        """Compare with what the entry says the columns that can be read."""
        try:
            entry = parse(content)
            served = (entry["kind"], entry["subject"], entry["at"])
        except (ValueError, KeyError, TypeError):
            self._say(f"entry {number} is not written as entries are.")
            return
        columns = (kind, subject and str(subject), at and instant(at))
        wrong = [
            name
            for name, one, other in zip(
                ("kind", "subject", "recorded_at"), served, columns, strict=True
            )
            if other is not None and one != other
        ]
        if wrong:
            self._say(
                f"entry {number}: its columns {', '.join(wrong)} are not what it says itself."
            )

    def _stored_tile(self, level: int, index: int) -> bytes:
        row = Tile.objects.filter(epoch=self.epoch, level=level, index=index)
        return bytes(row.values_list("hashes", flat=True).first() or b"")

    def _close(self, level: int, leaf: bytes) -> None:
        """Add a hash to the tile that is filling at ``level``; compare the tile once it is full."""
        hashes = self.full[level]
        hashes.append(leaf)
        if len(hashes) < TILE_WIDTH:
            return
        if len(self.full) == level + 1:
            self.full.append([])
        index = (self.trees[0].size >> (8 * (level + 1))) - 1
        root = self._compare(level, index, hashes)
        self.full[level] = []
        self._close(level + 1, root)

    def _compare(self, level: int, index: int, hashes: list[bytes]) -> bytes:
        """Compare a full tile with its hashes; returns the root to look for in the tile above.

        Hashes of level 0 that differ are doubts, judged at the next checkpoint. The root of the tile
        must be that of its own hashes or of ours: then only one of them was changed.
        """
        self.report.tiles += 1
        root = root_of(hashes)
        tile = Tile.objects.filter(epoch=self.epoch, level=level, index=index).first()
        if tile is None:
            self._say(f"tile {level}/{index} is missing.")
            return root
        stored = bytes(tile.hashes)
        if len(stored) != TILE_WIDTH * HASH_BYTES:
            self._say(f"tile {level}/{index} has {len(stored)} bytes instead of 8192.")
            return root
        for place, right in enumerate(hashes if level else ()):
            if stored[place * HASH_BYTES : (place + 1) * HASH_BYTES] != right:
                self._say(f"tile {level}/{index}: hash {place} was changed.")
        if bytes(tile.root) not in {root, root_of(split_hashes(stored))}:
            self._say(f"tile {level}/{index}: its root was changed.")
            return root
        return bytes(tile.root)

    def _judge(self, checkpoint: Checkpoint) -> None:
        self.report.checkpoints += 1
        self.checkpoints += 1
        root = self._signed_root(checkpoint)
        if self.lost:
            return
        truthful = next(
            (
                rank
                for rank, tree in enumerate(self.trees)
                if tree.size == checkpoint.size and tree.root() == root
            ),
            None,
        )
        if truthful is None:
            self._say(
                f"entries {self.agreed} to {checkpoint.size - 1} do not lead to the checkpoint of"
                f" size {checkpoint.size}; what comes after could not be compared."
            )
            self.lost = True
            return
        for doubt in self.doubts:
            right = doubt.told[min(truthful, len(doubt.told) - 1)]
            for rank, told in enumerate(doubt.told):
                if told != right:
                    self._say(
                        _WITNESSES[rank].format(doubt.number, *divmod(doubt.number, TILE_WIDTH))
                    )
        self.doubts = []
        self.trees = [self.trees[truthful].copy() for _witness in _WITNESSES]
        self.agreed = checkpoint.size

    def _signed_root(self, checkpoint: Checkpoint) -> bytes:
        """The root that the note signs; if the note cannot be trusted, the one beside it."""
        where = f"the checkpoint of size {checkpoint.size}"
        try:
            text = CheckpointText.parse(open_note(checkpoint.note, [verifier(self.epoch)]))
        except ValueError as error:
            self.unopened.append(f"{where}: {error}.")
            return bytes(checkpoint.root)
        if (text.size, text.origin) != (checkpoint.size, self.epoch.origin):
            self._say(f"{where}: its note signs size {text.size} of {text.origin}.")
        if text.root != bytes(checkpoint.root):
            self._say(f"{where}: its root is not the one that its note signs.")
        return text.root

    def _say_unopened(self) -> None:
        if len(self.unopened) == self.checkpoints > 1:
            self._say("no checkpoint opens: the origin or the public key of the epoch was changed.")
        else:
            for sentence in self.unopened:
                self._say(sentence)

    def _count_tiles(self) -> None:
        level, count = 0, self.size // TILE_WIDTH
        known: dict[int, int] = {}
        while count:
            known[level] = count
            level, count = level + 1, count // TILE_WIDTH
        for level, index in (
            Tile.objects.filter(epoch=self.epoch).values_list("level", "index").iterator()
        ):
            if index >= known.get(level, 0) and self._is_stray(level, index):
                self._say(f"tile {level}/{index} stands where the log has no tile.")

    def _is_stray(self, level: int, index: int) -> bool:
        """A tile that closed since we began is no stray: entries reach up to its end."""
        end = (index + 1) * TILE_WIDTH ** (level + 1)
        if end > BIGGEST_NUMBER:
            return True
        return not Entry.objects.filter(epoch=self.epoch, number=end - 1).exists()


def _or_none(column: str, hidden: set[int]) -> Case | F:
    return Case(When(pk__in=hidden, then=None), default=F(column)) if hidden else F(column)


_WITNESSES = (
    "entry {0}: its bytes were changed.",
    "entry {0}: its column leaf_hash was changed; the entry itself is intact.",
    "tile 0/{1}: hash {2} was changed; entry {0} itself is intact.",
)

"""Merkle trees of public logs: RFC 6962 hashing and proofs, C2SP ``tlog-tiles`` geometry.

A *leaf hash* is SHA-256(0x00 ‖ entry), a *node* SHA-256(0x01 ‖ left ‖ right); the left part of
every split is the largest power of two below the size (RFC 6962 section 2.1). Every hash is 32
bytes. A *node source* answers ``(height, index)`` with the root of the 2^height leaves that begin
at ``index · 2^height``; all proofs are computed from one, whether it reads leaves, tiles or a
database.

Verification follows RFC 9162 section 2.1, which never trusts the prover's shape of the tree.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import batched

HASH_BYTES = 32
TILE_WIDTH = 256
TILE_HEIGHT = 8
EMPTY_ROOT = sha256(b"").digest()

type NodeSource = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class CompactRange:
    """The roots of the perfect subtrees that cover the leaves so far: all it takes to grow a tree.

    Appending costs one hash on average; memory is one hash per bit of ``size``.
    """

    size: int = 0
    _roots: list[bytes] = field(default_factory=list)

    def append(self, subtree: bytes, height: int = 0) -> None:
        """Add on the right the root of 2^height leaves: one leaf hash when ``height`` is 0.

        Raises ValueError when the leaves before it do not fill whole subtrees of that height.
        """
        if self.size & ((1 << height) - 1):
            raise ValueError(f"{self.size} leaves do not end on a boundary of height {height}")
        carry = self.size >> height
        while carry & 1:
            subtree = node_hash(self._roots.pop(), subtree)
            carry >>= 1
        self._roots.append(subtree)
        self.size += 1 << height

    def root(self) -> bytes:
        """The RFC 6962 root of the leaves so far."""
        if not self._roots:
            return EMPTY_ROOT
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> "CompactRange":
        """An independent range over the same leaves."""
        return CompactRange(self.size, list(self._roots))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a sequence of leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def nodes_of(leaves: Sequence[bytes]) -> NodeSource:
    """A node source over leaf hashes held in memory."""

    def node(height: int, index: int) -> bytes:
        return root_of(leaves[index << height : (index + 1) << height])

    return node


def range_root(node: NodeSource, start: int, end: int) -> bytes:
    """The root of the leaves ``start`` to ``end``, the second excluded.

    ``start`` must be a multiple of the smallest power of two that is at least ``end − start``, as
    in every split of RFC 6962.
    """
    tree = CompactRange()
    position = start
    while position < end:
        height = (end - position).bit_length() - 1
        tree.append(node(height, position >> height), height)
        position += 1 << height
    return tree.root()


def inclusion_proof(node: NodeSource, index: int, size: int) -> list[bytes]:
    """The siblings from leaf ``index`` up to the root of ``size`` leaves (RFC 6962 section 2.1.1).

    Raises ValueError unless 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_root(node, middle, end))
            end = middle
        else:
            proof.append(range_root(node, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(node: NodeSource, first: int, second: int) -> list[bytes]:
    """What shows that the tree of ``second`` leaves begins with that of ``first`` (section 2.1.2).

    Raises ValueError unless 0 ≤ first ≤ second.
    """
    if not 0 <= first <= second:
        raise ValueError(f"{first} leaves cannot come before {second}")
    if first in {0, second}:
        return []
    proof = []
    start, end = 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(range_root(node, middle, end))
            end = middle
        else:
            proof.append(range_root(node, start, middle))
            start = middle
    if start:
        proof.append(range_root(node, start, end))
    return proof[::-1]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an inclusion proof: the sibling, the side it stands on, and the hash of the
    two."""

    sibling: bytes
    sibling_is_left: bool
    result: bytes


def climb(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> Iterator[Step]:
    """The steps from a leaf hash to the root that ``proof`` implies (RFC 9162 section 2.1.3.2).

    Raises ValueError when the proof has the wrong length for that leaf in that tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    position, last = index, size - 1
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        is_left = bool(position & 1) or position == last
        if is_left:
            while not position & 1:
                position >>= 1
                last >>= 1
        leaf = node_hash(sibling, leaf) if is_left else node_hash(leaf, sibling)
        yield Step(sibling, is_left, leaf)
        position >>= 1
        last >>= 1
    if last:
        raise ValueError("the proof is too short")


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Does ``proof`` lead from leaf hash ``leaf`` at ``index`` to ``root`` of ``size`` leaves?"""
    result = leaf
    try:
        for step in climb(leaf, index, size, proof):
            result = step.result
    except ValueError:
        return False
    return result == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Does ``proof`` show that ``second_root`` extends ``first_root`` (RFC 9162 section
    2.1.4.2)?"""
    if first in {0, second}:
        known = first_root == second_root if first == second else first_root == EMPTY_ROOT
        return known and not proof
    if not 0 < first < second or not proof:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    position, last = first - 1, second - 1
    while position & 1:
        position >>= 1
        last >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            new = node_hash(new, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root


@dataclass(frozen=True, slots=True, order=True)
class TileId:
    """Where a tile stands: its level, its index there, and its width, 256 when it is full."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Its address below the log's prefix: ``tile/0/x001/x234/067.p/12``."""
        return f"tile/{self.level}/{self._position}"

    @property
    def entries_path(self) -> str:
        """The address of the entries of a level-0 tile: ``tile/entries/000``."""
        return f"tile/entries/{self._position}"

    @property
    def _position(self) -> str:
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = ["".join(group) for group in batched(digits, 3)]
        position = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return position if self.width == TILE_WIDTH else f"{position}.p/{self.width}"


def tiles(size: int) -> Iterator[TileId]:
    """Every tile of a tree of ``size`` leaves, level by level, the partial one last of its
    level."""
    level = 0
    while size:
        yield from (TileId(level, index) for index in range(size // TILE_WIDTH))
        if width := size % TILE_WIDTH:
            yield TileId(level, size // TILE_WIDTH, width)
        size //= TILE_WIDTH
        level += 1


def nodes_of_tiles(read: Callable[[int, int], bytes]) -> NodeSource:
    """A node source over tiles: ``read(level, index)`` gives the bytes of one, full or partial.

    A subtree that no tile of its own level holds yet is computed from the level below.
    """

    def node(height: int, index: int) -> bytes:
        level, below = divmod(height, TILE_HEIGHT)
        first = index << below
        tile = read(level, first // TILE_WIDTH)
        start = first % TILE_WIDTH * HASH_BYTES
        part = tile[start : start + (HASH_BYTES << below)]
        if len(part) != HASH_BYTES << below:
            raise ValueError(f"tile {level}/{first // TILE_WIDTH} is too short")
        return root_of(split_hashes(part))

    return node


def split_hashes(data: bytes) -> list[bytes]:
    """A tile's bytes as hashes. Raises ValueError when they are not a whole number of hashes."""
    if len(data) % HASH_BYTES:
        raise ValueError(f"{len(data)} bytes are not a whole number of hashes")
    return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)

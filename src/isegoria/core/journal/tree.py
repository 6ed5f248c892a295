"""The log's tree as the database holds it: full tiles, and the entries that fill none yet."""

from collections.abc import Iterator

from isegoria.core.journal.models import Checkpoint, Entry, Epoch, Tile
from isegoria.kernel.merkle import (
    TILE_HEIGHT,
    TILE_WIDTH,
    CompactRange,
    NodeSource,
    nodes_of_tiles,
    root_of,
    split_hashes,
)


def last_checkpoint(epoch: int | None) -> Checkpoint | None:
    """The newest checkpoint of an epoch."""
    return Checkpoint.objects.filter(epoch=epoch).order_by("-size").first()


def frozen_range(epoch: Epoch, size: int) -> CompactRange:
    """The range of the first ``size`` leaves, from the highest full tiles that cover them.

    ``size`` is a multiple of 256. At most 255 tile roots are read per level.
    """
    tree = CompactRange()
    level = 0
    while size >= TILE_WIDTH ** (level + 2):
        level += 1
    for each in range(level, -1, -1):
        span = TILE_WIDTH ** (each + 1)
        for root in _roots(epoch.pk, each, tree.size // span, size // span):
            tree.append(root, TILE_HEIGHT * (each + 1))
    return tree


def close_tile(epoch: Epoch, leaves: list[bytes], index: int) -> None:
    """Freeze the level-0 tile ``index``, and every tile above that it completes."""
    level, hashes = 0, leaves
    while True:
        Tile.objects.create(
            epoch=epoch, level=level, index=index, hashes=b"".join(hashes), root=root_of(hashes)
        )
        if (index + 1) % TILE_WIDTH:
            return
        below = Tile.objects.filter(
            epoch=epoch, level=level, index__gt=index - TILE_WIDTH, index__lte=index
        ).order_by("index")
        hashes = [
            root_of(split_hashes(bytes(data))) for data in below.values_list("hashes", flat=True)
        ]
        level, index = level + 1, index // TILE_WIDTH


def tile_bytes(epoch: int, level: int, index: int) -> bytes:
    """The hashes of a tile, full or as far as it is known. Two statements at most."""
    stored = Tile.objects.filter(epoch=epoch, level=level, index=index)
    full = stored.values_list("hashes", flat=True).first()
    if full is not None:
        return bytes(full)
    start = index * TILE_WIDTH
    if level:
        return b"".join(_roots(epoch, level - 1, start, start + TILE_WIDTH))
    leaves = Entry.objects.filter(epoch=epoch, number__gte=start, number__lt=start + TILE_WIDTH)
    return b"".join(
        bytes(leaf or b"") for leaf in leaves.order_by("number").values_list("leaf_hash", flat=True)
    )


def nodes(epoch: int) -> NodeSource:
    """A node source over the stored tiles of an epoch, each read once."""
    seen: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if (level, index) not in seen:
            seen[level, index] = tile_bytes(epoch, level, index)
        return seen[level, index]

    return nodes_of_tiles(read)


def _roots(epoch: int, level: int, first: int, end: int) -> Iterator[bytes]:
    roots = Tile.objects.filter(epoch=epoch, level=level, index__gte=first, index__lt=end)
    return (bytes(root) for root in roots.order_by("index").values_list("root", flat=True))

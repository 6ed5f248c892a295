"""The downloadable copy: the whole log as static files, with the program that checks them.

One folder per epoch, laid out as C2SP ``tlog-tiles`` says: it could be served as it is under the epoch's
origin. Beside it, every checkpoint ever signed, so that the checker can show that each one holds.
"""

import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

from isegoria.core.journal.keys import verifier
from isegoria.core.journal.models import Checkpoint, Entry, Epoch
from isegoria.core.journal.tree import last_checkpoint, tile_bytes
from isegoria.kernel.merkle import HASH_BYTES, TILE_WIDTH, tiles

CHECKER = Path(__file__).parent / "checker" / "isegoria_verify.py"

README = """\
This is the whole public journal of acts of a site that runs Isegoria.

    python3 isegoria_verify.py .

recomputes everything and says what does not agree, if anything. It needs Python 3.9 or later and nothing
else. It is short: read it, or have it read by somebody you trust, and take it from elsewhere than here if
you doubt this copy.

To be sure that nothing was changed since a day of the past, keep the file 1/checkpoint (of the last folder,
if there are several) and the file vkey beside it. Later, on another copy:

    python3 isegoria_verify.py COPY --key "$(cat vkey)" --checkpoint checkpoint

What it proves: since the oldest checkpoint that somebody kept, no entry was changed, removed or slipped in.
What it does not prove: that an entry tells the truth, or that everything that happened has an entry.

Each folder is one volume, laid out as https://c2sp.org/tlog-tiles describes. An entry is one line of JSON.
What stands under "commits" is SHA-256(salt, value): whoever acted can be given the salt and show
that the entry is theirs; without it nobody can tell whose it is, and it is destroyed on their request.
"""

type Files = Iterator[tuple[str, Iterable[bytes]]]


def files() -> Files:
    """Every file of the copy: its path, and its bytes in pieces. Memory does not grow with the log."""
    accessories = {"README.txt": README.encode(), CHECKER.name: CHECKER.read_bytes()}
    sums = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in accessories.items()]
    yield "SHA256SUMS", ["".join(sums).encode()]
    for name, data in accessories.items():
        yield name, [data]
    for epoch in Epoch.objects.order_by("number"):
        head = last_checkpoint(epoch.pk)
        if head is not None:
            yield from _epoch_files(epoch, head)


def _epoch_files(epoch: Epoch, head: Checkpoint) -> Files:
    prefix = f"{epoch.number}/"
    yield f"{prefix}vkey", [f"{verifier(epoch).vkey}\n".encode()]
    yield f"{prefix}checkpoint", [head.note.encode()]
    yield f"{prefix}checkpoints", _history(head)
    for tile in tiles(head.size):
        hashes = tile_bytes(epoch.pk, tile.level, tile.index)
        yield prefix + tile.path, [hashes[: tile.width * HASH_BYTES]]
        if tile.level == 0:
            yield prefix + tile.entries_path, [_bundle(epoch.pk, tile.index, tile.width)]


def _history(head: Checkpoint) -> Iterator[bytes]:
    """Every checkpoint, the oldest first, with an empty line between two."""
    notes = Checkpoint.objects.filter(epoch=head.epoch_id, size__lte=head.size).order_by("size")
    for rank, note in enumerate(notes.values_list("note", flat=True).iterator(500)):
        yield (f"\n{note}" if rank else note).encode()


def _bundle(epoch: int, index: int, width: int) -> bytes:
    """Entries one after another, each behind its length in two bytes, the larger first."""
    start = index * TILE_WIDTH
    stored = Entry.objects.filter(epoch=epoch, number__gte=start, number__lt=start + width)
    contents = [bytes(data) for data in stored.order_by("number").values_list("content", flat=True)]
    return b"".join(len(data).to_bytes(2, "big") + data for data in contents)


def write_copy(folder: Path) -> int:
    """Write the copy in ``folder``, made if need be. Returns the number of files.

    Raises FileExistsError when the folder holds something already: a copy is never mixed with another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give the name of a new folder.")
    written = 0
    for name, pieces in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(pieces)
        written += 1
    return written


class _Outbox:
    """A file that cannot be rewound: what was written since the last :meth:`take`."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def stream_zip() -> Iterator[bytes]:
    """The copy as the pieces of a .zip, made as they are sent."""
    outbox = _Outbox()
    with zipfile.ZipFile(cast("IO[bytes]", outbox), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield outbox.take()
    yield outbox.take()

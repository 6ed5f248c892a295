"""The record of a draw as files to hand over: packed, kept in parts, streamed, and laid out again."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.preparation_models import (
    Archive,
    ArchivePart,
    Edition,
    Preparation,
)
from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.identities import salt
from isegoria.kernel.lottery.record import FORMAT, NAMING_PEOPLE

PART = 256 * 1024


def packed(files: Mapping[str, bytes], folder: str, at: datetime) -> bytes:
    """A ZIP with all of ``files`` in one folder. The same arguments give the same octets."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()


def for_observers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the files that name people."""
    return {name: data for name, data in files.items() if name not in NAMING_PEOPLE}


def keep(preparation: Preparation, edition: Edition, content: bytes, at: datetime) -> Archive:
    """Keep ``content`` as the present archive of an edition, in place of the one before."""
    Archive.objects.filter(preparation=preparation, edition=edition).delete()
    kept = Archive.objects.create(
        preparation=preparation,
        edition=edition,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        made_at=at,
    )
    ArchivePart.objects.bulk_create(
        ArchivePart(archive=kept, position=rank, content=content[start : start + PART])
        for rank, start in enumerate(range(0, len(content), PART))
    )
    return kept


def streamed(archive: Archive) -> Iterator[bytes]:
    """The octets of an archive, one part in memory at a time."""
    parts = ArchivePart.objects.filter(archive=archive).order_by("position")
    for content in parts.values_list("content", flat=True).iterator(chunk_size=1):
        yield bytes(content)


def archive_of(preparation: Preparation, edition: Edition) -> Archive | None:
    """The present archive of an edition."""
    return Archive.objects.filter(preparation=preparation, edition=edition).first()


def files_of(preparation: Preparation, edition: Edition) -> dict[str, bytes]:
    """The files of an archive that is kept, by name."""
    kept = Archive.objects.get(preparation=preparation, edition=edition)
    with zipfile.ZipFile(io.BytesIO(b"".join(streamed(kept)))) as archive:
        return {Path(name).name: archive.read(name) for name in archive.namelist()}


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with ``files`` as long as the block lasts, as the kernel reads a record."""
    with TemporaryDirectory(prefix="isegoria-draw-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        yield folder


def secrets_of(draw: Draw) -> bytes:
    """``secrets.json``, made again from the secret of the draw: it lies in no archive."""
    entries = Volunteer.objects.filter(draw=draw).exclude(pseudonym="")
    seed = bytes.fromhex(draw.seed)
    people = [
        {"id": str(ref), "salt": salt(seed, str(ref)).hex()}
        for ref in entries.order_by("pseudonym").values_list("ref", flat=True)
    ]
    return canonical({"format": FORMAT, "people": people, "seed": draw.seed})

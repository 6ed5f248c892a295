"""The archive as it leaves: what was prepared, then the files that the person sent, a piece at a time.

The files are not in the row of the copy: they are read from the store while the archive is written, so
that neither the database nor the memory ever holds them.
"""

from collections.abc import Generator, Iterable, Iterator
from io import BytesIO, RawIOBase
from typing import override
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from isegoria.core import clock
from isegoria.core.files import store
from isegoria.core.files.models import Upload
from isegoria.core.files.services import QUOTA_OCTETS

MOST_OCTETS = 2 * QUOTA_OCTETS
"""Of the files of one person: two accounts that became one may each have filled their quota."""
PIECE = 256 * 1024


class _Window(RawIOBase):
    """Where the archive is written, and taken from before the next piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, piece: object) -> int:
        octets = bytes(piece)  # type: ignore[call-overload]  # whatever holds octets
        self._pieces.append(octets)
        return len(octets)

    def taken(self) -> bytes:
        """What was written since the last time."""
        octets = b"".join(self._pieces)
        self._pieces.clear()
        return octets


def files_of(person_id: UUID) -> list[Upload]:
    """The files that a person sent, in the order of the copy. One statement."""
    return list(Upload.objects.filter(owner=person_id).order_by("pk"))


def archive_in_pieces(prepared: bytes, uploads: Iterable[Upload]) -> Iterator[bytes]:
    """A ZIP of the members of ``prepared``, a ZIP itself, and of ``files/``, numbered as in the copy.

    What is gone from the store, or beyond :data:`MOST_OCTETS`, is named in ``files/missing.txt``.
    """
    window, left, missing = _Window(), MOST_OCTETS, []
    with ZipFile(window, "w") as archive:
        with ZipFile(BytesIO(prepared)) as known:
            for name in known.namelist():
                archive.writestr(name, known.read(name), ZIP_DEFLATED)
                yield window.taken()
        for number, upload in enumerate(uploads, start=1):
            name = f"files/{number:03}-{upload.served_name}"
            if upload.size > left or not (yield from _file(archive, window, name, upload)):
                missing.append(name)
            else:
                left -= upload.size
        if missing:
            said = _(
                "These files are not in the archive. Ask for them from whoever runs this site:"
            )
            archive.writestr("files/missing.txt", "\n".join([said, "", *missing, ""]))
    yield window.taken()


def _file(
    archive: ZipFile, window: _Window, name: str, upload: Upload
) -> Generator[bytes, None, bool]:
    """One file, as it was kept; False when its octets are gone."""
    try:
        source = store.get(upload.stored_name)
    except FileNotFoundError:
        return False
    entry = ZipInfo(name, clock.now().timetuple()[:6])
    entry.compress_type = ZIP_STORED
    entry.file_size = upload.size
    with source, archive.open(entry, "w") as target:
        while piece := source.read(PIECE):
            target.write(piece)
            yield window.taken()
    return True

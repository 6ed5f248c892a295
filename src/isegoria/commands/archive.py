"""The file of a back-up: a zip whose ``manifest.json`` says what it holds, with the SHA-256 of each part."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from isegoria.commands.trouble import Trouble

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024


@dataclass(slots=True)
class Part:
    """One file of the archive: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a back-up is: made by which version, when, of what, with which files."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    checkpoint: str
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds parts to an archive that is being written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def add(self, name: str, source: IO[bytes], *, compress: bool = True) -> None:
        """Copy ``source`` to its end as the part ``name``."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._archive.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.manifest.parts[name] = Part(size, digest.hexdigest())

    def add_folder(self, prefix: str, folder: Path, *, without: Path | None = None) -> None:
        """Add every file of ``folder`` except ``without``. A file erased meanwhile is left out."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != without:
                try:
                    with path.open("rb") as source:
                        self.add(f"{prefix}/{path.relative_to(folder).as_posix()}", source)
                except FileNotFoundError:
                    continue


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive that only its owner can read. It appears under its name once it is whole."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                yield Writer(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def unpack(path: Path, folder: Path) -> Manifest:
    """Check every part of the archive at ``path`` and write it under ``folder``.

    Raises Trouble when a part is missing, unexpected or changed; nothing outside ``folder`` is written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            if set(archive.namelist()) != {MANIFEST, *manifest.parts}:
                raise Trouble(f"{path} does not hold the files that its manifest lists.")
            for name, part in manifest.parts.items():
                _unpack_part(archive, name, part, folder)
    except FileNotFoundError as error:
        raise Trouble(f"There is no file {error.filename}.") from None
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError, TypeError) as error:
        raise Trouble(f"{path} is not a whole back-up of Isegoria ({error}).") from error
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    told = json.loads(archive.read(MANIFEST))
    if told["format"] != FORMAT:
        raise Trouble("This back-up was made by another version, in a form unknown to this one.")
    told["parts"] = {name: Part(**part) for name, part in told["parts"].items()}
    return Manifest(**told)


def _unpack_part(archive: zipfile.ZipFile, name: str, part: Part, folder: Path) -> None:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise Trouble(f"The back-up holds a part with a forbidden name: {name!r}.")
    target = folder / pure
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.open(name) as source, target.open("xb") as copy:
        target.chmod(0o600)
        shutil.copyfileobj(source, copy, CHUNK)
    with target.open("rb") as copy:
        if hashlib.file_digest(copy, "sha256").hexdigest() != part.sha256:
            raise Trouble(f"The part {name!r} of the back-up has been changed or is damaged.")

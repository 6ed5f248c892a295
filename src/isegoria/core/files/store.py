"""The octets of uploads, under random names, outside any folder that a server shows."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import storages

FOLDER = "uploads"


def put(file: BinaryIO) -> str:
    """Store the octets of ``file``; the random name to find them again."""
    file.seek(0)
    name = secrets.token_hex(32)
    return storages["default"].save(f"{FOLDER}/{name[:2]}/{name}", File(file))


def get(stored_name: str) -> BinaryIO:
    """The octets, to be closed by the caller. Raises FileNotFoundError."""
    return cast("BinaryIO", storages["default"].open(stored_name, "rb"))


def drop(stored_name: str) -> None:
    """Destroy the octets; nothing happens when they are gone already."""
    storages["default"].delete(stored_name)


def stored_before(instant: datetime) -> Iterator[str]:
    """The names of what was stored before ``instant``."""
    storage = storages["default"]
    if not storage.exists(FOLDER):
        return
    folders, _files = storage.listdir(FOLDER)
    for folder in sorted(folders):
        _folders, files = storage.listdir(f"{FOLDER}/{folder}")
        for file in sorted(files):
            name = f"{FOLDER}/{folder}/{file}"
            if storage.get_modified_time(name) < instant:
                yield name

"""Who may number entries: one transaction at a time, and one process that does it all the time.

Correctness rests on :func:`exclusively` alone. :class:`Leadership` only spares a second sequencer,
started by error, from working for nothing: it stands by, and takes over within a second when the
first one dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

_TRANSACTION = 0x15E6_0001
_LEADER = 0x15E6_0002


@contextmanager
def exclusively() -> Iterator[None]:
    """A transaction that no other one in this block overlaps, on disk before anybody can see it.

    PostgreSQL: an advisory lock until the end of the transaction. SQLite: the write lock that every
    transaction of ours takes at BEGIN. A checkpoint that was served must survive a power cut,
    whatever the durability of the rest.
    """
    connection = transaction.get_connection()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TRANSACTION])
                cursor.execute("SET LOCAL synchronous_commit TO on")
        yield


class Leadership:
    """The place of the one sequencer that works. Given back by the system when its holder dies.

    PostgreSQL: an advisory lock held by this thread's connection. SQLite: a lock on a file beside
    the database; a database in memory has only one process, which leads.
    """

    def __init__(self) -> None:
        self._session: Any = None
        self._file: int | None = None

    def acquire(self) -> bool:
        """Try to lead; True as long as we do, without waiting."""
        connection = transaction.get_connection()
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            if self._session is None or self._session is not connection.connection:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LEADER])
                    (gained,) = cursor.fetchone()
                self._session = connection.connection if gained else None
            return self._session is not None
        if self._file is None:
            self._file = _lock_file(str(connection.settings_dict["NAME"]))
        return self._file is not None

    def release(self) -> None:
        """Let another process lead."""
        if self._session is not None:
            connection = transaction.get_connection()
            if self._session is connection.connection:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LEADER])
            self._session = None
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock_file(database: str) -> int | None:
    in_memory = ":memory:" in database or "mode=memory" in database
    path = os.devnull if in_memory else f"{database}.sequencer"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if path == os.devnull:
        return descriptor
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor

"""Whatever stops a command becomes one sentence for the operator, never a traceback."""

import errno
import os

from dj_database_url import ParseError, UnknownSchemeError
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import Error as DatabaseError

from isegoria.config.environment import Misconfigured, home

_OF_DISK = {
    errno.ENOSPC: "The disk is full: {path} could not be written. Free some space and start again.",
    errno.EDQUOT: "The disk quota is used up: {path} could not be written. Free some space.",
    errno.EFBIG: "{path} could not be written: it would pass the largest size allowed here.",
    errno.EROFS: "{path} is on a read-only disk. Set ISEGORIA_HOME to a folder that can be written.",
    errno.EACCES: "{path} cannot be used by this user. Change its owner, or set ISEGORIA_HOME.",
    errno.EPERM: "{path} cannot be used by this user. Change its owner, or set ISEGORIA_HOME.",
    errno.ENOTDIR: "{path} is not inside a folder. Set ISEGORIA_HOME to a folder.",
    errno.EIO: "The disk refused to read or write {path}. It may be failing.",
}
_OF_DATABASE = {
    "disk is full": "The disk is full: the database could not be written. Nothing was half saved.",
    "disk i/o error": "The disk refused a write of the database: is it full, or failing?",
    "readonly database": "The database cannot be written: its file or its folder is read-only.",
    "unable to open database": "The database file cannot be opened or made in its folder.",
    "not a database": "The database file is damaged, or is not a database.",
    "malformed": "The database file is damaged. Restore the last back-up.",
    "is locked": "Another program keeps the database locked. Stop it and start again.",
}


class Trouble(Exception):
    """The command cannot go on. The message is a sentence that says what to do."""


def sentence(error: Exception) -> str | None:
    """What to tell the operator, or None for an error that is a fault of ours."""
    from isegoria.core.journal.problems import JournalProblem

    match error:
        case (
            JournalProblem() | Trouble() | Misconfigured() | CommandError() | ImproperlyConfigured()
        ):
            return str(error)
        case UnknownSchemeError() | ParseError():
            return "DATABASE_URL is not understood: it begins with postgres:// or with sqlite:///"
        case DatabaseError():
            return _of_database(error)
        case OSError():
            pattern = _OF_DISK.get(error.errno or 0)
            return pattern and pattern.format(path=error.filename or f"A file in {home()}")
        case _:
            return None


def _of_database(error: DatabaseError) -> str:
    said = " ".join(str(error).split())
    for part, told in _OF_DATABASE.items():
        if part in said.lower():
            return f"{told} ({home()})"
    where = os.environ.get("DATABASE_URL", "").rpartition("@")[2] or str(home())
    return f"The database ({where}) cannot be used: {said}"

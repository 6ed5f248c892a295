"""Who uses the folder of the installation: the site (several may), or a restore or a move (alone).

The lock belongs to the open file, which every process of the site inherits: it is released when the last
of them has gone, however it went.
"""

import fcntl
from pathlib import Path
from typing import IO

from isegoria.commands.trouble import Trouble

NAME = "in-use.lock"
RESTORING = "restoring"
"""The file that marks a restore begun and not finished."""


def share(home: Path) -> IO[str]:
    """Hold the folder for the site. Keep the answer open as long as the site runs.

    Raises Trouble while a restore runs, or when one was interrupted.
    """
    lock = (home / NAME).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Trouble(f"A restore or a move is running in {home}. Wait until it ends.") from None
    unfinished = home / RESTORING
    if unfinished.exists():
        lock.close()
        raise Trouble(
            "A restore was interrupted, and what is here is not whole. "
            f"Run it again: isegoria restore --force {unfinished.read_text().strip()}"
        )
    return lock


def alone(home: Path) -> IO[str]:
    """Hold the folder for a restore or a move. Raises Trouble while the site runs."""
    lock = (home / NAME).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Trouble(f"The site is running in {home}. Stop it first.") from None
    return lock

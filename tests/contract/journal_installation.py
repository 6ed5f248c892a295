"""A database of its own, of the kind the suite runs on, shared by several processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.tables import Tables

WORKER = Path(__file__).with_name("journal_worker.py")
ROOT = Path(__file__).resolve().parents[2]
TABLES = Tables("of_a_site", ISEGORIA_ENV="demo")


class Installation:
    """Starts processes on one database."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "ISEGORIA_ENV": "test",
            "ISEGORIA_HOME": str(home),
            "ISEGORIA_JOURNAL_KEY": str(home / "key"),
            "DJANGO_SETTINGS_MODULE": "isegoria.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }

    def start(self, verb: str, number: int = 0) -> subprocess.Popen[str]:
        """Start a process; its outputs are read by the caller."""
        return subprocess.Popen(
            [sys.executable, str(WORKER), verb, str(number)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, verb: str, number: int = 0) -> str:
        """Run a process to its end; it must succeed."""
        return ended(self.start(verb, number))


def ended(process: subprocess.Popen[str]) -> str:
    """What a process said until its end, which must be a good one."""
    said, _nothing = process.communicate()
    assert process.returncode == 0, said
    return said


@contextmanager
def installation(home: Path) -> Iterator[Installation]:
    """A database with empty tables."""
    on_sqlite = TABLES.url is None
    name = str(home / "journal.sqlite3") if on_sqlite else f"isegoria_journal_{uuid4().hex[:12]}"
    TABLES.copy_to(name)
    try:
        yield Installation(home, TABLES.address(name))
    finally:
        TABLES.drop(name)

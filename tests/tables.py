"""Tables are made once in a run of the suite, and copied by whoever needs a database.

The migrations of the whole house take several seconds: too long for each worker of xdist and each
installation that a test drives from outside. Whoever asks first makes the model, in a folder that the
workers share.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PLACE = "ISEGORIA_TEST_TABLES"
"""The variable that tells the workers which folder they share."""
DATABASE = "isegoria.sqlite3"


class Tables:
    """A migrated database that nobody writes into, and the folder of the installation that has it."""

    def __init__(self, name: str, **environment: str) -> None:
        given = os.environ.get("DATABASE_URL", "")
        self.name = f"tables_{name}"
        self.url = given if given.startswith("postgres") else None
        self._environment = environment

    @property
    def home(self) -> Path:
        """The folder of the installation; its tables exist when this returns."""
        shared = Path(os.environ[PLACE])
        folder = shared / self.name
        with (shared / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                self._make(shared / f"{self.name}.new").rename(folder)
        return folder

    def create(self, name: str) -> None:
        """An empty database."""
        self._administer("CREATE DATABASE {}", name)

    def copy_to(self, name: str, model: str | None = None) -> None:
        """A copy of ``model``, or of our own database, in place of ``name`` (a path on SQLite)."""
        home = self.home
        if self.url is None:
            shutil.copy(model or home / DATABASE, name)
        else:
            self.drop(name)
            self._administer("CREATE DATABASE {} TEMPLATE {}", name, model or self.name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        if self.url is None:
            Path(name).unlink(missing_ok=True)
        else:
            self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _make(self, folder: Path) -> Path:
        told = {"ISEGORIA_HOME": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        if self.url is not None:
            self.drop(self.name)
            self.create(self.name)
            told["DATABASE_URL"] = self.address(self.name)
        subprocess.run(
            [sys.executable, "-m", "isegoria", "migrate"],
            env=os.environ | self._environment | told,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return folder

    def address(self, name: str) -> str:
        """The ``DATABASE_URL`` of one database (a path on SQLite)."""
        if self.url is None:
            return f"sqlite:///{name}"
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def _administer(self, command: LiteralString, *names: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

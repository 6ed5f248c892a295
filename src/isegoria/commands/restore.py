"""``isegoria restore FILE``: put a back-up in place, all of it or nothing.

Everything is unpacked, checked and (with SQLite) brought to this version beside the installation. Only
then is it exchanged. A mark in the folder says that the exchange has begun and forbids the site to start
until it has ended; what was there before is kept aside.
"""

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isegoria.commands import archive, database, lock, postgres
from isegoria.commands.after_restore import JOURNAL_DAMAGED
from isegoria.commands.archive import Manifest
from isegoria.commands.backup import DATABASE, JOURNAL_KEY, KEYS, MEDIA
from isegoria.commands.trouble import Trouble

STAGE = "restore-in-preparation"
INTERNAL = {"isegoria.core.journal", "isegoria.core.tasks"}
"""Applications whose rows may exist before anybody has done anything."""


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Something new, ready beside the installation, and the place where it goes."""

    ready: Path
    place: Path


def restore(options: Namespace) -> int:
    """Restore. Raises Trouble, with nothing touched, whenever the back-up does not fit."""
    path = options.file.absolute()
    database.use_django()
    home = database.prepare_home()
    with lock.alone(home):
        used = _is_used()
        if used and not options.force and not (home / lock.RESTORING).exists():
            raise Trouble(
                "There is something here already; nothing was touched. "
                "To replace it by the back-up: --force"
            )
        with _stage(home) as stage:
            manifest = archive.unpack(path, stage)
            _refuse_if_foreign(manifest)
            aside, whole = _exchange(path, home, stage, manifest)
    print(f"Restored the back-up of {manifest.made_at} (version {manifest.version}).")
    if used:
        kept = (
            "Database and files" if manifest.engine == "sqlite" else "The files, not the database,"
        )
        print(f"{kept} of before are kept in {aside}: delete them when you no longer need them.")
    else:
        shutil.rmtree(aside)
    if not whole:
        print("But the journal in it is damaged (see above). Try an older back-up, with --force.")
    return 0 if whole else 1


def _is_used() -> bool:
    from django.apps import apps
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql" and (others := postgres.other_clients()):
        raise Trouble(
            f"{others} other programs use the database. Stop the site before you restore."
        )
    pending, new = database.pending_migrations()
    media = Path(settings.MEDIA_ROOT)
    if new or pending:
        return bool(not new or (media.is_dir() and any(media.iterdir())))
    return any(
        model._default_manager.exists()
        for config in apps.get_app_configs()
        if config.name.startswith("isegoria") and config.name not in INTERNAL
        for model in config.get_models()
    )


def _refuse_if_foreign(manifest: Manifest) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if manifest.engine != connection.vendor:
        raise Trouble(
            f"This is a back-up of {manifest.engine}, and this installation uses "
            f"{connection.vendor}. Set DATABASE_URL accordingly; nothing was touched."
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations or ()}
    if newer := set(manifest.migrations) - known:
        raise Trouble(
            f"The back-up was made by version {manifest.version}, which knows "
            f"{len(newer)} migrations that this one does not. Install that version first."
        )


@contextmanager
def _stage(home: Path) -> Iterator[Path]:
    stage = home / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _exchange(path: Path, home: Path, stage: Path, manifest: Manifest) -> tuple[Path, bool]:
    """Put what is staged in place; returns where the old things are, and whether the journal is whole."""
    from django.conf import settings
    from django.db import connection

    keys, wanted_key = Path(settings.KEYS_DIR), Path(settings.JOURNAL_KEY)
    for folder in (MEDIA, KEYS):
        (stage / folder).mkdir(exist_ok=True, mode=0o700)
    exchanges = [_Exchange(stage / MEDIA, Path(settings.MEDIA_ROOT)), _Exchange(stage / KEYS, keys)]
    key = stage / JOURNAL_KEY
    if wanted_key.is_relative_to(keys):
        key = stage / KEYS / wanted_key.relative_to(keys)
        if JOURNAL_KEY in manifest.parts:
            (stage / JOURNAL_KEY).rename(key)
    else:
        exchanges.append(_Exchange(key, wanted_key))
    if connection.vendor == "postgresql":
        return _exchange_postgresql(path, home, stage / DATABASE, exchanges)
    ready = (stage / DATABASE).rename(stage / database.SQLITE)
    whole = _finish(ISEGORIA_HOME=str(stage), DATABASE_URL=None, ISEGORIA_JOURNAL_KEY=str(key))
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    with _marked(home, path):
        return _swap(home, [_Exchange(ready, place), *exchanges]), whole


def _exchange_postgresql(
    path: Path, home: Path, dump: Path, exchanges: list[_Exchange]
) -> tuple[Path, bool]:
    with _marked(home, path) as mark:
        try:
            postgres.load(dump)
        except Trouble:
            mark.unlink()
            raise
        aside = _swap(home, exchanges)
        return aside, _finish()


@contextmanager
def _marked(home: Path, path: Path) -> Iterator[Path]:
    """The mark stays when the block fails: the site does not start before the restore is run again."""
    mark = home / lock.RESTORING
    mark.write_text(f"{path}\n")
    yield mark
    mark.unlink()


def _swap(home: Path, exchanges: list[_Exchange]) -> Path:
    from isegoria.core import clock

    aside = home / f"before-restore-{clock.now():%Y%m%dT%H%M%S%f}"
    aside.mkdir(mode=0o700)
    for exchange in exchanges:
        for sidecar in ("", "-wal", "-shm", "-journal"):
            old = exchange.place.with_name(exchange.place.name + sidecar)
            if old.exists():
                shutil.move(old, aside / old.name)
        if exchange.ready.exists():
            exchange.place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(exchange.ready, exchange.place)
    return aside


def _finish(**changes: str | None) -> bool:
    """Bring what was restored to this version, in a process that sees nothing else.

    Returns whether its journal is whole. Raises Trouble when the rest could not be done.
    """
    environment = {**os.environ, **changes}
    done = subprocess.run(
        [sys.executable, "-m", "isegoria.commands.after_restore"],
        env={name: value for name, value in environment.items() if value is not None},
        check=False,
    )
    if done.returncode not in {0, JOURNAL_DAMAGED}:
        raise Trouble("The back-up could not be brought to this version (see above).")
    return done.returncode == 0

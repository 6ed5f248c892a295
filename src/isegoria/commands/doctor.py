"""``isegoria doctor``: what is misconfigured and what is fine, in sentences."""

import os
import platform
import socket
import sqlite3
import stat
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from isegoria.commands import database
from isegoria.commands.trouble import sentence

LATE = timedelta(seconds=10)
"""Work that has waited for longer says that nobody does it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and whether it is good news."""

    good: bool
    sentence: str


def doctor(_options: Namespace) -> int:
    """Print every finding, the bad ones first. 1 if there is a bad one."""
    findings = list(examine())
    for finding in sorted(findings, key=lambda finding: finding.good):
        print(f"{'fine  ' if finding.good else 'WRONG '} {finding.sentence}")
    wrong = sum(not finding.good for finding in findings)
    print(f"\n{wrong} to put right." if wrong else "\nEverything is fine.")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    """Everything that can be found out without changing anything. A check that fails is a finding."""
    yield Finding(good=True, sentence=f"Python {platform.python_version()}.")
    try:
        database.use_django()
    except Exception as error:  # noqa: BLE001 - any failure is a finding
        yield _failure("The settings cannot be read", error)
        return
    yield from _all(_settings, _home, _catalogues, _static, _mail)
    reached = list(_all(_database))
    yield from reached
    if all(finding.good for finding in reached):
        yield from _all(_migrations)
        if not database.pending_migrations()[0]:
            yield from _all(_journal_key, _worker, _recurring, _sequencer, _checks_of_django)


type Check = Callable[[], Iterator[Finding]]


def _all(*checks: Check) -> Iterator[Finding]:
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - any failure is a finding
            name = check.__name__.strip("_").replace("_", " ")
            yield _failure(f"The check of the {name} failed", error)


def _failure(what: str, error: Exception) -> Finding:
    return Finding(good=False, sentence=f"{what}: {sentence(error) or repr(error)}")


def _checks_of_django() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    for problem in run_checks(include_deployment_checks=settings.PRODUCTION):
        if problem.level >= WARNING:
            yield Finding(good=False, sentence=f"{problem.msg} ({problem.id})")


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    yield Finding(good=True, sentence=f"The environment is {settings.ENVIRONMENT!r}.")
    key = settings.SECRET_KEY
    yield (
        Finding(good=True, sentence="SECRET_KEY is long and varied.")
        if len(key) >= 50 and len(set(key)) >= 5
        else Finding(good=False, sentence="SECRET_KEY is weak: give it 50 random characters.")
    )
    if not settings.SITE_URL:
        yield Finding(
            good=False,
            sentence="SITE_URL is not set: links in e-mails would lead nowhere. "
            "Give the public address, such as https://participer.example",
        )
    elif settings.PRODUCTION and not settings.SITE_URL.startswith("https://"):
        yield Finding(good=False, sentence=f"SITE_URL is {settings.SITE_URL}, without https.")
    else:
        yield Finding(good=True, sentence=f"The public address is {settings.SITE_URL}")


def _home() -> Iterator[Finding]:
    from django.conf import settings

    folder = Path(settings.HOME)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(good=False, sentence=f"{folder} does not exist or cannot be written.")
        return
    free = os.statvfs(folder)
    megabytes = free.f_bavail * free.f_frsize // 1024 // 1024
    yield Finding(
        good=megabytes >= 1024,
        sentence=f"{folder} can be written; {megabytes} MB are free"
        + ("." if megabytes >= 1024 else ": less than 1 GB, the site may soon refuse texts."),
    )


def _database() -> Iterator[Finding]:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "postgresql":
        version = connection.connection.info.server_version // 10000
        yield Finding(good=True, sentence=f"PostgreSQL {version} answers.")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        searches = bool(cursor.fetchone()[0])
    yield Finding(good=True, sentence=f"SQLite {sqlite3.sqlite_version} answers.")
    yield (
        Finding(good=True, sentence="SQLite writes ahead (WAL): readers never wait for writers.")
        if mode == "wal"
        else Finding(good=False, sentence=f"SQLite is in mode {mode}: is its disk a network disk?")
    )
    yield (
        Finding(good=True, sentence="SQLite can search texts (FTS5).")
        if searches
        else Finding(good=False, sentence="This SQLite was built without FTS5: no search.")
    )


def _migrations() -> Iterator[Finding]:
    pending, _new = database.pending_migrations()
    yield (
        Finding(
            good=False,
            sentence=f"{len(pending)} migrations are pending: make a back-up, then isegoria migrate",
        )
        if pending
        else Finding(good=True, sentence="The database is that of this version.")
    )


def _journal_key() -> Iterator[Finding]:
    from django.conf import settings

    from isegoria.core.journal.models import Epoch

    path = Path(settings.JOURNAL_KEY)
    if not path.is_file():
        begun = Epoch.objects.exists()
        yield Finding(
            good=not begun,
            sentence=f"The journal's key {path} is missing: put the one of the back-up there."
            if begun
            else "The journal's key will be made when the site first starts.",
        )
        return
    shared = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    yield (
        Finding(good=False, sentence=f"Others may read the journal's key: chmod 600 {path}")
        if shared
        else Finding(good=True, sentence="The journal's key is there, readable by its owner only.")
    )


def _catalogues() -> Iterator[Finding]:
    from django.conf import settings

    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            good = compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime
            language = source.parts[-3]
            yield Finding(
                good=good,
                sentence=f"The catalogue {language!r} is compiled."
                if good
                else f"The catalogue {language!r} is not compiled: python tools/messages.py compile",
            )


def _static() -> Iterator[Finding]:
    ready = database.static_files_are_ready()
    yield Finding(
        good=True,
        sentence="Style sheets and scripts are collected."
        if ready
        else "Style sheets and scripts will be collected when the site next starts.",
    )


def _mail() -> Iterator[Finding]:
    from django.core.mail import mailers

    mailer = mailers["default"]
    host, port = getattr(mailer, "host", None), getattr(mailer, "port", None)
    if host is None:
        yield Finding(good=True, sentence="E-mails are written to files, not sent.")
        return
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError as error:
        yield Finding(
            good=False,
            sentence=f"The mail relay {host}:{port} does not answer ({error}). See EMAIL_HOST.",
        )
    else:
        yield Finding(good=True, sentence=f"The mail relay {host}:{port} answers.")


def _worker() -> Iterator[Finding]:
    from isegoria.core import clock
    from isegoria.core.tasks.models import Run
    from isegoria.core.tasks.states import RunState

    late = Run.objects.filter(state=RunState.WAITING, not_before__lt=clock.now() - LATE)
    yield _waiting("task", late.count(), "worker")


def _recurring() -> Iterator[Finding]:
    from isegoria.core import clock
    from isegoria.core.tasks.models import LastTick
    from isegoria.core.tasks.recurring import all_recurring, late

    ticks = {tick.name: tick for tick in LastTick.objects.all()}
    wrong = []
    for item in all_recurring():
        tick = ticks.get(item.name)
        if tick and tick.failure:
            when = f" on {tick.failed_at:%Y-%m-%d at %H:%M} UTC" if tick.failed_at else ""
            wrong.append(
                f"{item.name} failed{when} ({tick.failure}): the log of that hour says why."
            )
        if tick and tick.began_at and late(tick.began_at, item.every, clock.now()):
            wrong.append(
                f"{item.name} last began on {tick.began_at:%Y-%m-%d at %H:%M} UTC and is due every"
                f" {item.every}: does the worker run?"
            )
    yield from (Finding(good=False, sentence=f"Recurring work {each}") for each in wrong)
    if not wrong:
        yield Finding(good=True, sentence="No recurring work failed or is late.")


def _sequencer() -> Iterator[Finding]:
    from isegoria.core import clock
    from isegoria.core.journal.models import Entry

    late = Entry.objects.filter(number__isnull=True, recorded_at__lt=clock.now() - LATE)
    yield _waiting("entry of the journal", late.count(), "sequencer")


def _waiting(what: str, count: int, who: str) -> Finding:
    if count:
        return Finding(
            good=False,
            sentence=f"{count} × {what} waiting for more than {LATE.seconds} s: does the {who} run?",
        )
    return Finding(good=True, sentence=f"No {what} waits for the {who}.")

"""``isegoria doctor`` says what is wrong, and only that; the other verbs say who they are."""

import re

import pytest

from tests.frontdoor.conftest import Installation

pytestmark = pytest.mark.any_database
SECRET = "not-a-secret-of-anybody-but-fifty-characters-long-01"

NEGLECTED = """
from datetime import timedelta
from isegoria.core import clock
from isegoria.core.journal.models import Entry
from isegoria.core.tasks.models import LastTick
now = clock.now()
LastTick.objects.filter(name__in=("journal.check", "tasks.prune")).delete()
failed = LastTick(name="journal.check", began_at=now, failed_at=now, failure="JournalDamaged")
failed.save(force_insert=True)
late = LastTick(name="tasks.prune", began_at=now - timedelta(hours=3), succeeded_at=now)
late.save(force_insert=True)
old = now - timedelta(minutes=1)
Entry(content=b"{}", kind="x", subject="0" * 32, recorded_at=old).save()
"""
"""Recurring work that failed, other that is late, and an entry that nobody numbers."""


def wrong(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("WRONG")]


def test_a_site_that_has_started_is_fine_until_something_is_not(
    installation: Installation, port: int
) -> None:
    site = installation.serve(port)
    site.terminate()
    site.wait()
    done = installation.run("doctor")
    assert wrong(done.stdout) == []
    assert done.returncode == 0, done.stderr
    assert "Everything is fine." in done.stdout

    key = installation.home / "keys" / "journal_ed25519"
    key.chmod(0o644)
    installation.ask(NEGLECTED)
    told = "\n".join(wrong(installation.run("doctor").stdout))
    for words in (
        r"journal\.check failed on .*\(JournalDamaged\)",
        r"tasks\.prune last began on .*every 1:00:00",
        "does the sequencer run",
        "chmod 600",
    ):
        assert re.search(words, told), words

    key.unlink()
    assert any("key" in line for line in wrong(installation.run("doctor").stdout))


def test_a_site_that_never_started_is_told_to_migrate(empty: Installation) -> None:
    done = empty.run("doctor")
    assert done.returncode == 1
    (only,) = wrong(done.stdout)
    assert "migrations are pending" in only


def test_settings_of_production_are_looked_at(installation: Installation) -> None:
    done = installation.run(
        "doctor",
        ISEGORIA_ENV="production",
        SECRET_KEY="short",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT="1",
    )
    assert done.returncode == 1
    for word in ("SECRET_KEY", "SITE_URL", "mail relay 127.0.0.1:1"):
        assert any(word in line for line in wrong(done.stdout)), word


def test_unreadable_settings_are_one_of_the_findings(installation: Installation) -> None:
    done = installation.run("doctor", ISEGORIA_ENV="production")
    assert done.returncode == 1
    (only,) = wrong(done.stdout)
    assert "SECRET_KEY is not set" in only


def test_help_and_version(installation: Installation) -> None:
    said = installation.run("--help").stdout
    for verb in ("serve", "demo", "backup", "restore", "journal", "doctor", "migrate"):
        assert verb in said
    assert installation.run("--version").stdout.startswith("isegoria 0.")
    assert installation.run("sing").returncode == 2

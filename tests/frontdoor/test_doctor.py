"""``isegoria doctor`` says what is wrong, and only that; the other verbs say who they are."""

from tests.frontdoor.conftest import Installation

SECRET = "not-a-secret-of-anybody-but-fifty-characters-long-01"


def wrong(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("WRONG")]


def test_a_site_that_has_started_is_fine(installation: Installation, port: int) -> None:
    site = installation.serve(port, "demo")
    site.terminate()
    site.wait()
    done = installation.run("doctor")
    assert wrong(done.stdout) == []
    assert done.returncode == 0, done.stderr
    assert "Everything is fine." in done.stdout


def test_a_site_that_never_started_is_told_to_migrate(empty: Installation) -> None:
    done = empty.run("doctor")
    assert done.returncode == 1
    (only,) = wrong(done.stdout)
    assert "migrations are pending" in only
    assert empty.run("migrate").returncode == 0
    assert empty.run("doctor").returncode == 0


def test_a_lost_key_is_noticed(installation: Installation, port: int) -> None:
    site = installation.serve(port)
    site.terminate()
    site.wait()
    (installation.home / "keys" / "journal_ed25519").unlink()
    assert any("key" in line for line in wrong(installation.run("doctor").stdout))


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


def test_an_open_key_is_noticed(installation: Installation, port: int) -> None:
    site = installation.serve(port)
    site.terminate()
    site.wait()
    (installation.home / "keys" / "journal_ed25519").chmod(0o644)
    assert any("chmod 600" in line for line in wrong(installation.run("doctor").stdout))


def test_work_that_nobody_does_is_noticed(installation: Installation, port: int) -> None:
    site = installation.serve(port, "demo")
    site.terminate()
    site.wait()
    installation.ask(
        "from datetime import timedelta; from isegoria.core import clock; "
        "from isegoria.core.journal.models import Entry; "
        "Entry.objects.all()[:1].get(); "
        "Entry(content=b'{}', kind='x', subject='0'*32, "
        "recorded_at=clock.now() - timedelta(minutes=1)).save()"
    )
    assert any(
        "does the sequencer run" in line for line in wrong(installation.run("doctor").stdout)
    )


def test_recurring_work_that_failed_or_is_late_is_noticed(empty: Installation) -> None:
    assert empty.run("migrate").returncode == 0
    empty.ask(
        "from datetime import timedelta; from isegoria.core import clock; "
        "from isegoria.core.tasks.models import LastTick; now = clock.now(); "
        "LastTick(name='journal.check', began_at=now, failed_at=now, failure='JournalDamaged')"
        ".save(force_insert=True); "
        "LastTick(name='tasks.prune', began_at=now - timedelta(hours=3), succeeded_at=now)"
        ".save(force_insert=True)"
    )
    failed, late = sorted(wrong(empty.run("doctor").stdout))
    assert "journal.check failed on" in failed
    assert "(JournalDamaged)" in failed
    assert "tasks.prune last began on" in late
    assert "every 1:00:00" in late


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

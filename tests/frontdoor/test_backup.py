"""A back-up holds everything, and a restore puts all of it back or touches nothing."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.frontdoor.conftest import Installation, Maker

PEOPLE = (
    "from isegoria.commons.people.models import Person; "
    "print(*sorted(Person.objects.values_list('display_name', flat=True)))"
)
EPOCHS = "from isegoria.core.journal.models import Epoch; print(Epoch.objects.count())"
COUNTED = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == 'postgresql':
        cursor.execute("SELECT FROM pg_stats WHERE tablename = 'people_person'")
        print(cursor.rowcount > 0)
"""
WRITER = """
from isegoria.commons.people.models import Person
while True:
    pair = [Person(display_name='pair') for _ in range(2)]
    Person.objects.bulk_create(pair)
    print('written', flush=True)
"""


def add_person(installation: Installation, name: str) -> None:
    installation.ask(
        "from isegoria.commons.people.models import Person; "
        f"Person.objects.create(display_name={name!r})"
    )


@pytest.fixture(scope="session")
def lived_in_once(templates: Maker) -> Installation:
    """An installation with a person, a file, a journal and its key. To be copied, not used."""
    made = templates.migrated()
    add_person(made, "Ariane")
    made.ask(
        "from isegoria.core.journal.lock import exclusively; "
        "from isegoria.core.journal.epochs import open_epoch\n"
        "with exclusively(): open_epoch()"
    )
    upload = made.home / "media" / "2026" / "plan.pdf"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"%PDF a plan")
    return made


@pytest.fixture(scope="session")
def saved_once(lived_in_once: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A back-up of it."""
    path = tmp_path_factory.mktemp("saved") / "saved.zip"
    done = lived_in_once.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "secrets" in done.stdout
    return path


@pytest.fixture
def lived_in(maker: Maker, lived_in_once: Installation) -> Installation:
    """An installation with a person, a file, a journal and its key."""
    return maker.like(lived_in_once)


@pytest.fixture
def saved(saved_once: Path, tmp_path: Path) -> Path:
    """A back-up of it."""
    return Path(shutil.copy(saved_once, tmp_path / "saved.zip"))


type Change = Callable[[str, bytes], bytes | None]


def rewritten(path: Path, change: Change) -> Path:
    """A copy of the archive with each part passed through ``change`` (None leaves it out)."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def test_a_backup_is_private_and_says_what_it_holds(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(saved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert {"database", "media/2026/plan.pdf", "journal-key", "keys/secret_key"} == set(
        manifest["parts"]
    )
    assert manifest["version"]
    assert "people.0001_initial" in manifest["migrations"]
    assert "/registre/1\n1\n" in manifest["checkpoint"]


def test_a_backup_overwrites_nothing(lived_in: Installation, saved: Path) -> None:
    before = saved.read_bytes()
    done = lived_in.run("backup", str(saved))
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert saved.read_bytes() == before


def test_restore_on_another_machine(saved: Path, lived_in: Installation, maker: Maker) -> None:
    other = maker.new()
    done = other.run("restore", str(saved))
    assert done.returncode == 0, done.stdout + done.stderr
    assert other.ask(PEOPLE) == "Ariane"
    assert (other.home / "media" / "2026" / "plan.pdf").read_bytes() == b"%PDF a plan"
    for key in ("journal_ed25519", "secret_key"):
        restored = other.home / "keys" / key
        assert restored.read_bytes() == (lived_in.home / "keys" / key).read_bytes()
        assert restored.stat().st_mode & 0o777 == 0o600
    assert other.ask(EPOCHS + COUNTED).split() in (["2"], ["2", "True"])
    assert other.run("journal", "verify").returncode == 0
    assert not list(other.home.glob("before-restore-*"))


def test_restore_spares_what_is_there_unless_forced(saved: Path, lived_in: Installation) -> None:
    add_person(lived_in, "Basile")
    refused = lived_in.run("restore", str(saved))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert lived_in.ask(PEOPLE) == "Ariane Basile"

    (lived_in.home / "media" / "later.pdf").write_bytes(b"later")
    forced = lived_in.run("restore", "--force", str(saved))
    assert forced.returncode == 0, forced.stderr
    assert lived_in.ask(PEOPLE) == "Ariane"
    assert not (lived_in.home / "media" / "later.pdf").exists()
    (aside,) = lived_in.home.glob("before-restore-*")
    assert str(aside) in forced.stdout
    assert (aside / "media" / "later.pdf").read_bytes() == b"later"


@pytest.mark.any_database
def test_a_damaged_journal_is_told(lived_in: Installation, maker: Maker, tmp_path: Path) -> None:
    lived_in.ask(
        "from isegoria.core.journal.models import Checkpoint; "
        "Checkpoint.objects.update(root=bytes(32))"
    )
    path = tmp_path / "damaged.zip"
    assert lived_in.run("backup", str(path)).returncode == 0
    other = maker.new()
    done = other.run("restore", str(path))
    assert done.returncode == 1
    assert "journal in it is damaged" in done.stdout
    assert other.ask(PEOPLE) == "Ariane"


def _flipped(part: str) -> Change:
    def flip(name: str, content: bytes) -> bytes:
        return content[:-1] + bytes([content[-1] ^ 1]) if name == part else content

    return flip


def _of_a_later_version(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    return content.replace(b'"people.0001_initial"', b'"people.0999_later"')


def _of_another_database(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    engine = json.loads(content)["engine"]
    return content.replace(f'"engine": "{engine}"'.encode(), b'"engine": "abacus"')


def _without_the_plan(name: str, content: bytes) -> bytes | None:
    return None if "plan" in name else content


@pytest.mark.any_database
def test_what_is_not_a_whole_backup_of_this_site_is_refused_before_anything_is_touched(
    saved: Path, lived_in: Installation
) -> None:
    refused: dict[str, Change] = {
        "database": _flipped("database"),
        "media/2026/plan.pdf": _flipped("media/2026/plan.pdf"),
        "journal-key": _flipped("journal-key"),
        "Install that version": _of_a_later_version,
        "abacus": _of_another_database,
        "manifest": _without_the_plan,
    }
    add_person(lived_in, "Basile")
    for word, change in refused.items():
        done = lived_in.run("restore", "--force", str(rewritten(saved, change)))
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), word
        assert word in done.stderr

    broken = saved.with_name("broken.zip")
    whole = saved.read_bytes()
    for content in (b"", b"not an archive", whole[: len(whole) // 2]):
        broken.write_bytes(content)
        done = lived_in.run("restore", "--force", str(broken))
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)

    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("../outside", b"x")
    assert "manifest" in lived_in.run("restore", "--force", str(saved)).stderr
    assert not (lived_in.home.parent / "outside").exists()
    assert lived_in.ask(PEOPLE) == "Ariane Basile"
    assert not list(lived_in.home.glob("*restor*"))


@pytest.mark.any_database
def test_an_interrupted_restore_must_be_run_again_and_none_begins_while_the_site_runs(
    saved: Path, lived_in: Installation, port: int
) -> None:
    (lived_in.home / "restoring").write_text(f"{saved}\n")
    shutil.rmtree(lived_in.home / "media")
    refused = lived_in.run("serve", f"--port={port}")
    assert refused.returncode == 1
    assert f"isegoria restore --force {saved}" in refused.stderr

    assert lived_in.run("restore", str(saved)).returncode == 0
    assert (lived_in.home / "media" / "2026" / "plan.pdf").exists()
    site = lived_in.serve(port)
    done = lived_in.run("restore", "--force", str(saved))
    assert done.returncode == 1
    assert "running" in done.stderr
    site.terminate()
    assert site.wait() == 0


def test_a_backup_taken_during_writes_is_of_one_instant(
    lived_in: Installation, maker: Maker, tmp_path: Path
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "isegoria", "manage", "shell", "-v0", f"--command={WRITER}"],
        env=lived_in.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    lived_in.running.append(writer)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    path = tmp_path / "during.zip"
    assert lived_in.run("backup", str(path)).returncode == 0
    assert writer.poll() is None
    other = maker.new()
    assert other.run("restore", str(path)).returncode == 0
    names = other.ask(PEOPLE).split()
    assert names.count("pair") >= 2
    assert names.count("pair") % 2 == 0

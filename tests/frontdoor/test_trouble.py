"""Everything that can be wrong on a machine is told in one sentence, with an exit code."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isegoria.config.environment import ROOT
from tests.frontdoor.conftest import Installation

pytestmark = pytest.mark.any_database

SECRET = "not-a-secret-of-anybody-but-fifty-characters-long-01"


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("isegoria: ")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"ISEGORIA_ENV": "production"}, ["SECRET_KEY", "50"]),
        ({"ISEGORIA_ENV": "production", "SECRET_KEY": SECRET, "EMAIL_PORT": "abc"}, ["EMAIL_PORT"]),
        (
            {"DATABASE_URL": "postgres://nobody:word@127.0.0.1:1/nothing"},
            ["127.0.0.1:1", "refused"],
        ),
        ({"DATABASE_URL": "oracle9://x"}, ["DATABASE_URL", "postgres://"]),
        ({"ISEGORIA_HOME": "/dev/null/here"}, ["/dev/null", "ISEGORIA_HOME"]),
        ({"ISEGORIA_ENV": "prod"}, ["ISEGORIA_ENV", "production"]),
        ({"ISEGORIA_ENV": "", "SECRET_KEY": ""}, ["SECRET_KEY"]),
        ({"TIME_ZONE": "Mars/Olympus"}, ["TIME_ZONE"]),
    ],
    ids=[
        "no secret",
        "not a number",
        "no server",
        "unknown database",
        "not a folder",
        "unknown environment",
        "an empty environment is production",
        "no such time zone",
    ],
)
def test_misconfiguration(
    empty: Installation, port: int, environment: dict[str, str], words: list[str]
) -> None:
    done = empty.run("serve", f"--port={port}", **environment)
    assert_one_sentence(done, *words)
    assert "word@" not in done.stderr  # a password is never shown


def test_pending_migrations_stop_a_site_in_production(
    installation: Installation, port: int
) -> None:
    installation.ask(
        "from django.db.migrations.recorder import MigrationRecorder as M; "
        "from django.db import connection; M(connection).record_unapplied('sessions', '0001_initial')"
    )
    production = {"ISEGORIA_ENV": "production", "SECRET_KEY": SECRET}
    done = installation.run("serve", f"--port={port}", **production)
    assert_one_sentence(done, "isegoria migrate", "back-up")


def test_the_demonstration_refuses_a_production_site(empty: Installation, port: int) -> None:
    production = {"ISEGORIA_ENV": "production", "SECRET_KEY": SECRET}
    assert_one_sentence(empty.run("demo", f"--port={port}", **production), "production")


def test_read_only_folder(empty: Installation, port: int) -> None:
    empty.home.mkdir()
    command = [sys.executable, "-m", "isegoria", "demo", f"--port={port}"]
    if os.geteuid() == 0:
        mount = f"mount -t tmpfs -o ro none {empty.home} && exec {' '.join(command)}"
        command = ["unshare", "--mount", "sh", "-c", mount]
    else:
        empty.home.chmod(0o500)
    done = subprocess.run(
        command, env=empty.environment, capture_output=True, text=True, check=False
    )
    assert_one_sentence(done, str(empty.home), "ISEGORIA_HOME")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_full_disk_is_seen_before_the_start(empty: Installation, port: int) -> None:
    empty.home.mkdir()
    command = f"{sys.executable} -m isegoria demo --port={port}"
    mount = f"mount -t tmpfs -o size=300k none {empty.home} && exec {command}"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount],
        env=empty.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert_one_sentence(done, "disk is full", str(empty.home))


def test_a_write_that_the_disk_refuses(empty: Installation, port: int) -> None:
    limit = 4096
    done = subprocess.run(
        [sys.executable, "-m", "isegoria", "demo", f"--port={port}"],
        env=empty.environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert_one_sentence(done, str(empty.home))


def test_a_damaged_database_file(empty: Installation, port: int, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"this is no database" * 1000)
    done = empty.run("serve", f"--port={port}", DATABASE_URL=f"sqlite:///{damaged}")
    assert_one_sentence(done, "damaged")


@pytest.fixture
def checkout(tmp_path: Path) -> Callable[[dict[str, str]], subprocess.CompletedProcess[str]]:
    """Runs tools/venv in a fresh folder, with only the given pythons (name → script) on the PATH."""

    def run(pythons: dict[str, str]) -> subprocess.CompletedProcess[str]:
        project, programs = tmp_path / "project", tmp_path / "bin"
        shutil.copytree(ROOT / "requirements", project / "requirements")
        shutil.copy(ROOT / "pyproject.toml", project)
        (project / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "venv", project / "tools")
        programs.mkdir()
        for name in ("sh", "cat", "cmp", "dirname", "tr", "sed", "rm"):
            (programs / name).symlink_to(str(shutil.which(name)))
        for name, script in pythons.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}\n")
            (programs / name).chmod(0o755)
        return subprocess.run(
            [project / "tools" / "venv", "run"],
            env={"PATH": str(programs)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_python_too_old(
    checkout: Callable[[dict[str, str]], subprocess.CompletedProcess[str]],
) -> None:
    shim = "echo 'python3.13: command not found' >&2; exit 127"
    done = checkout({"python3.13": shim, "python3": "echo 3.11.2; exit 1"})
    assert_one_sentence(done, "3.12", "3.11.2", "python3.13")


def test_no_python_at_all(
    checkout: Callable[[dict[str, str]], subprocess.CompletedProcess[str]],
) -> None:
    assert_one_sentence(checkout({}), "3.12", "none was found")


def test_python_without_venv(
    checkout: Callable[[dict[str, str]], subprocess.CompletedProcess[str]],
) -> None:
    done = checkout({"python3.12": 'case "$2" in *ensurepip*) exit 1 ;; esac; echo 3.12.1'})
    assert_one_sentence(done, "venv module", "python3-venv")

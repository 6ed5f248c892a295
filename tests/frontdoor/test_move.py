"""A site moves from SQLite to PostgreSQL with every row, or it stays where it is."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.frontdoor.conftest import Installation, Maker

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="there is no PostgreSQL to move to",
)
DIGEST = """
import hashlib, json
from django.apps import apps
from isegoria.commons.posts.counters import check_counters
from isegoria.core.actor import ANONYMOUS
from isegoria.core.search.query import search
def plain(value):
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
for model in apps.get_models(include_auto_created=True):
    lines = sorted(
        json.dumps(row, sort_keys=True, default=plain)
        for row in model._base_manager.values_list().iterator()
    )
    if lines:
        digest = hashlib.sha256(repr(lines).encode()).hexdigest()
        print(model._meta.db_table, len(lines), digest)
print("wrong counters:", check_counters())
print("found:", len(search("haie", actor=ANONYMOUS, language="fr").hits))
"""
NEXT_NUMBER = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT nextval(pg_get_serial_sequence('posts_post', 'id'))")
    print(cursor.fetchone()[0])
"""
TABLES = """
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from isegoria.core.search import engines
with connection.schema_editor() as editor:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            editor.create_model(model)
    for statement in (engines.SQLITE_TABLE, *engines.SQLITE_TRIGGERS):
        editor.execute(statement)
recorder = MigrationRecorder(connection)
recorder.ensure_schema()
for migration in MigrationLoader(None).disk_migrations:
    recorder.record_applied(*migration)
"""
"""What the migrations make, a dozen times faster."""
LIFE = (
    TABLES
    + """
from django.db.models import Value
from django.db.models.functions import Concat
from isegoria.capabilities.consultation.tests import support
from isegoria.commons.posts.services import comment, take_stance
from isegoria.commons.posts.tests.support import account, citizen
from isegoria.commons.processes.models import Process
from isegoria.core import clock
from isegoria.core.journal.sequencer import sequence_once
from tests.architecture.populations import populations
rooms = (
    "analysis.Idea", "answers.Milestone", "decisions.Decision", "drafting.Measure", "files.Upload",
    "lottery.Volunteer", "mail.Mail", "moderation.Appeal", "tokens.Token",
)
now = clock.now()
for turn, label in enumerate(rooms):
    populations()[label](now)
    slug = Concat(Value(f"of-{turn}-"), "slug")
    Process.objects.exclude(slug__startswith="of-").update(slug=slug)
account("ariane@exemple.test")
place, author = support.world(now=now), citizen("Ariane")
proposals = [support.proposal(author, place) for _turn in range(3)]
for value in (1, -1, 0, 1):
    take_stance(actor=citizen(), ref=proposals[0].ref, value=value)
comment(actor=citizen(), post=proposals[1], text="Oui, et des mares.", language="fr")
sequence_once()
proposals[2].delete()
"""
    + DIGEST
)


@pytest.fixture(scope="module")
def moved(
    tmp_path_factory: pytest.TempPathFactory, templates: Maker
) -> tuple[Installation, str, str]:
    """An installation whose life on SQLite was moved; its rows before; what the command said."""
    target = templates.migrated()
    lived = target.run("manage", "shell", "--verbosity=0", f"--command={LIFE}", DATABASE_URL="")
    assert lived.returncode == 0, lived.stderr
    upload = target.home / "media" / "uploads" / "plan.pdf"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"%PDF a plan")
    _name(target.home, "Ari\0ane")
    refused = target.run("move")
    assert refused.returncode == 1
    assert "nothing was moved" in refused.stderr
    _name(target.home, "Ariane")
    content = _content(target.home)
    done = target.run("move")
    assert done.returncode == 0, done.stdout + done.stderr
    assert _content(target.home) == content
    return target, lived.stdout.strip(), done.stdout


def _name(home: Path, name: str) -> None:
    """Name the author of the proposals: PostgreSQL refuses the character 0, SQLite does not."""
    with closing(sqlite3.connect(home / "isegoria.sqlite3")) as former, former:
        former.execute(
            "UPDATE people_person SET display_name = ? WHERE display_name LIKE 'Ari%'", [name]
        )


def _content(home: Path) -> bytes:
    return (home / "isegoria.sqlite3").read_bytes()


def test_every_row_arrives_once_and_numbers_go_on(moved: tuple[Installation, str, str]) -> None:
    target, before, said = moved
    again = target.run("move")
    assert again.returncode == 1
    assert "not empty; nothing was touched" in again.stderr
    *after, number = target.ask(DIGEST + NEXT_NUMBER).splitlines()
    assert after == before.splitlines()
    assert len(after) > 40
    with closing(sqlite3.connect(target.home / "isegoria.sqlite3")) as former:
        ((last,),) = former.execute("SELECT seq FROM sqlite_sequence WHERE name = 'posts_post'")
    assert int(number) == last + 1
    assert "wrong counters: 0" in before
    assert "found: 2" in before
    assert "The journal is whole." in said
    assert (target.home / "media" / "uploads" / "plan.pdf").read_bytes() == b"%PDF a plan"


def test_the_site_does_not_start_on_what_it_left(moved: tuple[Installation, str, str]) -> None:
    target, _before, _said = moved
    refused = target.run("serve", "--only=worker", DATABASE_URL="")
    assert refused.returncode == 1
    assert "was moved to PostgreSQL: set DATABASE_URL" in refused.stderr


def test_where_to_must_be_said(moved: tuple[Installation, str, str]) -> None:
    target, _before, _said = moved
    refused = target.run("move", DATABASE_URL="")
    assert refused.returncode == 1
    assert "DATABASE_URL does not name the PostgreSQL to move to" in refused.stderr

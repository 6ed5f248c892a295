"""A cell that cannot even be read as what it should be is told by its place; nothing stops on it.

The statements below change the tables as a failing disk or a stranger would, without any model.
"""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, models, transaction

from isegoria.core.actor import Actor
from isegoria.core.journal.commands import verify
from isegoria.core.journal.epochs import open_after_restore
from isegoria.core.journal.models import (
    AuditRow,
    Batch,
    Checkpoint,
    Commitment,
    Entry,
    Epoch,
    Tile,
)
from isegoria.core.journal.problems import JournalDamaged
from isegoria.core.journal.recurring import check_everything
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import Act, act, acts_installed, tell, tell_many
from isegoria.core.journal.verify import verify_database

pytestmark = pytest.mark.django_db(transaction=True)
CITIZEN = Actor(person_id=uuid4())
TABLES = (Epoch, Entry, Tile, Checkpoint, Commitment, AuditRow, Batch, Act)
COLUMNS = [
    (model, field.column)
    for model in TABLES
    for field in model._meta.concrete_fields
    if field.name != "id"
]


@pytest.fixture(autouse=True)
def journal(monkeypatch):
    """Two volumes, and a row in every table."""
    with acts_installed(monkeypatch):
        tell(actor=CITIZEN)
        tell_many(300)
        act(actor=CITIZEN, what=["agree", "disagree"])
        sequence_once()
        open_after_restore()
        tell(actor=CITIZEN)
        sequence_once()
        assert verify_database().ok
        yield


@contextmanager
def damaged(model, column, expression):
    """The newest row holds ``expression`` in one column, and no rule of the tables objects."""
    table, key = model._meta.db_table, model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute(
            f'UPDATE {table} SET "{column}" = {expression}'  # noqa: S608 - our own columns
            f" WHERE {key} = (SELECT MAX({key}) FROM {table})"
        )
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints=OFF")
        transaction.set_rollback(True)


def assert_told(model, column, expression):
    """The place is told, by the verification and by the nightly check, and nothing raises."""
    with damaged(model, column, expression):
        problems = verify_database().problems
        assert any(f"its column {column} does not hold" in problem for problem in problems), (
            problems
        )
        assert verify() == 1
        with pytest.raises(JournalDamaged):
            check_everything()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the type of a column")
@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_a_cell_of_sqlite_that_is_not_of_its_type(model, column):
    field = model._meta.get_field(column.removesuffix("_id"))
    if isinstance(field, models.CharField | models.TextField):
        spoilt = ["x'ff61'", "CAST(x'61ff' AS TEXT)"]
    else:
        text = f'CAST("{column}" AS TEXT)'
        last, first = f"substr({text}, 1, length({text}) - 1) || 'x'", f"'z' || substr({text}, 2)"
        spoilt = [f"COALESCE({last}, 'x')", f"COALESCE({first}, 'z')", "1.5"]
    for expression in spoilt:
        assert_told(model, column, expression)


@pytest.mark.parametrize(
    ("model", "column"),
    [(Epoch, "opened_at"), (Entry, "recorded_at"), (Checkpoint, "signed_at"), (AuditRow, "at")],
)
def test_a_date_that_python_does_not_have(model, column):
    name, at = model._meta.db_table, model._meta.pk.column
    key = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
    kept = model._default_manager.values_list(column, flat=True).get(pk=key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name} SET {column} = 'infinity' WHERE {at} = {key}"  # noqa: S608 - our own columns
        )
    problems = verify_database().problems
    assert any(f"its column {column} does not hold a date" in told for told in problems), problems
    assert verify() == 1
    model._default_manager.filter(pk=key).update(**{column: kept})
    assert verify() == 0


NUMBERS = [
    (model, column)
    for model, column in COLUMNS
    if model in (Epoch, Entry, Tile, Checkpoint, Batch, Act)
    and isinstance(
        model._meta.get_field(column.removesuffix("_id")), models.IntegerField | models.ForeignKey
    )
]


@pytest.mark.parametrize("more", [1, 70, 30_000])
@pytest.mark.parametrize(("model", "column"), NUMBERS)
def test_a_number_that_is_another_one(model, column, more):
    with damaged(model, column, f'"{column}" + {more}'):
        assert not verify_database().ok
        assert verify() == 1


def test_the_date_of_one_entry_does_not_hide_what_else_was_changed():
    changed = Entry.objects.get(epoch=1, number=1)
    Entry.objects.filter(pk=changed.pk).update(content=b"{}")
    with connection.cursor() as cursor:
        wrong = "'infinity'" if connection.vendor == "postgresql" else "'2026-03-12 08:00:0x'"
        cursor.execute(
            f"UPDATE journal_entry SET recorded_at = {wrong} WHERE id = {changed.pk + 1}"  # noqa: S608 - our own columns
        )
    problems = verify_database().problems
    assert len(problems) == 2
    assert "entry 2: its column recorded_at does not hold a date" in problems[0]
    assert problems[1] == "Epoch 1, entry 1: its bytes were changed."


def test_a_commitment_moved_to_an_entry_that_has_none_or_renamed():
    kept = Commitment.objects.order_by("pk").last()
    opening = Entry.objects.get(epoch=2, number=0)
    Commitment.objects.filter(pk=kept.pk).update(entry=opening)
    assert verify_database().problems == [
        "Epoch 2, entry 0: a salt is kept for the commitment 'by', which the entry does not have."
    ]
    Commitment.objects.filter(pk=kept.pk).update(entry=kept.entry_id, name="bz")
    assert verify_database().problems == [
        "Epoch 2, entry 1: a salt is kept for the commitment 'bz', which the entry does not have."
    ]

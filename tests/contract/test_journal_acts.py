"""Acts sealed in batches: each one exactly once, however late its transaction ends."""

import threading

import pytest
from django.db import connection, transaction

from isegoria.core.actor import SYSTEM
from isegoria.core.journal.models import Batch, Entry
from isegoria.core.journal.problems import JournalProblem
from isegoria.core.journal.receipts import receipt_for_act
from isegoria.core.journal.sealing import seal_batches
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.statements import fill_rows
from isegoria.core.journal.tests.support import ACTS, Act, act, acts_installed
from isegoria.core.journal.verify import verify_database
from isegoria.core.service import JournalPromiseBroken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def acts(monkeypatch, settings, tmp_path):
    """The table of acts, and a key."""
    settings.JOURNAL_KEY = str(tmp_path / "key")
    with acts_installed(monkeypatch):
        yield


def in_thread(function):
    """Run in a thread with its own connection; raises here what was raised there."""
    raised = []

    def run():
        try:
            function()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()

    def join():
        thread.join()
        if raised:
            raise raised[0]

    return join


def test_acts_enter_the_log_by_one_root_and_each_can_prove_it():
    act(actor=SYSTEM, what=["agree", "disagree", "neutral"])
    act(actor=SYSTEM, what=["agree"])
    sequence_once()
    batch = Batch.objects.select_related("entry").get()
    assert (batch.count, batch.entry.kind, batch.entry.number) == (4, "acts.sealed", 1)
    for row in Act.objects.select_related("batch__entry"):
        receipt = receipt_for_act(ACTS, row)
        assert receipt is not None
        assert receipt.holds
        row.what = "other"
        forged = receipt_for_act(ACTS, row)
        assert forged is not None
        assert not forged.holds


def test_an_act_has_no_receipt_before_it_is_sealed():
    (row,) = act(actor=SYSTEM, what=["agree"])
    assert receipt_for_act(ACTS, row) is None


def test_nothing_is_sealed_when_nothing_was_done():
    assert seal_batches() == 0
    act(actor=SYSTEM, what=["agree"])
    assert seal_batches() == 1
    assert seal_batches() == 0
    assert Batch.objects.count() == 1


def test_an_act_that_is_sealed_is_never_sealed_again():
    """Even if the lock failed: the second batch would find the row filled, and roll back."""
    act(actor=SYSTEM, what=["agree"])
    seal_batches()
    row = Act.objects.get()
    with pytest.raises(JournalProblem, match=r"1 rows of .* to fill, 0 found"):
        fill_rows(Act, ("position", "batch"), [(row.pk, (0, row.batch_id))])


def test_a_service_that_promised_acts_must_write_some():
    with pytest.raises(JournalPromiseBroken):
        act(actor=SYSTEM, what=[])


def test_an_act_whose_transaction_rolled_back_is_never_sealed():
    with transaction.atomic():
        act(actor=SYSTEM, what=["agree"])
        transaction.set_rollback(True)
    assert seal_batches() == 0
    assert not Entry.objects.filter(kind="acts.sealed").exists()


@pytest.mark.postgres
def test_an_act_that_commits_after_younger_ones_were_sealed_is_in_the_next_batch():
    """Its key is smaller than that of acts already sealed: a mark by key or date would forget it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: a transaction cannot end after a younger one")
    written, finish = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            act(actor=SYSTEM, what=["late"])
            written.set()
            finish.wait()

    join = in_thread(late)
    written.wait()
    act(actor=SYSTEM, what=["younger"])
    assert seal_batches() == 1
    finish.set()
    join()
    assert seal_batches() == 1
    old, young = Act.objects.order_by("pk")
    assert (old.what, young.what) == ("late", "younger")
    assert old.batch_id > young.batch_id
    sequence_once()
    assert verify_database().ok


def test_writers_and_sealers_all_at_once_seal_each_act_exactly_once():
    def write():
        for _ in range(40):
            act(actor=SYSTEM, what=["a", "b"])

    def seal():
        for _ in range(40):
            seal_batches()

    for join in [in_thread(function) for function in (write, write, write, seal, seal)]:
        join()
    seal_batches()
    sequence_once()
    assert Act.objects.count() == 240
    assert not Act.objects.filter(batch=None).exists()
    report = verify_database()
    assert report.problems == []
    assert report.acts == 240
    assert sum(Batch.objects.values_list("count", flat=True)) == 240

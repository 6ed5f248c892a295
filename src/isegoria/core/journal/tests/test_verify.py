"""One byte changed anywhere in the rows of the journal is found, and its place is told."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from isegoria.core.actor import Actor
from isegoria.core.journal.epochs import open_after_restore
from isegoria.core.journal.models import Batch, Checkpoint, Commitment, Entry, Epoch, Tile
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import Act, act, acts_installed, tell, tell_many
from isegoria.core.journal.verify import verify_database
from isegoria.kernel.merkle import leaf_hash

pytestmark = pytest.mark.django_db(transaction=True)
CITIZEN = Actor(person_id=uuid4())
NO_LEAD = (
    "Epoch 1, entries 1 to 300 do not lead to the checkpoint of size 301;"
    " what comes after could not be compared."
)
UNSIGNED = (
    "Epoch 1: 302 entries have a number, and the last checkpoint signs 301:"
    " a checkpoint was taken away."
)


@pytest.fixture(autouse=True)
def acts(monkeypatch):
    """The table of acts."""
    with acts_installed(monkeypatch):
        yield


def flipped(data, position):
    return data[:position] + bytes([data[position] ^ 1 << position % 8]) + data[position + 1 :]


def changes(row, column, step):
    """Every value that one changed byte gives; PostgreSQL keeps no zero byte in a text."""
    value = getattr(row, column)
    data = value.encode() if isinstance(value, str) else bytes(value)
    for position in range(0, len(data), step):
        changed = flipped(data, position)
        if isinstance(value, str):
            changed = changed.decode("latin-1").replace("\0", "\1")
        yield changed


def assert_found(row, column, sentence, step=1):
    """Change each byte in turn; the verification says ``sentence`` and nothing about other rows."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    for changed in changes(row, column, step):
        rows.update(**{column: changed})
        problems = verify_database().problems
        assert problems
        assert all(re.search(sentence, problem) for problem in problems), problems
    rows.update(**{column: getattr(row, column)})
    assert verify_database().ok


def test_every_byte_of_an_entry_and_of_its_hash():
    tell(actor=CITIZEN)
    sequence_once()
    entry = Entry.objects.get(number=1)
    assert_found(entry, "content", r"^Epoch 1, entry 1: its bytes were changed\.$")
    assert_found(entry, "leaf_hash", r"^Epoch 1, entry 1: its column leaf_hash was changed")


def test_every_byte_of_a_checkpoint():
    tell(actor=CITIZEN)
    sequence_once()
    tell(actor=CITIZEN)
    sequence_once()
    first = Checkpoint.objects.get(size=2)
    assert_found(first, "note", r"^Epoch 1, the checkpoint of size 2: ")
    assert_found(first, "root", r"^Epoch 1, the checkpoint of size 2: its root is not the one")


def test_every_byte_of_the_epoch():
    sequence_once()
    open_after_restore()
    tell(actor=CITIZEN)
    sequence_once()
    first, second = Epoch.objects.order_by("number")
    told = r"^Epoch 2, (the checkpoint of size|no checkpoint opens)"
    assert_found(second, "public_key", told)
    assert_found(second, "origin", told)
    assert_found(second, "cites", r"^Epoch 2 does not cite the last checkpoint", step=7)
    Epoch.objects.filter(number=2).update(opened_at=second.opened_at + timedelta(seconds=1))
    assert verify_database().problems == [
        "Epoch 2: its opening date is not the one of its entry 0."
    ]
    assert first.cites == ""


def test_bytes_of_a_tile_and_of_the_entries_under_it():
    tell_many(300)
    sequence_once()
    tile = Tile.objects.get()
    for place in (0, 31, 32, 4000, 8191):
        Tile.objects.update(hashes=flipped(bytes(tile.hashes), place))
        assert verify_database().problems == [
            f"Epoch 1, tile 0/0: hash {place // 32} was changed; entry {place // 32} itself is intact."
        ]
    Tile.objects.update(hashes=tile.hashes, root=flipped(bytes(tile.root), 5))
    assert verify_database().problems == ["Epoch 1, tile 0/0: its root was changed."]
    Tile.objects.update(root=tile.root)
    entry = Entry.objects.get(number=200)
    forged = flipped(bytes(entry.content), 40)
    Entry.objects.filter(pk=entry.pk).update(content=forged)
    assert verify_database().problems == ["Epoch 1, entry 200: its bytes were changed."]


def test_an_entry_rewritten_with_its_hash_is_told_by_the_tile_or_by_the_checkpoint():
    tell_many(300)
    sequence_once()
    for number, problems in (
        (
            200,
            [
                "Epoch 1, entry 200: its bytes were changed.",
                "Epoch 1, entry 200: its column leaf_hash was changed; the entry itself is intact.",
            ],
        ),
        (
            299,
            [NO_LEAD],
        ),
    ):
        entry = Entry.objects.get(number=number)
        forged = bytes(entry.content).replace(b'"rank":', b'"rank":1')
        Entry.objects.filter(pk=entry.pk).update(content=forged, leaf_hash=leaf_hash(forged))
        assert verify_database().problems == problems
        Entry.objects.filter(pk=entry.pk).update(content=entry.content, leaf_hash=entry.leaf_hash)
    assert verify_database().ok


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "test.tolt"), ("subject", uuid4()), ("recorded_at", "2026-01-01T00:00:00Z")],
)
def test_a_column_that_says_something_else_than_its_entry(column, value):
    tell(actor=CITIZEN)
    sequence_once()
    Entry.objects.filter(number=1).update(**{column: value})
    assert verify_database().problems == [
        f"Epoch 1, entry 1: its columns {column} are not what it says itself."
    ]


def test_rows_taken_away_or_renumbered():
    tell_many(300)
    sequence_once()
    tell(actor=CITIZEN)
    sequence_once()
    Entry.objects.filter(number=1).update(number=1000)
    assert "Epoch 1, entry 1 is missing." in verify_database().problems
    Entry.objects.filter(number=1000).update(number=1)
    Tile.objects.update(index=7)
    assert verify_database().problems == [
        "Epoch 1, tile 0/0 is missing.",
        "Epoch 1, tile 0/7 stands where the log has no tile.",
    ]
    Tile.objects.update(index=0)
    Checkpoint.objects.filter(size=302).delete()
    assert verify_database().problems == [UNSIGNED]


def test_the_salt_that_opens_a_commitment():
    tell(actor=CITIZEN)
    sequence_once()
    kept = Commitment.objects.get()
    assert_found(kept, "salt", r"^Epoch 1, entry 1: the salt or the person kept for it was changed")


def test_every_byte_of_an_act_and_of_its_batch():
    act(actor=CITIZEN, what=["agree", "disagree", "agree"])
    sequence_once()
    second = Act.objects.get(position=1)
    assert_found(
        second, "what", r"^Epoch 1, entry 1: act 1 of its batch \(test\.acts\) was changed"
    )
    assert_found(second, "leaf_hash", r"entry 1: the column leaf_hash of act 1 \(test\.acts\)")
    batch = Batch.objects.get()
    assert_found(batch, "root", r"^Epoch 1, entry 1: the row of its batch is not what the entry")
    Act.objects.filter(position=1).update(position=9)
    assert verify_database().problems == [
        "Epoch 1, entry 1: act 1 of its batch (test.acts) is missing."
    ]
    Act.objects.filter(position=9).delete()
    Act.objects.filter(position=2).update(position=1)
    assert verify_database().problems == [
        "Epoch 1, entry 1: 3 acts (test.acts) were sealed, 2 are left."
    ]


def test_acts_of_a_capability_that_is_gone_are_noted_and_no_problem(monkeypatch):
    from isegoria.core import registry

    act(actor=CITIZEN, what=["agree"])
    sequence_once()
    monkeypatch.setattr(registry, "components", tuple)
    report = verify_database()
    assert report.ok
    assert report.notes
    assert "no capability of this installation declares them" in report.notes[0]


def test_a_sound_journal_has_no_problem_and_is_counted():
    tell_many(600)
    sequence_once()
    report = verify_database()
    assert report.problems == []
    assert (report.epochs, report.entries, report.checkpoints, report.tiles) == (1, 601, 2, 2)

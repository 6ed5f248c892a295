"""Numbers, tiles and signatures, against a naive implementation."""

import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection

from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.journal.epochs import current_epoch, open_after_restore
from isegoria.core.journal.keys import key_path, verifier
from isegoria.core.journal.models import Checkpoint, Entry, Epoch, Tile
from isegoria.core.journal.problems import JournalDamaged, KeyProblem
from isegoria.core.journal.receipts import receipt_for_entry
from isegoria.core.journal.sequencer import run, sequence_once
from isegoria.core.journal.tests.support import naive_root, tell, tell_many
from isegoria.core.journal.tree import close_tile, frozen_range, nodes, tile_bytes
from isegoria.core.journal.verify import verify_database
from isegoria.kernel.canonical import parse
from isegoria.kernel.merkle import (
    consistency_proof,
    inclusion_proof,
    root_of,
    tiles,
    verify_consistency,
    verify_inclusion,
)
from isegoria.kernel.notes import CheckpointText, open_note

pytestmark = pytest.mark.django_db


def leaves(epoch=1):
    contents = (
        Entry.objects.filter(epoch=epoch).order_by("number").values_list("content", flat=True)
    )
    return [sha256(b"\x00" + bytes(content)).digest() for content in contents]


def test_the_first_start_opens_the_record_and_makes_a_key_that_only_its_owner_reads():
    checkpoint = sequence_once()
    assert checkpoint is not None
    assert checkpoint.size == 1
    first = Entry.objects.get()
    assert (first.kind, first.epoch_id, first.number) == ("journal.opened", 1, 0)
    assert key_path().stat().st_mode & 0o777 == 0o600
    assert key_path().parent.stat().st_mode & 0o777 == 0o700
    assert list(key_path().parent.iterdir()) == [key_path()]


def test_the_first_line_is_not_dated_after_the_acts_that_follow_it():
    start = datetime(2026, 3, 12, 8, tzinfo=UTC)
    with clock.frozen(start):
        tell(actor=SYSTEM)
    with clock.frozen(start + timedelta(seconds=1)):
        sequence_once()
    dates = Entry.objects.order_by("number").values_list("recorded_at", flat=True)
    assert list(dates) == [start, start]
    assert Epoch.objects.get().opened_at == start
    assert verify_database().ok


def test_entries_are_numbered_in_order_and_signed_as_stored():
    entries = [tell(actor=SYSTEM, rank=rank) for rank in range(5)]
    checkpoint = sequence_once()
    assert checkpoint is not None
    numbers = Entry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk")
    assert list(numbers.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    epoch = Epoch.objects.get()
    text = CheckpointText.parse(open_note(checkpoint.note, [verifier(epoch)]))
    assert text == CheckpointText(epoch.origin, 6, naive_root(leaves()))


def test_nothing_new_signs_nothing():
    sequence_once()
    assert sequence_once() is None
    assert Checkpoint.objects.count() == 1


def test_roots_tiles_and_proofs_agree_with_the_naive_tree_up_to_a_thousand_entries():
    """Growing by uneven steps, across the edges of tiles."""
    sequence_once()
    size = 1
    for step in (1, 253, 1, 1, 1, 254, 256, 100, 133):
        tell_many(step, size)
        size += step
        checkpoint = sequence_once()
        assert checkpoint is not None
        assert checkpoint.size == size
        known = leaves()
        assert bytes(checkpoint.root) == naive_root(known)
        for tile in tiles(size):
            span = 256**tile.level
            starts = [(tile.index * 256 + place) * span for place in range(tile.width)]
            expected = b"".join(naive_root(known[start : start + span]) for start in starts)
            assert tile_bytes(1, tile.level, tile.index) == expected
    assert Tile.objects.count() == 1001 // 256
    signed = {point.size: bytes(point.root) for point in Checkpoint.objects.all()}
    node = nodes(1)
    for first, second in ((2, 1001), (255, 256), (256, 1001), (868, 1001)):
        proof = consistency_proof(node, first, second)
        assert verify_consistency(first, second, signed[first], signed[second], proof)
    for number in (0, 255, 256, 511, 767, 768, 1000):
        receipt = receipt_for_entry(Entry.objects.get(number=number))
        assert receipt is not None
        assert receipt.holds
    assert verify_database().ok


def test_256_full_tiles_close_one_of_the_level_above():
    """65,536 leaves, without as many entries: what a tile above holds depends on tiles alone."""
    sequence_once()
    epoch = Epoch.objects.get()
    known = [sha256(b"%d" % number).digest() for number in range(65_536)]
    groups = [known[start : start + 256] for start in range(0, 65_536, 256)]
    roots = [root_of(group) for group in groups]
    Tile.objects.bulk_create(
        Tile(epoch=epoch, level=0, index=index, hashes=b"".join(group), root=root)
        for index, (group, root) in enumerate(zip(groups[:255], roots, strict=False))
    )
    close_tile(epoch, groups[255], 255)
    upper = Tile.objects.get(level=1)
    assert upper.index == 0
    assert bytes(upper.hashes) == b"".join(roots)
    assert bytes(upper.root) == root_of(known)
    assert frozen_range(epoch, 65_536).root() == root_of(known)
    assert frozen_range(epoch, 65_280).root() == root_of(known[:65_280])
    for number in (0, 300, 65_535):
        proof = inclusion_proof(nodes(1), number, 65_536)
        assert verify_inclusion(known[number], number, 65_536, proof, root_of(known))


def test_an_entry_has_no_receipt_until_it_is_signed():
    entry = tell(actor=SYSTEM)
    assert receipt_for_entry(entry) is None


@pytest.mark.parametrize("number", [2, 299])
def test_an_entry_changed_since_it_was_signed_stops_the_signing(number):
    """Entry 2 is in a closed tile, 299 is not: the tile, or the entry, no longer leads to the root."""
    tell_many(299)
    sequence_once()
    if number == 299:
        Entry.objects.filter(number=number).update(content=b"{}")
    else:
        hashes = bytes(Tile.objects.get().hashes)
        Tile.objects.update(hashes=hashes, root=bytes(32))
    tell(actor=SYSTEM)
    with pytest.raises(JournalDamaged, match="Nothing was signed"):
        sequence_once()
    assert Checkpoint.objects.count() == 2
    assert Entry.objects.filter(number=None).count() == 1


def test_a_missing_key_is_told_and_nothing_is_lost():
    sequence_once()
    tell(actor=SYSTEM)
    kept = key_path().read_bytes()
    key_path().unlink()
    with pytest.raises(KeyProblem, match="is missing"):
        sequence_once()
    assert not key_path().exists()
    key_path().write_bytes(kept)
    checkpoint = sequence_once()
    assert checkpoint is not None
    assert checkpoint.size == 2


@pytest.mark.parametrize("content", ["", "not a key"])
def test_a_damaged_key_is_told(content):
    sequence_once()
    tell(actor=SYSTEM)
    key_path().write_text(content)
    with pytest.raises(KeyProblem, match="not an unencrypted private key"):
        sequence_once()


def test_another_key_signs_nothing_in_this_epoch(settings, tmp_path):
    sequence_once()
    theirs = tmp_path / "other"
    settings.JOURNAL_KEY = str(theirs)
    Checkpoint.objects.all().delete()
    Entry.objects.all().delete()
    Epoch.objects.all().delete()
    sequence_once()
    Epoch.objects.update(public_key=bytes(32))
    tell(actor=SYSTEM)
    with pytest.raises(KeyProblem, match="does not hold the key"):
        sequence_once()


def test_a_restored_back_up_opens_an_epoch_that_cites_the_last_checkpoint():
    tell_many(3)
    last = sequence_once()
    assert last is not None
    pending = tell(actor=SYSTEM)
    first = open_after_restore()
    assert first is not None
    assert (first.epoch_id, first.size) == (2, 1)
    epoch = current_epoch()
    assert epoch is not None
    assert epoch.cites == last.note
    told = parse(bytes(Entry.objects.get(epoch=2, number=0).content))
    assert told["kind"] == "journal.epoch_opened"
    assert told["facts"] == {
        "previous_origin": "localhost:8000/registre/1",
        "previous_size": 4,
        "previous_root": bytes(last.root).hex(),
    }
    sequence_once()
    pending.refresh_from_db()
    assert (pending.epoch_id, pending.number) == (2, 1)
    assert verify_database().ok


def test_one_back_up_put_back_twice_never_gives_one_name_to_two_records():
    sequence_once()
    open_after_restore()
    first = Epoch.objects.get(number=2)
    Entry.objects.filter(epoch=2).delete()
    Checkpoint.objects.filter(epoch=2).delete()
    first.delete()
    open_after_restore()
    assert Epoch.objects.get(number=2).origin != first.origin


def test_a_back_up_of_a_site_that_never_signed_needs_no_new_epoch():
    assert open_after_restore() is None
    assert not Epoch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_loop_signs_what_comes_and_stops_when_asked():
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop, 0.01))
    thread.start()
    try:
        tell(actor=SYSTEM)
        for _ in range(1000):
            if Entry.objects.filter(number=1).exists():
                break
            stop.wait(0.01)
    finally:
        stop.set()
        thread.join()
    assert verify_database().entries == 2
    assert connection.is_usable()

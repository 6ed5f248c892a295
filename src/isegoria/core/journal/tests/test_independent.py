"""Somebody else's program for C2SP logs reads our copy: the format is the published one, not ours."""

from pathlib import Path

import aics_tlog
import pytest

from isegoria.core.journal.copying import write_copy
from isegoria.core.journal.models import Entry
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import tell_many

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = (255, 1, 300)
"""Entries told before each checkpoint: a tile not full, a full one, a second one begun."""


def test_an_independent_implementation_audits_every_tile_entry_and_signature(
    tmp_path: Path,
) -> None:
    for size in SIZES:
        tell_many(size)
        sequence_once()
    write_copy(tmp_path / "copy")
    log = tmp_path / "copy" / "1"
    key = aics_tlog.parse_vkey((log / "vkey").read_text().strip())
    note = aics_tlog.parse_note((log / "checkpoint").read_bytes())
    signed = aics_tlog.verify_checkpoint(note, key, expected_origin=key.name)
    assert signed.ok
    assert signed.size == Entry.objects.count() == sum(SIZES) + 1
    reader = aics_tlog.FileSystemTileReader(log)
    report = aics_tlog.audit_tiles(reader, signed.size, signed.root)
    assert (report.size, report.bundles) == (557, 3)


def test_the_independent_implementation_would_see_a_changed_entry(tmp_path: Path) -> None:
    tell_many(3)
    sequence_once()
    write_copy(tmp_path / "copy")
    log = tmp_path / "copy" / "1"
    key = aics_tlog.parse_vkey((log / "vkey").read_text().strip())
    signed = aics_tlog.verify_checkpoint(
        aics_tlog.parse_note((log / "checkpoint").read_bytes()), key, expected_origin=key.name
    )
    bundle = next((log / "tile" / "entries").rglob("*.p/*"))
    changed = bytearray(bundle.read_bytes())
    changed[-1] ^= 1
    bundle.write_bytes(changed)
    with pytest.raises(aics_tlog.TileVerificationError):
        aics_tlog.audit_tiles(aics_tlog.FileSystemTileReader(log), signed.size, signed.root)

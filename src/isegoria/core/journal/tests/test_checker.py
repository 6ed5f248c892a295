"""The downloadable checker: it accepts what is sound, and names the place of one changed byte."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.actor import SYSTEM
from isegoria.core.journal.checker import isegoria_verify as checker
from isegoria.core.journal.copying import CHECKER, stream_zip, write_copy
from isegoria.core.journal.epochs import open_after_restore
from isegoria.core.journal.keys import signing_key, verifier
from isegoria.core.journal.models import Checkpoint, Commitment, Entry, Epoch
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import tell, tell_many
from isegoria.kernel.merkle import leaf_hash, root_of
from isegoria.kernel.notes import CheckpointText, Verifier, sign_note

# RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc): public key, message, signature.
RFC_8032 = tuple(
    tuple(bytes.fromhex(part) for part in vector.split("|"))
    for vector in """
d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
|
|e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b

3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
|72
|92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00

fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
|af82
|6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a

ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf
|ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
|dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589
09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
""".strip().split("\n\n")
)


class Spoilt(checker.Copy):
    """A copy with one file changed on the way."""

    def __init__(self, path: Path, name: str, data: bytes) -> None:
        super().__init__(path)
        self.spoilt = {name: data}

    def read(self, name: str, length: int | None = None) -> bytes:
        data = super().read(name, length)
        return self.spoilt.get(name, data)


def problems_of(copy, trusted=(), kept=()):
    list(checker.check(copy, set(trusted), dict(kept)))
    return copy.problems


def flipped(data, position):
    return data[:position] + bytes([data[position] ^ 1 << position % 8]) + data[position + 1 :]


def run(*arguments):
    done = subprocess.run(
        [sys.executable, str(CHECKER), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(db, tmp_path):
    """A copy of a journal of two volumes and a few entries."""
    tell(actor=SYSTEM)
    sequence_once()
    open_after_restore()
    write_copy(tmp_path / "copy")
    return tmp_path / "copy"


def test_it_is_one_short_file_that_any_python_since_3_9_reads():
    source = CHECKER.read_text()
    assert len(source.splitlines()) <= 300
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")]
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_ed25519_against_the_vectors_of_rfc_8032(key, message, signature):
    assert checker.is_signed(key, message, signature)
    assert not checker.is_signed(key, message + b"x", signature)
    for position in range(64):
        assert not checker.is_signed(key, message, flipped(signature, position))


def test_ed25519_refuses_a_signature_written_otherwise():
    """RFC 8032 section 5.1.7: S must be below the order, or every signature would have a twin."""
    key, message, signature = RFC_8032[1]
    s = int.from_bytes(signature[32:], "little") + checker.ORDER
    assert not checker.is_signed(key, message, signature[:32] + s.to_bytes(32, "little"))
    assert not checker.is_signed(key, message, signature[:-1])
    assert not checker.is_signed(key[:-1], message, signature)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 63))
def test_ed25519_agrees_with_openssl(seed, message, position):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = private.public_key().public_bytes_raw()
    signature = private.sign(message)
    assert checker.is_signed(key, message, signature)
    assert not checker.is_signed(key, message, flipped(signature, position))


def test_a_sound_copy_passes_as_a_folder_and_as_a_zip(copy, tmp_path):
    packed = tmp_path / "record.zip"
    packed.write_bytes(b"".join(stream_zip()))
    for given_copy in (copy, packed):
        code, said = run(given_copy, "--key", verifier(Epoch.objects.get(number=1)).vkey)
        assert code == 0, said
        assert "Everything agrees" in said
        assert "localhost:8000/registre/1: 2 entries" in said
    assert "show that nothing was rewritten" in run(copy)[1]


@pytest.mark.any_database
def test_every_byte_of_every_file_changed_one_by_one_is_found_and_named(copy):
    """The checker's own file and the README are covered by a sum alone: there, every 50th byte."""
    tried = 0
    for path in sorted(path for path in copy.rglob("*") if path.is_file()):
        name = path.relative_to(copy).as_posix()
        data = path.read_bytes()
        step = 50 if name in {"README.txt", "isegoria_verify.py"} else 1
        for position in range(0, len(data), step):
            problems = problems_of(Spoilt(copy, name, flipped(data, position)))
            tried += 1
            assert problems, (name, position)
            if "entries" in name:
                assert any(name in said and _named(data, position) in said for said in problems)
            elif name == "SHA256SUMS":
                assert any("SHA256SUMS" in said for said in problems)
            elif "tile/0" in name:
                assert any(f"{name}: hash {position // 32} " in said for said in problems)
            else:
                assert any(name in said for said in problems), (name, position, problems)
    assert tried > 1500


def _named(bundle: bytes, position: int) -> str:
    """The words that name the entry which holds a byte of a bundle."""
    number, start = 0, 0
    while position >= (start := start + 2 + int.from_bytes(bundle[start : start + 2], "big")):
        number += 1
    return f"entry {number} "


def test_a_byte_changed_in_a_larger_copy_is_found_in_every_file(db, tmp_path):
    tell_many(600)
    sequence_once()
    tell_many(10, 600)
    sequence_once()
    folder = tmp_path / "copy"
    write_copy(folder)
    assert problems_of(checker.Copy(folder)) == []
    for path in sorted(path for path in (folder / "1").rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        for position in {0, len(data) // 3, len(data) - 1}:
            problems = problems_of(Spoilt(folder, name, flipped(data, position)))
            assert any(name in said for said in problems), (name, position, problems)


@pytest.mark.parametrize(
    "where", ["1/tile/entries/000.p/2", "1/tile/0/000.p/2", "1/checkpoints", "1/vkey"]
)
def test_a_file_cut_short_lengthened_or_missing_is_named(copy, where):
    path = copy / where
    data = path.read_bytes()
    for spoilt in (data[:-1], data + b"\n", b""):
        path.write_bytes(spoilt)
        code, said = run(copy)
        assert code == 1
        assert f"WRONG  {where}" in said
    path.unlink()
    assert f"WRONG  {where}: it cannot be read" in run(copy)[1]


def test_a_whole_volume_taken_away_is_found(copy):
    shutil.rmtree(copy / "1")
    assert "2: entry 0 does not cite the end of the volume before" in run(copy)[1]


def test_what_is_no_copy_at_all_is_told(tmp_path):
    assert run(tmp_path)[0] == 2
    assert run(tmp_path / "nothing")[0] == 2
    (tmp_path / "file").write_text("hello")
    assert run(tmp_path / "file")[0] == 2
    assert run(tmp_path, "--key", "nonsense")[0] == 2


def test_a_record_rewritten_and_signed_again_is_found_by_a_checkpoint_somebody_kept(copy, tmp_path):
    """Attack 25: the operator holds the key, rewrites one entry and signs everything anew."""
    witness = tmp_path / "kept"
    witness.write_bytes((copy / "1/checkpoint").read_bytes())
    assert run(copy, "--checkpoint", witness)[0] == 0
    epoch = Epoch.objects.get(number=1)
    entry = Entry.objects.get(epoch=1, number=1)
    entry.content = bytes(entry.content).replace(b'"rank":0', b'"rank":9')
    entry.leaf_hash = leaf_hash(entry.content)
    entry.save()
    leaves = list(
        Entry.objects.filter(epoch=1).order_by("number").values_list("leaf_hash", flat=True)
    )
    for point in Checkpoint.objects.filter(epoch=1):
        point.root = root_of(bytes(leaf) for leaf in leaves[: point.size])
        text = str(CheckpointText(epoch.origin, point.size, point.root))
        point.note = sign_note(text, epoch.origin, signing_key(epoch))
        point.save()
    Entry.objects.filter(epoch=2).delete()
    Checkpoint.objects.filter(epoch=2).delete()
    Epoch.objects.filter(number=2).delete()
    forged = tmp_path / "forged"
    write_copy(forged)
    assert run(forged)[0] == 0
    code, said = run(forged, "--checkpoint", witness)
    assert code == 1
    assert f"{witness}: the entries 0 to 1 do not lead to it" in said


def test_an_older_state_put_back_is_found_by_a_checkpoint_somebody_kept(db, tmp_path):
    tell(actor=SYSTEM)
    older = sequence_once()
    assert older is not None
    tell_many(5)
    witnessed = sequence_once()
    assert witnessed is not None
    kept = tmp_path / "kept"
    kept.write_text(witnessed.note)
    Commitment.objects.all().delete()
    Checkpoint.objects.filter(size__gt=older.size).delete()
    Entry.objects.filter(number__gte=older.size).delete()
    open_after_restore()
    folder = tmp_path / "copy"
    write_copy(folder)
    code, said = run(folder, "--checkpoint", kept)
    assert code == 1
    assert f"{kept}: it signs entries 2 to 6; this copy lacks them" in said


def test_a_checkpoint_of_another_record_is_told(copy, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text((copy / "1/checkpoint").read_text().replace("localhost:8000", "example.org"))
    assert "this copy knows nothing of the volume" in run(copy, "--checkpoint", kept)[1]


def test_a_copy_signed_by_another_key_than_the_one_trusted_is_refused(copy):
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    code, said = run(copy, "--key", Verifier("example.org", other).vkey)
    assert code == 1
    assert re.search(r"WRONG  1/vkey: it is none of the keys you gave", said)


def test_a_copy_is_never_mixed_with_another(copy):
    with pytest.raises(FileExistsError, match="is not empty"):
        write_copy(copy)

"""Signed notes, against the example that Go's own implementation publishes, and by their laws."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from isegoria.kernel.notes import CheckpointText, Verifier, open_note, parse_vkey, sign_note

GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
    "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OURS = Verifier("example.org/registre/1", KEY.public_key().public_bytes_raw())
TEXT = str(CheckpointText("example.org/registre/1", 12, bytes(32)))
NOTE = sign_note(TEXT, OURS.name, KEY)


def test_a_note_signed_by_another_implementation_opens():
    verifier = parse_vkey(GO_VKEY)
    assert verifier.vkey == GO_VKEY
    assert open_note(GO_NOTE, [verifier]).endswith("your problem is.\n")


def test_what_we_sign_opens_and_says_what_was_signed():
    text = open_note(NOTE, [parse_vkey(OURS.vkey)])
    assert CheckpointText.parse(text) == CheckpointText("example.org/registre/1", 12, bytes(32))


def test_any_byte_changed_in_a_note_is_refused():
    data = NOTE.encode()
    for position in range(len(data)):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        with pytest.raises(ValueError, match=r".+"):
            open_note(changed.decode(), [OURS])


def test_a_witness_may_add_its_signature_and_strangers_are_ignored():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    line = sign_note(TEXT, "witness.example", other).split("\n\n")[1]
    witness = Verifier("witness.example", other.public_key().public_bytes_raw())
    assert open_note(NOTE + line, [OURS]) == open_note(NOTE + line, [witness]) == TEXT
    with pytest.raises(ValueError, match="no known key"):
        open_note(NOTE, [witness])


def test_a_key_under_another_name_is_another_key():
    assert Verifier("example.org/registre/2", OURS.public_key).key_id != OURS.key_id


@pytest.mark.parametrize(
    "vkey", ["", "a+b", GO_VKEY[:-4], GO_VKEY.replace("c7", "c8"), "a b+00000000+AA=="]
)
def test_a_damaged_verifier_key_is_refused(vkey):
    with pytest.raises(ValueError, match=r".+"):
        parse_vkey(vkey)


@pytest.mark.parametrize("name", ["", "two words", "with+plus", "no\u00a0break"])
def test_names_that_the_format_forbids(name):
    with pytest.raises(ValueError, match="cannot name a key"):
        Verifier(name, OURS.public_key)


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", TEXT + "more\n", TEXT.replace("12", "012"), TEXT[1:-2], "\n" + TEXT]
)
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(ValueError, match="not a checkpoint"):
        CheckpointText.parse(text)


@pytest.mark.parametrize("text", ["no newline", "a\tb\n", ""])
def test_a_text_that_no_note_may_hold_is_not_signed(text):
    with pytest.raises(ValueError, match="newline"):
        sign_note(text, OURS.name, KEY)

"""Signed notes and log checkpoints, as C2SP ``signed-note`` and ``tlog-checkpoint`` define them.

A note is a text ending in a newline, a blank line, then one line per signature: ``— name base64(key
id ‖ signature)``. The key id is the first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public
key); a verifier key (*vkey*) is written ``name+hexadecimal key id+base64(0x01 ‖ public key)``. Only
Ed25519 (RFC 8032) is signed here; signatures by unknown keys are ignored, which is what lets
witnesses co-sign and keys change.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "— "


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or self.name.split() != [self.name]:
            raise ValueError(f"{self.name!r} cannot name a key: no space, no plus sign")
        if len(self.public_key) != 32:
            raise ValueError("an Ed25519 public key has 32 bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell this key, under this name, from others."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        """The one-line form that people publish, print and compare."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(_ED25519 + self.public_key)}"


def parse_vkey(vkey: str) -> Verifier:
    """The verifier that ``vkey`` describes. Raises ValueError when it does not hold together."""
    try:
        name, key_id, encoded = vkey.strip().split("+", 2)
        key = b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError("a verifier key reads name+id+base64") from None
    if key[:1] != _ED25519:
        raise ValueError("this is not an Ed25519 verifier key")
    verifier = Verifier(name, key[1:])
    if verifier.key_id.hex() != key_id:
        raise ValueError("the verifier key and its id do not belong together")
    return verifier


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """``text`` as a note signed by ``key`` under ``name``.

    Raises ValueError when ``text`` does not end with a newline or has a control character.
    """
    _check_text(text)
    verifier = Verifier(name, key.public_key().public_bytes_raw())
    signature = verifier.key_id + key.sign(text.encode())
    return f"{text}\n{_DASH}{name} {_b64(signature)}\n"


def open_note(note: str, verifiers: Iterable[Verifier]) -> str:
    """The text of ``note``, once a signature by one of ``verifiers`` has been checked.

    Raises ValueError when the note is malformed, when no known key signed it, or when the signature
    of a known key is wrong.
    """
    text, blank, lines = note.rpartition("\n\n")
    text += "\n"
    if not blank or not lines.endswith("\n"):
        raise ValueError("this is not a signed note")
    _check_text(text)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed = False
    for line in lines[:-1].split("\n"):
        name, _space, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            signature = b64decode(encoded, validate=True)
        except ValueError:
            signature = b""
        if not line.startswith(_DASH) or len(signature) < 5 or _b64(signature) != encoded:
            raise ValueError("a signature line is malformed")
        verifier = known.get((name, signature[:4]))
        if verifier is not None:
            _check_signature(verifier, signature[4:], text)
            signed = True
    if not signed:
        raise ValueError("no known key has signed this note")
    return text


@dataclass(frozen=True, slots=True)
class CheckpointText:
    """What a checkpoint says: the log ``origin`` held ``size`` entries, whose root was ``root``."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "CheckpointText":
        """Read the text of a checkpoint, without extension lines. Raises ValueError."""
        try:
            origin, size, root = text.split("\n")[:3]
            found = cls(origin, int(size), b64decode(root, validate=True))
        except ValueError:
            raise ValueError("this is not a checkpoint") from None
        if str(found) != text or not origin or found.size < 0 or len(found.root) != 32:
            raise ValueError("this is not a checkpoint")
        return found


def _check_signature(verifier: Verifier, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public_key).verify(signature, text.encode())
    except InvalidSignature:
        raise ValueError(f"the signature of {verifier.name} is wrong") from None


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise ValueError("a note ends with a newline and has no other control character")


def _b64(data: bytes) -> str:
    return b64encode(data).decode()

"""The key that signs checkpoints: a file outside the database, made at the first start."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from isegoria.core.journal.models import Epoch
from isegoria.core.journal.problems import KeyProblem
from isegoria.kernel.notes import Verifier


def key_path() -> Path:
    """The file of the private key (``settings.JOURNAL_KEY``)."""
    return Path(settings.JOURNAL_KEY)


def signing_key(epoch: Epoch | None) -> Ed25519PrivateKey:
    """The private key of ``epoch``; for None, that of an epoch to open: the one in the file, or a new one
    when there is no file.

    Raises :class:`KeyProblem` when the file of ``epoch`` is missing, cannot be read, or holds another key.
    """
    path = key_path()
    if epoch is None and not path.exists():
        _create(path)
    key = _load(path)
    if epoch is not None and key.public_key().public_bytes_raw() != bytes(epoch.public_key):
        raise KeyProblem(
            f"{path} does not hold the key that signs epoch {epoch.number} of the journal. Put the"
            " key of the back-up in its place; entries are kept and will be signed then."
        )
    return key


def verifier(epoch: Epoch) -> Verifier:
    """The public key of an epoch, under the name of its log."""
    return Verifier(epoch.origin, bytes(epoch.public_key))


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise KeyProblem(
            f"The key of the journal is missing: {path} does not exist. Put the key of the back-up"
            " there; entries are kept and will be signed then."
        ) from None
    except OSError as error:
        raise KeyProblem(f"The key of the journal, {path}, cannot be read: {error}") from None
    except (ValueError, TypeError):
        raise KeyProblem(f"{path} is not an unencrypted private key in PEM form.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"{path} is not an Ed25519 key.")
    return key


def _create(path: Path) -> None:
    """Write a new key whole or not at all; if another process was first, its key stays."""
    data = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise KeyProblem(f"The key of the journal cannot be written at {path}: {error}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process's key is as good as ours
    except OSError as error:
        raise KeyProblem(f"The key of the journal cannot be written at {path}: {error}") from None
    finally:
        draft.unlink(missing_ok=True)

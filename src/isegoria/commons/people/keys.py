"""The key of the digests by which people are recognised: a file of its own, made when first needed.

It is neither ``SECRET_KEY``, so that changing that one loses nobody, nor in the database, so that a copy
of the database tells nobody's name, address or birth date to whoever tries them all. It lies with the
other keys of the installation and goes into its back-ups.
"""

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from isegoria.commons.people.models import Proof, ProofKey

KEY_BYTES = 32


def digest(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of ``value`` in hexadecimal, different for each ``purpose``.

    Raises ImproperlyConfigured when the key is gone although people were recognised by it, or is not
    the one that recognised them.
    """
    key = _key(Path(settings.KEYS_DIR) / "people_key")
    return hmac.digest(key, f"{purpose}\0{value}".encode(), "sha256").hex()


@cache
def _key(path: Path) -> bytes:
    known = ProofKey.objects.first()
    if not path.exists():
        if known is not None or Proof.objects.exists():
            raise ImproperlyConfigured(
                f"The key that recognises people is missing: {path} does not exist. Put the file of"
                " the back-up there; nobody is lost."
            )
        _create(path)
    key = path.read_bytes()
    fingerprint = hmac.digest(key, b"fingerprint", sha256).hex()
    if known is None:
        ProofKey.objects.get_or_create(defaults={"fingerprint": fingerprint})
    elif known.fingerprint != fingerprint:
        raise ImproperlyConfigured(
            f"{path} is not the key that recognised people until now. Put the file of the back-up"
            " there; nobody is lost."
        )
    return key


def _create(path: Path) -> None:
    """Write a new key whole or not at all; if another process was first, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process's key is as good as ours
    finally:
        draft.unlink()

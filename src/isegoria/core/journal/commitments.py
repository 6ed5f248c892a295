"""Salted commitments: what lets an entry be about somebody without naming anybody.

The entry shows SHA-256(salt ‖ value). Each commitment draws its own salt of 32 random bytes, so two
acts of one person share nothing, and a value cannot be found by trying: without the salt, the
digest says nothing. Destroying the salt is the erasure.
"""

import secrets
from hashlib import sha256
from uuid import UUID

type Committed = str | bytes | UUID

SALT_BYTES = 32


def new_salt() -> bytes:
    """Thirty-two bytes that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, value: Committed) -> str:
    """SHA-256(salt ‖ value) in hexadecimal; text is taken as UTF-8, a UUID in its usual writing."""
    data = value if isinstance(value, bytes) else str(value).encode()
    return sha256(salt + data).hexdigest()

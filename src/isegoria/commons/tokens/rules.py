"""What a token looks like, and what is stored of it."""

from hashlib import sha256

PREFIX = "isegoria_"
"""By which programs that look for leaked secrets find one."""


def digest_of(secret: str) -> str:
    """What is stored of a token."""
    return sha256(secret.encode()).hexdigest()

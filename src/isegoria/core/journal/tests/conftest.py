"""A journal of its own for each test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def journal_key(settings, tmp_path: Path) -> Path:
    """A key file that does not exist yet."""
    path = tmp_path / "keys" / "journal_ed25519"
    settings.JOURNAL_KEY = str(path)
    return path

"""A journal of its own for each test."""

from pathlib import Path

import pytest

from isegoria.core import service


@pytest.fixture(autouse=True)
def journal_key(settings, tmp_path: Path) -> Path:
    """A key file that does not exist yet."""
    path = tmp_path / "keys" / "journal_ed25519"
    settings.JOURNAL_KEY = str(path)
    return path


@pytest.fixture(autouse=True)
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services defined in a test are forgotten after it: they stand in no manifest."""
    monkeypatch.setattr(service, "SERVICES", dict(service.SERVICES))

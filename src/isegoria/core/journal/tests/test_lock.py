"""Which databases only one process can reach, and so need no lock between processes."""

from pathlib import Path

import pytest
from django.db import connection

from isegoria.core.journal.lock import Leadership


@pytest.fixture
def of_file(monkeypatch):
    """The present connection, as if it were one to a file of SQLite."""

    def point(name: str) -> None:
        monkeypatch.setattr(connection, "vendor", "sqlite")
        monkeypatch.setitem(connection.settings_dict, "NAME", name)

    return point


def test_a_folder_whose_name_holds_the_word_memory_has_its_lock(of_file, tmp_path: Path) -> None:
    folder = tmp_path / "memory-city"
    folder.mkdir()
    of_file(str(folder / "site.sqlite3"))
    first, second = Leadership(), Leadership()
    try:
        assert (first.acquire(), second.acquire()) == (True, False)
    finally:
        first.release()
        second.release()


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_a_database_in_memory_leaves_no_file(of_file, name, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    of_file(name)
    leader = Leadership()
    assert leader.acquire()
    leader.release()
    assert list(tmp_path.iterdir()) == []

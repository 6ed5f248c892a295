"""The page about the tests names each file of journeys that it tells of, and none that is not there."""

import re

from tests.architecture.tree import ROOT

PAGE = ROOT / "docs" / "explanation" / "testing.md"


def test_the_files_of_the_table_exist() -> None:
    named = re.findall(r"`(tests/e2e/\w+\.py)`", PAGE.read_text())
    assert len(set(named)) > 5
    assert [name for name in named if not (ROOT / name).is_file()] == []

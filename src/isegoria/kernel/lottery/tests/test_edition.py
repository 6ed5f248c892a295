"""The public edition: nobody to be recognised, and what it tells can be checked."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery import drawing, inclusion, sources
from isegoria.kernel.lottery.edition import coarsened, publish
from isegoria.kernel.lottery.record import SECRETS, sealed
from isegoria.kernel.lottery.tests import standin
from isegoria.kernel.lottery.verifier import verify

PROFILES = st.dictionaries(
    st.tuples(*[st.sampled_from("abcd"), st.sampled_from("xy"), st.sampled_from("012345")]),
    st.integers(1, 9),
    min_size=1,
)


@settings(deadline=None)
@given(PROFILES, st.integers(2, 12))
def test_everybody_hides_among_k_and_only_values_are_hidden(
    people: dict[tuple[str, ...], int], k: int
):
    if sum(people.values()) < k:
        with pytest.raises(ValueError, match="fewer"):
            coarsened(people, k)
        return
    found = coarsened(people, k)
    sizes: Counter[tuple[str | None, ...]] = Counter()
    for profile, coarse in found.items():
        sizes[coarse] += people[profile]
        assert all(new in (None, old) for old, new in zip(profile, coarse, strict=True))
    assert set(found) == set(people)
    assert min(sizes.values()) >= k
    finest = sorted(range(3), key=lambda f: (-len({profile[f] for profile in people}), f))
    for level in range(4):
        kept = finest[level:]
        shared: Counter[tuple[str, ...]] = Counter()
        for profile, count in people.items():
            shared[tuple(profile[f] for f in kept)] += count
        if min(shared.values()) >= k:
            assert all(coarse[f] is not None for coarse in found.values() for f in kept)
            return


def test_the_rare_alone_are_coarsened_when_they_can_hide_among_themselves():
    people = {("f", "x"): 7, ("f", "y"): 1, ("f", "z"): 1, ("m", "x"): 3, ("m", "z"): 4}
    assert coarsened(people, 2) == {
        ("f", "x"): ("f", "x"),
        ("f", "y"): ("f", None),
        ("f", "z"): ("f", None),
        ("m", "x"): ("m", "x"),
        ("m", "z"): ("m", "z"),
    }
    assert coarsened(people, 3)["f", "y"] == ("f", None) == coarsened(people, 3)["f", "x"]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lottery") / "record"
    folder.mkdir()
    for name, data in standin.record(excluded=None, seated=None).items():
        (folder / name).write_bytes(data)
    for name, data in drawing.draw(folder, [sources.number("42")]).files.items():
        (folder / name).write_bytes(data)
    return folder


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_the_edition_holds_hides_the_rare_and_says_what_it_does_not_prove(
    drawn: Path, tmp_path: Path
):
    files = publish(drawn, 3)
    told = json.loads(files["edition.json"])
    assert all(kind["people"] >= 3 for kind in told["profiles"])
    record = verify.examine(write(tmp_path / "public", files))
    assert not record.problems
    assert "drawn: number 42" in record.notes
    said = " ".join(note for note in record.notes if note.startswith("NOT proved"))
    assert "household" in said
    assert "label" in said
    text = b"".join(data for name, data in files.items() if name != "verify.py").decode()
    pool = [json.loads(line) for line in (drawn / "pool.jsonl").read_text().splitlines()]
    for person in json.loads((drawn / SECRETS).read_bytes())["people"]:
        assert person["salt"] not in text
    for pseudonym, _, home, _ in pool:
        assert pseudonym not in text
        assert not home or home not in text


def test_before_the_draw_the_edition_is_the_same_but_for_the_draw(drawn: Path, tmp_path: Path):
    before = shutil.copytree(drawn, tmp_path / "before")
    for name in ("drawing.json", "panel.csv", "alternates.csv"):
        (before / name).unlink()
    first, after = publish(before, 3), publish(drawn, 3)
    assert after.keys() - first.keys() == {"drawing.json"}
    assert all(first[name] == after[name] for name in first if name != "SHA256SUMS")


def test_profiles_and_panels_are_those_of_the_complete_record(drawn: Path):
    files = publish(drawn, 2)
    told = json.loads(files["edition.json"])
    record = verify.examine(drawn)
    rows = [row.split(",") for row in files["panels.csv"].decode().splitlines()[1:]]
    assert {row[0] for row in rows} == set(record.panels)
    for number, *panel in rows:
        for profile, position in zip(
            sorted(tuple(record.pool[p][1]) for p in record.panels[number]),
            sorted(map(int, panel)),
            strict=True,
        ):
            shown = told["profiles"][position]["values"]
            assert all(new in (None, old) for old, new in zip(profile, shown, strict=True))


def test_too_few_people_cannot_hide(drawn: Path):
    with pytest.raises(drawing.Refused, match="cannot hide among 50"):
        publish(drawn, 50)


def test_a_volunteer_checks_the_slip_against_the_edition(drawn: Path, tmp_path: Path):
    public = write(tmp_path / "public", publish(drawn, 3))
    slip = tmp_path / "slip.json"
    slip.write_bytes(
        inclusion.slip({path.name: path.read_bytes() for path in drawn.iterdir()}, "a4")
    )
    assert not verify.examine(public, slip).problems


FORGERIES = [
    ("edition.json", '"k":2', '"k":7', "too few people"),
    ("edition.json", '"people":2', '"people":3', "people are missing"),
    ("edition.json", '"max":2,"min":2,"value":"f"', '"max":1,"min":1,"value":"f"', "breaks a rule"),
    ("edition.json", '"seats":4', '"seats":5', "breaks a rule"),
    ("edition.json", '"panels":100', '"panels":99', "not numbered"),
    ("panels.csv", "\n07,", "\n08,", "not numbered"),
    ("drawing.json", '"number":"42"', '"number":"43"', "do not give its number"),
    ("drawing.json", '"panel":[0', '"panel":[1', "not its number's"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), FORGERIES)
def test_a_forger_who_mends_every_hash_is_caught(
    drawn: Path, tmp_path: Path, name: str, old: str, new: str, told: str
):
    files = publish(drawn, 2)
    text = files[name].decode()
    assert text.count(old), text
    files[name] = text.replace(old, new, 1).encode()
    edition = json.loads(files["edition.json"])
    edition["files"] = {known: verify.digest(files[known]) for known in edition["files"]}
    files["edition.json"] = canonical(edition)
    drawing_ = json.loads(files["drawing.json"]) | {"edition": verify.digest(files["edition.json"])}
    files["drawing.json"] = canonical(drawing_)
    del files["SHA256SUMS"]
    found = verify.examine(write(tmp_path / "public", sealed(files))).problems
    assert any(told in problem for problem in found), found


def test_every_file_of_the_edition_counts(drawn: Path, tmp_path: Path):
    public = write(tmp_path / "public", publish(drawn, 2))
    for path in sorted(public.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole + b" ")
        assert verify.examine(public).problems, path.name
        path.write_bytes(whole)
    assert not verify.examine(public).problems

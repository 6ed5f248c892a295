"""Public randomness: published vectors, sums, and nothing but what was announced."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery import drawing, sources
from isegoria.kernel.lottery.report import record_of
from isegoria.kernel.lottery.tests import standin
from isegoria.kernel.lottery.verifier import verify

KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
QUICKNET = (
    "657413:b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85"
    "b89cd97b"
)
QUICKNET_RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
FIRST = (
    "1:8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b1"
    "0104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b46"
    "55:176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a"
)
FIRST_RANDOMNESS = "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec"
LATER = (
    "3311596:a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98897d217b9121e92c8ddebbdd"
    "da8d92f900e3bd6bf9deb166863b1a19390d743f82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4"
    "890c4754:8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad91d70ddb01266f4b7c57698"
    "3db464b430e65680b9e0098552758afd6c1e6afcb77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c"
    "1e283a1d8"
)
LATER_RANDOMNESS = "647c07b2abbf7ff2afb4d670214f565e5cd9f9c91bfdcecb59a21f3c78d73920"


def test_the_published_example_of_rfc_3797():
    assert verify.gives(sources.rfc3797(KEY), 25) == 17 - 1


@pytest.mark.parametrize(
    ("text", "chain", "randomness"),
    [
        (QUICKNET, "quicknet", QUICKNET_RANDOMNESS),
        (FIRST, "default", FIRST_RANDOMNESS),
        (LATER, "default", LATER_RANDOMNESS),
    ],
)
def test_published_rounds_of_both_chains_and_their_forgeries(
    text: str, chain: str, randomness: str
):
    found = sources.drand(text)
    assert found["chain"] == chain
    assert sources.signed(found)
    assert verify.gives(found, 1000) == int(randomness, 16) % 1000
    assert not sources.signed({**found, "round": found["round"] + 1})
    digit = "0" if found["signature"][-1] != "0" else "1"
    assert not sources.signed({**found, "signature": found["signature"][:-1] + digit})
    if chain == "default":
        assert not sources.signed({**found, "previous": "0" * 64})


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (sources.number, "-1"),
        (sources.number, "٣"),
        (sources.dice, "4,11,7"),
        (sources.dice, ""),
        (sources.drand, "12"),
        (sources.drand, f"0:{'ab' * 48}"),
        (sources.drand, f"12:{'zz' * 48}"),
        (sources.drand, f"12:{'ab' * 96}"),
        (sources.drand, f"12:{'ab' * 48}:{'ab' * 48}"),
        (sources.rfc3797, "9319/"),
        (sources.announcement, "coin"),
        (sources.announcement, "drand:soon"),
        (sources.announcement, "drand:other:12"),
        (sources.announcement, "rfc3797:"),
    ],
)
def test_what_is_no_source_is_said_in_a_sentence(read, text: str):
    with pytest.raises(sources.Unfit, match=r"\.$|/$"):
        read(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return recorded(tmp_path / "record", "dice", "drand:657413", "rfc3797:the national lottery")


def recorded(folder: Path, *announced: str) -> Path:
    """A record of 100 panels whose number will come from what is ``announced``."""
    from dataclasses import replace

    terms = standin.terms_of(household=("street", "number"))
    lottery = replace(standin.lottery_of(terms), sources=sources.announcements(announced))
    folder.mkdir()
    for name, data in record_of(lottery, standin.SEED).items():
        (folder / name).write_bytes(data)
    return folder


OUTCOMES = (sources.rfc3797(KEY), sources.dice("9,7"), sources.drand(QUICKNET))


def test_sources_are_added_modulo_the_number_of_panels(folder: Path):
    announced = json.loads((folder / "transcript.json").read_bytes())["sources"]
    assert [source["kind"] for source in announced] == ["dice", "drand", "rfc3797"]
    assert "one honest source is enough" in (folder / "report.md").read_text()
    drawn = drawing.draw(folder, OUTCOMES)
    parts = [97, int(QUICKNET_RANDOMNESS, 16), verify.gives(OUTCOMES[0], 100)]
    assert int(drawn.number) == sum(parts) % 100
    for name, data in drawn.files.items():
        (folder / name).write_bytes(data)
    record = verify.examine(folder)
    assert not record.problems
    assert any("taken as given" in note for note in record.notes)
    checked = drawing.examine(folder)
    assert not checked.problems
    assert any("checked offline" in note for note in checked.notes)


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        (OUTCOMES[:2], "Announced before the draw: ten-sided dice, drand quicknet"),
        ((*OUTCOMES, sources.number("3")), "exactly the sources"),
        ((*OUTCOMES[:2], sources.drand(LATER)), "exactly the sources"),
        ((OUTCOMES[0], sources.dice("9,7,1"), OUTCOMES[2]), "it takes 2 dice, not 3"),
        (
            (*OUTCOMES[:2], {**OUTCOMES[2], "signature": "ab" * 48}),
            "The beacon did not sign this for drand quicknet, round 657413",
        ),
    ],
)
def test_other_sources_than_announced_draw_nothing(folder: Path, outcomes, told: str):
    with pytest.raises(drawing.Refused, match=told):
        drawing.draw(folder, outcomes)


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        ("dice", {"rolls": [9, 8]}, "do not give its number"),
        ("dice", {"rolls": [97]}, "do not give its number"),
        ("drand", {"signature": "ab" * 48}, "do not give its number"),
        ("drand", {"round": 657414}, "not the sources that were announced"),
        ("rfc3797", {"key": "1./"}, "do not give its number"),
        ("rfc3797", {"from": "a lottery of tomorrow"}, "not the sources that were announced"),
    ],
)
def test_a_forged_outcome_is_caught(folder: Path, kind: str, change: dict[str, object], told: str):
    for name, data in drawing.draw(folder, OUTCOMES).files.items():
        (folder / name).write_bytes(data)
    path = folder / "drawing.json"
    forged = json.loads(path.read_bytes())
    next(source for source in forged["sources"] if source["kind"] == kind).update(change)
    path.write_bytes(canonical(forged))
    found = verify.examine(folder).problems
    assert any(told in problem for problem in found), found


def test_a_signature_that_gives_the_number_but_is_not_the_beacons_is_caught(tmp_path: Path):
    """Whoever may choose a signature can choose the number: only the pairing tells."""
    folder = recorded(tmp_path / "record", "drand:657413")
    for name, data in drawing.draw(folder, [OUTCOMES[2]]).files.items():
        (folder / name).write_bytes(data)
    path = folder / "drawing.json"
    forged = json.loads(path.read_bytes())
    wanted = int(forged["number"])
    made = next(
        made
        for made in (f"{trial:096x}" for trial in range(10**5))
        if int(sha256(bytes.fromhex(made)).hexdigest(), 16) % 100 == wanted
    )
    forged["sources"][0]["signature"] = made
    path.write_bytes(canonical(forged))
    assert not verify.examine(folder).problems
    told = drawing.examine(folder).problems
    assert told == [
        "drawing.json: the signature of drand quicknet, round 657413 is not the beacon's"
    ]

"""The checker accepts every objective, cap and weight, and no claim that goes further."""

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.exact import Inequality, evenly
from isegoria.kernel.lottery.model import Polytope, polytope
from isegoria.kernel.lottery.optimum import CapTooLow, Label, Objective, Optimum
from isegoria.kernel.lottery.preparation import Prepared, prepare
from isegoria.kernel.lottery.reading import Terms
from isegoria.kernel.lottery.solve import optimise
from isegoria.kernel.lottery.tests.oracle import random_draw
from isegoria.kernel.lottery.tests.standin import SEED, terms_of
from isegoria.kernel.lottery.tests.test_preparation import tight
from isegoria.kernel.lottery.tests.test_record import mended, write
from isegoria.kernel.lottery.verifier import verify

PEOPLE = b"""id,gender,age,share
a1,f,young,1
a2,f,young,2
a3,f,young,"1,5"
a4,f,old,1
a5,f,old,1
a6,m,young,2
a7,m,young,1
a8,m,old,1
a9,m,old,0.5
b1,m,old,1
b2,m,old,1
b3,m,old,1
"""
QUOTAS = b"""feature,value,min,max
gender,f,2,3
gender,m,1,2
age,young,1,2
age,old,2,3
"""
CAP = Fraction(11, 20)


def terms(weights: str | None = "share") -> Terms:
    return terms_of(PEOPLE, QUOTAS, weight_column=weights)


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("cap", [Fraction(1), CAP])
@pytest.mark.parametrize("weights", [None, "share"])
def test_every_objective_cap_and_weight_is_certified_in_the_record(
    tmp_path: Path, objective: Objective, cap: Fraction, weights: str | None
):
    prepared = prepare(terms(weights), SEED, objective=objective, cap=cap)
    assert prepared.lottery.optimum.label is Label.BOUND_ATTAINED
    record = verify.examine(write(tmp_path / "record", prepared.files))
    assert not record.problems
    assert max(record.chances) <= cap + Fraction(1, 10**9)
    assert max(prepared.lottery.counts) <= cap * len(prepared.lottery.panels)
    report = prepared.files["report.md"].decode()
    assert ("Cap: no chance above 11/20" in report) == (cap < 1)
    assert ("Weights:" in report) == (weights is not None)


def test_what_the_relaxation_does_not_prove_is_said_under_every_objective(tmp_path: Path):
    labels = set()
    for seed in range(12):
        try:
            prepared = prepare(
                tight(seed), SEED, objective=Objective.GOLDILOCKS, cap=Fraction(9 + seed % 2, 10)
            )
        except CapTooLow:
            continue
        record = verify.examine(write(tmp_path / str(seed), prepared.files))
        assert not record.problems, (seed, record.problems)
        told = [note for note in record.notes if note.startswith("NOT proved here")]
        assert bool(told) == (prepared.lottery.optimum.label is Label.EXACT_PRICING)
        labels.add(prepared.lottery.optimum.label)
    assert labels >= {Label.BOUND_ATTAINED, Label.EXACT_PRICING}


@pytest.fixture(scope="module")
def both() -> Prepared:
    return prepare(terms(), SEED, objective=Objective.GOLDILOCKS, cap=CAP)


@pytest.fixture(scope="module")
def leximin() -> Prepared:
    return prepare(terms(), SEED, cap=Fraction(9, 20))


def forged(tmp_path: Path, prepared: Prepared, change) -> list[str]:
    folder = write(tmp_path / "record", prepared.files)
    path = folder / "transcript.json"
    transcript = json.loads(path.read_bytes())
    change(transcript)
    path.write_bytes(canonical(transcript))
    return mended(folder)


def scaled(transcript: dict, key: str, factor: Fraction) -> None:
    stage = transcript["stages"][-1]
    stage[key] = str(Fraction(stage[key]) * factor)


GOLDILOCKS_FORGERIES = {
    "a low end that the lottery does not reach": (
        lambda t: scaled(t, "value", Fraction(11, 10)),
        "further below",
    ),
    "a high end that the lottery passes": (
        lambda t: scaled(t, "high", Fraction(9, 10)),
        "further below its bound, or above",
    ),
    "ends that leave room for a better lottery": (
        lambda t: scaled(t, "value", Fraction(9, 10)),
        "stage 1 fails",
    ),
    "a higher high end": (lambda t: scaled(t, "high", Fraction(11, 10)), "stage 1 fails"),
    "no multipliers": (lambda t: t["stages"][-1].update(duals=[]), "stage 1 fails"),
    "other multipliers": (
        lambda t: t["stages"][-1].update(
            duals=[[row, str(Fraction(u) * 2)] for row, u in t["stages"][-1]["duals"]]
        ),
        "stage 1 fails",
    ),
    "the solver's word, without a sentence": (
        lambda t: (t["stages"][-1].update(duals=[]), t.update(label="optimal (exact pricing)")),
        "stage 1 fails",
    ),
    "another objective": (lambda t: t.update(objective="maximin"), "holes"),
    "a lower cap": (lambda t: t.update(cap="2/5"), "or above"),
    "a cap that is none": (lambda t: t.update(cap="3/2"), "the cap"),
}


@pytest.mark.parametrize("name", GOLDILOCKS_FORGERIES)
def test_a_forged_certificate_of_both_ends_is_caught(tmp_path: Path, both: Prepared, name: str):
    change, told = GOLDILOCKS_FORGERIES[name]
    found = forged(tmp_path, both, change)
    assert any(told in problem for problem in found), found


def at_the_cap(transcript: dict) -> None:
    """Say of the types of the second stage that the cap holds them."""
    transcript["stages"][1] |= {"duals": [], "value": transcript["cap"]}


LEXIMIN_FORGERIES = {
    "a cap where multipliers were": (at_the_cap, "stage 2 fails"),
    "no cap": (lambda t: t.update(cap="1"), "fails"),
    "a lower cap": (lambda t: t.update(cap="2/5"), "or above"),
    "both ends claimed": (lambda t: t["stages"][-1].update(high=t["cap"]), "holes"),
}


@pytest.mark.parametrize("name", LEXIMIN_FORGERIES)
def test_a_forged_cap_is_caught(tmp_path: Path, leximin: Prepared, name: str):
    change, told = LEXIMIN_FORGERIES[name]
    found = forged(tmp_path, leximin, change)
    assert any(told in problem for problem in found), found


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pool.jsonl", '"eligible","2"]', '"eligible","1/2"]'),
        ("lottery.json", '"weight":"1/2"}', '"weight":"1"}'),
    ],
)
def test_a_forged_weight_is_caught(
    tmp_path: Path, leximin: Prepared, name: str, old: str, new: str
):
    folder = write(tmp_path / "record", leximin.files)
    path = folder / name
    assert path.read_text().count(old)
    path.write_text(path.read_text().replace(old, new, 1))
    assert any("types are not those of the pool" in problem for problem in mended(folder))


def read_again(poly: Polytope, cap: Fraction) -> SimpleNamespace:
    """What the checker makes of a record with these types and rows."""
    rows_of: list[list[int]] = [[] for _ in poly.types]
    for number, row in enumerate(poly.rows):
        for t in row.types:
            rows_of[t].append(number)
    return SimpleNamespace(
        weights=list(poly.weights),
        cap=cap,
        bounds=[(row.lower, row.upper) for row in poly.rows],
        members=[list(kind.members) for kind in poly.types],
        rows_of=rows_of,
    )


NUMBERS = st.fractions(-3, 3, max_denominator=5)
WEIGHTS = (Fraction(1), Fraction(2), Fraction(5, 3))


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 60), st.sampled_from([Fraction(1), Fraction(1, 2)]), st.data())
def test_the_checker_takes_what_multipliers_prove_of_the_smallest_chance_and_no_more(
    seed: int, cap: Fraction, data: st.DataObject
):
    poly = polytope(random_draw(seed, weights=WEIGHTS))
    record = read_again(poly, cap)
    duals = [(r, data.draw(NUMBERS)) for r in range(len(poly.rows))]
    said = [[r, str(u)] for r, u in duals]
    claim = Inequality.of_rows(poly, duals)
    millionth = Fraction(1, 10**6)

    bound = claim.smallest(poly, {}, [cap] * len(poly.types))
    if bound is not None and 0 < bound < cap:
        stage = {"duals": said, "fixed": [], "value": str(bound)}
        assert verify.proves(record, stage, {})
        assert not verify.proves(record, stage | {"value": str(bound - millionth)}, {})


@cache
def best_at_both_ends(seed: int, cap: Fraction) -> tuple[Polytope, Optimum] | None:
    poly = polytope(random_draw(seed, weights=WEIGHTS))
    try:
        return poly, optimise(poly, Objective.GOLDILOCKS, cap=cap, seed=0)
    except CapTooLow:
        return None


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, 60),
    st.sampled_from([Fraction(1), Fraction(1, 2)]),
    st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(1), Fraction(4, 3)]),
    st.sampled_from([Fraction(3, 4), Fraction(1), Fraction(5, 4)]),
)
def test_the_checker_takes_both_ends_as_far_as_multipliers_prove_them_and_no_further(
    seed: int, cap: Fraction, scale: Fraction, moved: Fraction
):
    if (found := best_at_both_ends(seed, cap)) is None:
        return
    poly, optimum = found
    record, stage = read_again(poly, cap), optimum.stages[-1]
    duals = [(row, u * scale) for row, u in stage.duals]
    low, never = stage.value * moved, optimum.never
    claim = Inequality.of_rows(poly, duals)
    least, even = claim.least_imbalance(poly, never, cap, low), evenly(poly, never)
    high = (least - even / low) * even
    millionth = Fraction(1, 10**6)
    if high >= low + millionth:
        both = {"duals": [[row, str(u)] for row, u in duals], "fixed": []}
        both |= {"value": str(low), "high": str(high)}
        known = dict.fromkeys(never, Fraction(0))
        assert verify.balances(record, both, known)
        assert not verify.balances(record, both | {"high": str(high + millionth)}, known)

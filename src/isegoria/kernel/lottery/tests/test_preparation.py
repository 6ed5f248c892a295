"""The real solver, its record and the checker, on pools where the relaxation is not the answer."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from isegoria.kernel.lottery.model import Quota, Volunteer
from isegoria.kernel.lottery.optimum import Infeasible, Label, Objective
from isegoria.kernel.lottery.preparation import Prepared, TooFewPanels, prepare
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.reading import Person, Standing, Terms
from isegoria.kernel.lottery.tests.standin import SEED, terms_of
from isegoria.kernel.lottery.verifier import verify


def tight(seed: int) -> Terms:
    """A small pool with exact quotas that at least one panel keeps, households in a third of the pools."""
    dice = random.Random(seed)
    values = {
        f"f{i}": [f"v{j}" for j in range(dice.randint(2, 4))] for i in range(dice.randint(2, 5))
    }
    people = []
    for i in range(dice.randint(12, 40)):
        home = f"h{dice.randrange(8)}" if seed % 3 == 0 and dice.random() < 0.5 else None
        profile = tuple(dice.choice(known) for known in values.values())
        people.append(Person(Volunteer(f"p{i}", profile, home), Standing.ELIGIBLE))
    panel = dice.sample(people, dice.randint(4, 9))
    quotas = []
    for column, (feature, known) in enumerate(values.items()):
        for value in known:
            held = sum(person.volunteer.values[column] == value for person in panel)
            quotas.append(Quota(feature, value, held, held))
    return Terms(len(panel), tuple(values), tuple(quotas), {}, tuple(people))


def _examine(folder: Path, prepared: Prepared):
    folder.mkdir()
    for name, data in prepared.files.items():
        (folder / name).write_bytes(data)
    return verify.examine(folder)


def test_the_checker_accepts_what_the_solver_claims_and_says_what_it_did_not_prove(
    tmp_path: Path,
) -> None:
    labels = set()
    for seed in range(24):
        objective = Objective.MAXIMIN if seed % 5 == 4 else Objective.LEXIMIN
        try:
            prepared = prepare(tight(seed), SEED, objective=objective)
        except Infeasible:
            continue
        optimum = prepared.lottery.optimum
        record = _examine(tmp_path / str(seed), prepared)
        assert not record.problems, (seed, record.problems)
        told = [note for note in record.notes if note.startswith("NOT proved here")]
        assert len(told) == len(optimum.solver_claims)
        assert bool(told) == (optimum.label is Label.EXACT_PRICING)
        assert all(claim in prepared.files["report.md"].decode() for claim in optimum.solver_claims)
        labels.add(optimum.label)
    assert labels >= {Label.BOUND_ATTAINED, Label.EXACT_PRICING}


def test_cancelling_at_any_step_gives_no_record() -> None:
    terms = terms_of()
    steps: list[tuple[str, int, int]] = []

    class Stop:
        def __init__(self, after: int) -> None:
            self.left = after

        def step(self, name: str, done: int, total: int) -> None:
            steps.append((name, done, total))
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    prepare(terms, SEED, progress=Stop(10**9))
    for after in range(len(steps)):
        with pytest.raises(Cancelled):
            prepare(terms, SEED, progress=Stop(after))


def test_a_list_too_short_for_somebody_is_refused_and_the_default_is_long_enough() -> None:
    terms = terms_of(quotas=b"feature,value,min,max\ngender,f,0,4\ngender,m,0,4\n")
    crowd = replace(
        terms,
        people=tuple(
            Person(Volunteer(f"x{i}", ("f" if i % 2 else "m",)), Standing.ELIGIBLE)
            for i in range(4100)
        ),
    )
    with pytest.raises(TooFewPanels, match="10000"):
        prepare(crowd, SEED, panels=1000)
    prepared = prepare(crowd, SEED)
    assert len(prepared.lottery.panels) == 10_000
    assert min(prepared.lottery.counts) > 0

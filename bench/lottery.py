"""How long an optimal lottery takes, how much memory, and whether it is right. Prints its table
last.

python bench/lottery.py [--bound 60] [--no-peer] [--draws 300] [--pools country,large] [--plain]

Each pool goes through ``isegoria lottery prepare`` and ``verify`` in processes of their own, as a
clerk would run them. The peer is sortition-algorithms (GPL, from PyPI): it is installed in an
environment of its own under var/bench, runs in a process of its own on the same two files, with its
default objective (maximin) and solver, and is stopped after ``--bound`` seconds. Nothing of it is
imported here. ``--draws`` small random draws (exact quotas among them, households in a third) are
also compared with brute force: every panel enumerated, every linear program solved in whole
numbers; and again with random weights and caps, under leximin and goldilocks. A second table has the
same pools under goldilocks, under a cap of one half, and with weights from 1 to 3, unless ``--plain``.
"""

import argparse
import csv
import json
import math
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from figures import FIGURES, tell
from isegoria.kernel.lottery.exact import imbalance
from isegoria.kernel.lottery.model import polytope
from isegoria.kernel.lottery.optimum import CapTooLow, Label, Objective
from isegoria.kernel.lottery.solve import chances, optimise
from isegoria.kernel.lottery.tests.oracle import (
    TooMany,
    every_panel,
    least_imbalance,
    leximin,
    random_draw,
)

PEER = "sortition-algorithms"
PEER_RUN = """
import sys, time
from sortition_algorithms import CSVStringDataSource, SelectionData, Settings
from sortition_algorithms.committee_generation import find_distribution_maximin
quotas, people, size = open(sys.argv[1]).read(), open(sys.argv[2]).read(), int(sys.argv[3])
settings = Settings(id_column="id", columns_to_keep=[])
data = SelectionData(CSVStringDataSource(quotas, people))
features, _ = data.load_features(size)
pool, _ = data.load_people(settings, features)
start = time.perf_counter()
panels, weights, _ = find_distribution_maximin(features, pool, size, [])
chances = dict.fromkeys(pool, 0.0)
for panel, weight in zip(panels, weights):
    for person in panel:
        chances[person] += weight
print(time.perf_counter() - start, min(chances.values()))
"""

OTHERS = {
    "goldilocks": ["--objective", "goldilocks"],
    "cap 0.5": ["--max-probability", "0.5"],
    "weights 1 to 3": ["--weights", "weight"],
    "all three": [
        *("--objective", "goldilocks", "--max-probability", "0.5", "--weights", "weight"),
    ],
}
WEIGHTS = (Fraction(1), Fraction(2), Fraction(1, 2))
CAPS = (Fraction(1), Fraction(1, 2), Fraction(3, 4))
NEAR = Fraction(1, 10**9)

type Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Pool:
    """People and quotas as the two files of a draw."""

    name: str
    size: int
    features: tuple[str, ...]
    people: Rows
    quotas: Rows


def drawn(
    name: str,
    people: int,
    size: int,
    features: Sequence[tuple[str, Sequence[float], Sequence[float]]],
    seed: int = 0,
) -> Pool:
    """A pool where each feature is drawn on its own: (name, shares of the population, how much
    likelier to volunteer); quotas are the floor and ceiling of share times size."""
    random = np.random.default_rng(seed)
    columns, quotas = [], []
    for feature, weights, volunteering in features:
        share = np.array(weights) / sum(weights)
        odds = share * np.array(volunteering)
        columns.append(random.choice(len(share), size=people, p=odds / odds.sum()).tolist())
        for value, part in enumerate((share * size).tolist()):
            bounds = [math.floor(part + 1e-9), math.ceil(part - 1e-9)]
            quotas.append([feature, f"v{value}", *map(str, bounds)])
    rows = [[f"p{i}", *(f"v{column[i]}" for column in columns)] for i in range(people)]
    return Pool(name, size, tuple(feature[0] for feature in features), rows, quotas)


NATIONAL = (
    ("gender", (0.5, 0.5), (0.85, 1.15)),
    ("age", (0.22, 0.24, 0.31, 0.23), (0.6, 0.9, 1.2, 1.3)),
    (
        "region",
        (12.3, 8.1, 6.0, 6.1, 6.1, 5.6, 5.1, 3.9, 3.3, 3.4, 2.8, 2.6, 2.7),
        (1.4, 1.1, 0.8, 1.1, 1.2, 0.8, 0.9, 1.1, 0.8, 1.2, 0.8, 0.9, 0.35),
    ),
    ("occupation", (0.05, 0.13, 0.16, 0.17, 0.13, 0.36), (0.7, 2.6, 1.5, 0.7, 0.25, 0.9)),
)
VARIED = tuple(
    (f"f{i}", weights, tuple(reversed(weights)))
    for i, weights in enumerate(
        [(5, 5), (2, 3, 4), (3, 3, 4, 4), (2, 2, 2, 3, 3), (3, 4, 4, 5), (3, 4, 4)]
    )
)


def pools() -> Iterable[Pool]:
    """The four pools of the table."""
    yield drawn("6,375 to 40", 6375, 40, NATIONAL)
    yield drawn("2,000 to 200, 3 types", 2000, 200, [("f", (2, 3, 5), (1, 1, 1))])
    yield drawn("150 to 22, all different", 150, 22, VARIED)
    yield drawn("100,000 to 150", 100_000, 150, NATIONAL)


def write(path: Path, header: Iterable[str], rows: Rows) -> None:
    """One CSV file."""
    with path.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([list(header), *rows])


def ours(pool: Pool, folder: Path, record: str = "record", more: Sequence[str] = ()) -> list[str]:
    """Prepare and check a record; types, seconds of the optimum, of all, of the check, MB, minimum,
    maximum, label."""
    command = Path(sys.executable).with_name("isegoria")
    options: list[str | Path] = [
        "--people",
        folder / "people.csv",
        "--quotas",
        folder / "quotas.csv",
    ]
    options += ["--size", str(pool.size), "--seed", "0" * 32, "--out", folder / record, "--json"]
    run = subprocess.run(
        [command, "lottery", "prepare", *options, *more],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        return ["-"] * 7 + [run.stderr.strip().splitlines()[-1]]
    told = json.loads(run.stdout)
    start = time.perf_counter()
    script = folder / record / "verify.py"
    subprocess.run(
        [sys.executable, "-I", script, script.parent], stdout=subprocess.DEVNULL, check=True
    )
    checked = time.perf_counter() - start
    figures = [f"{told[key]:.2f}" for key in ("optimum_seconds", "seconds")]
    ends = [f"{told[end]:.7f}" for end in ("minimum", "maximum")]
    rest = [f"{told['peak_mb']:.0f}", *ends, told["label"]]
    return [str(told["types"]), *figures, f"{checked:.2f}", *rest]


def peer(pool: Pool, folder: Path, python: Path, bound: float) -> list[str]:
    """Seconds of the peer's maximin, and its minimum."""
    files: list[str | Path] = [folder / "quotas.csv", folder / "people.csv", str(pool.size)]
    try:
        run = subprocess.run(
            [python, "-c", PEER_RUN, *files],
            capture_output=True,
            text=True,
            check=True,
            timeout=bound,
        )
    except subprocess.TimeoutExpired:
        return [f"> {bound:.0f}", "-"]
    seconds, minimum = map(float, run.stdout.split()[-2:])
    return [f"{seconds:.2f}", f"{minimum:.7f}"]


def tell_pool(key: str, line: Sequence[str], bound: float) -> None:
    """The figures of one row of the table."""
    named = dict(zip(_COLUMNS, line, strict=True))
    for name, told in named.items():
        if f"lottery.{key}.{name}" in FIGURES and told not in {"", "-"}:
            stopped = told.startswith(">")
            unit = "s (stopped)" if stopped else None
            tell(f"lottery.{key}.{name}", bound if stopped else float(told), unit=unit)
    if named["peer"] not in {"", "-"} and f"lottery.{key}.times" in FIGURES:
        theirs = float(named["peer"].removeprefix(">"))
        tell(f"lottery.{key}.times", theirs / float(named["optimum"]))


_KEYS = {"6,375 to 40": "country", "2,000 to 200, 3 types": "types"}
_KEYS |= {"150 to 22, all different": "varied", "100,000 to 150": "large"}
_COLUMNS = ("pool", "types", "optimum", "prepare", "verify", "memory", "minimum", "maximum")
_COLUMNS += ("label", "peer", "peer minimum")


def peer_python() -> Path:
    """The interpreter of an environment that has the peer, made when it is missing."""
    home = Path(__file__).parents[1] / "var" / "bench" / PEER
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


def brute_force(draws: int) -> tuple[str, int]:
    """Compare ``draws`` small draws with brute force; what came out, and how many labels were wrong."""
    labels: Counter[str] = Counter()
    wrong, seed = 0, 0
    while sum(labels.values()) < draws:
        poly = polytope(random_draw(seed))
        seed += 1
        try:
            true = leximin(poly, every_panel(poly, 800))
        except TooMany:
            continue
        optimum = optimise(poly, Objective.LEXIMIN, seed=seed)
        labels[optimum.label] += 1
        away = max(abs(p - z) for p, z in zip(chances(poly, optimum), true, strict=True))
        wrong += away > Fraction(1, 10**9) and optimum.label is not Label.BEST_FOUND
    said = ", ".join(f"{count} {label}" for label, count in labels.most_common())
    return f"{draws} random draws against brute force: {said}; wrong labels: {wrong}", wrong


def brute_force_with_terms(draws: int) -> tuple[str, int]:
    """The same with random weights and caps, and both ends under goldilocks."""
    labels: Counter[str] = Counter()
    wrong, seed = 0, 0
    while sum(labels.values()) < draws:
        seed += 1
        cap, weighted = CAPS[seed % 3], WEIGHTS[: 1 + seed % 2 * 2]
        poly = polytope(random_draw(seed, weights=weighted))
        try:
            panels = every_panel(poly, 200)
            even, both = (
                optimise(poly, objective, cap=cap, seed=seed)
                for objective in (Objective.LEXIMIN, Objective.GOLDILOCKS)
            )
        except (TooMany, CapTooLow):
            continue
        true = leximin(poly, panels, cap)
        weights = zip(poly.weights, true, strict=True)
        pairs = zip(chances(poly, even), weights, strict=True)
        wrong += even.label is not Label.BEST_FOUND and max(
            abs(p - w * z) for p, (w, z) in pairs
        ) > (40 * NEAR)
        ends = both.stages[-1]
        if ends.high is not None and both.label is not Label.BEST_FOUND:
            reached = imbalance(poly, both.never, ends.value, ends.high)
            wrong += reached > least_imbalance(poly, panels, cap, ends.value) + 10 * NEAR
        labels[both.label] += 1
    said = ", ".join(f"{count} {label}" for label, count in labels.most_common())
    return f"{draws} with weights, caps and goldilocks: {said}; wrong labels: {wrong}", wrong


def main() -> None:
    """Run everything, print the table last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bound", type=float, default=60, help="seconds given to the peer")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--pools", default=",".join(_KEYS.values()), help="among these")
    parser.add_argument("--plain", action="store_true", help="under leximin alone")
    options = parser.parse_args()
    asked_for = options.pools.split(",")
    python = None if options.no_peer else peer_python()
    head = [
        "pool",
        "types",
        "optimum s",
        "prepare s",
        "verify s",
        "MB",
        "minimum",
        "maximum",
        "label",
    ]
    table = [[*head, "peer s", "peer minimum"]]
    others = [["pool", "asked", *head[1:]]]
    chance = random.Random(0)
    for pool in (each for each in pools() if _KEYS[each.name] in asked_for):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            people = [[*person, str(chance.randint(1, 3))] for person in pool.people]
            write(folder / "people.csv", ["id", *pool.features, "weight"], people)
            write(folder / "quotas.csv", ["feature", "value", "min", "max"], pool.quotas)
            line = [pool.name, *ours(pool, folder)]
            beside = ["", ""] if python is None else peer(pool, folder, python, options.bound)
            table.append([*line, *beside])
            for asked, more in ({} if options.plain else OTHERS).items():
                others.append([pool.name, asked, *ours(pool, folder, asked, more)])
            print("done:", pool.name, file=sys.stderr)
    compared = (
        [brute_force(options.draws), brute_force_with_terms(options.draws)] if options.draws else []
    )
    for lines in (table,) if options.plain else (table, others):
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            print("  ".join(cells).rstrip())
        print()
    print("\n".join(said for said, _wrong in compared))
    for line in table[1:]:
        tell_pool(_KEYS[line[0]], line, options.bound)
    for key, (_said, wrong) in zip(("labels", "labels-of-terms"), compared, strict=False):
        tell(f"lottery.{key}", wrong)


if __name__ == "__main__":
    main()

"""How long an opinion map takes, how much memory, and whether it is right. Prints its table last.

python bench/opinion.py [--data FOLDER] [--no-peer] [--no-large] [--repeat 7]

The peer is red-dwarf (MPL-2.0, from PyPI): it is installed in an environment of its own under
var/bench and runs in processes of its own; nothing of it is imported here. Both are given the same
votes in memory, a list of dictionaries to the peer, three arrays to us, and build their own tables
from them. Each runs ``--repeat`` times in one process: the table has the first call, and the fastest
in wall clock and in processor time, and the load of the machine when it began: on a busy one, look at
processor time. "map" computes what the peer computes; "trust" adds the bootstrap and the share of
chance, which the peer has not. Figures are compared with the peer's exact solver
(``svd_solver="full"``); times with its default one.

Conversations: vTaiwan, from the test data; with ``--data``, every folder of a copy of
compdemocracy/openData (CC BY 4.0) that holds ``participants-votes.csv`` and ``comments.csv``. The
large conversation is drawn here: 360,000 people of three opinions, 4,000 posts, 7.5 million votes. It
goes through the kernel alone and, from a CSV file, through ``isegoria opinion map``.
"""

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from figures import tell
from isegoria.kernel.opinion.groups import rand_index
from isegoria.kernel.opinion.mapping import opinion_map
from isegoria.kernel.opinion.votes import collect

PEER = "red-dwarf==0.4.0"
ROOT = Path(__file__).parents[1]
TEST_DATA = ROOT / "src" / "isegoria" / "kernel" / "opinion" / "tests" / "data"
CLOCK = """
import json, resource, sys, time
def clock(call, repeat):
    walls, cpus = [], []
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, [walls[0], min(walls), min(cpus)]
votes, moderated, repeat = json.load(open(sys.argv[1])), json.loads(sys.argv[2]), int(sys.argv[3])
"""
PEER_RUN = f"""{CLOCK}
import warnings
warnings.simplefilter("ignore")
from reddwarf.implementations.base import run_pipeline
names = ("participant_id", "statement_id", "vote")
rows = [dict(zip(names, row)) for row in zip(*votes)]
options = dict(votes=rows, mod_out_statement_ids=moderated, random_state=0)
_, times = clock(lambda: run_pipeline(**options), repeat)
found = run_pipeline(**options, reducer_kwargs=dict(svd_solver="full"))
people, posts = found.participants_df, found.statements_df
print(json.dumps(dict(
    times=times,
    voters=[str(name) for name in people.index],
    labels=people["cluster_id"].astype("float").fillna(-1).astype(int).tolist(),
    places=people[["x", "y"]].values.tolist(),
    variances=found.reducer.explained_variance_.tolist(),
    components=found.reducer.components_.tolist(),
    priority=posts["priority"].tolist(),
)))
"""
OUR_RUN = f"""{CLOCK}
import numpy as np
from isegoria.kernel.opinion.mapping import opinion_map
from isegoria.kernel.opinion.votes import collect
arrays = [np.array(column) for column in votes]
moderated = list(map(str, moderated))
def draw(**options):
    return opinion_map(collect(*arrays), moderated=moderated, **options)
_, bare = clock(lambda: draw(examined=False), repeat)
_, stable = clock(draw, max(1, repeat // 2))
print(json.dumps(dict(times=bare, stable=stable)))
"""
LARGE_RUN = """
import resource, sys, time
import numpy as np
from isegoria.kernel.opinion.mapping import opinion_map
from isegoria.kernel.opinion.votes import collect
columns = np.load(sys.argv[1])
voters, posts, values = (columns[name] for name in ("voter", "post", "value"))
wall, cpu = time.perf_counter(), time.process_time()
found = opinion_map(collect(voters, posts, values))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
np.save(sys.argv[2], found.labels)
print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
"""

type Table = list[list[str]]


def conversations(data: Path | None) -> Iterator[tuple[str, bytes, list[int]]]:
    """Name, wide export and moderated posts of each conversation."""
    ids = (TEST_DATA / "vtaiwan-moderated.csv").read_text().split()[1:]
    yield (
        "vtaiwan",
        gzip.decompress((TEST_DATA / "vtaiwan.csv.gz").read_bytes()),
        list(map(int, ids)),
    )
    for wide in sorted(data.glob("*/participants-votes.csv")) if data else ():
        comments = wide.with_name("comments.csv")
        if comments.exists() and "vtaiwan" not in wide.parent.name:
            rows = csv.DictReader(comments.read_text(encoding="utf-8").splitlines(keepends=True))
            out = [int(row["comment-id"]) for row in rows if row["moderated"] == "-1"]
            yield wide.parent.name[:24], wide.read_bytes(), out


def load() -> str:
    """How many processes wanted to run, on average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def columns(wide: bytes) -> list[list[int]]:
    """Voters, posts and votes of a wide export, read without any of our code."""
    rows = csv.DictReader(wide.decode("utf-8").splitlines())
    found = (
        (int(row["participant"]), int(name), int(cell))
        for row in rows
        for name, cell in row.items()
        if name.isdecimal() and cell
    )
    return [list(column) for column in zip(*found, strict=True)]


def run(python: Path | str, script: str, *arguments: str) -> Any:
    """What a script prints as JSON, in a process of its own."""
    done = subprocess.run(
        [python, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def differences(votes: list[list[int]], moderated: list[int], peer: Mapping[str, Any]) -> list[str]:
    """Whether the same people are kept, the largest differences of variances (relative), components, places
    and priorities (relative), and the likeness of groups."""
    found = opinion_map(
        collect(*map(np.array, votes)), moderated=list(map(str, moderated)), examined=False
    )
    labels, kept = np.array(peer["labels"]), found.labels >= 0
    same = list(found.votes.voters) == peer["voters"] and np.array_equal(kept, labels >= 0)
    variances = np.max(np.abs(found.axes.variances / peer["variances"] - 1))
    components = np.max(np.abs(found.axes.components - peer["components"]))
    places = np.max(np.abs(found.axes.voters - peer["places"]))
    shown = ~found.posts.moderated
    priority = np.max(np.abs(found.posts.priority / peer["priority"] - 1)[shown])
    index = rand_index(found.labels[kept], labels[kept]) if same else float("nan")
    figures = [f"{one:.0e}" for one in (variances, components, places, priority)]
    return ["yes" if same else "NO", *figures, f"{index:.4f}"]


def beside(data: Path | None, python: Path | None, repeat: int) -> Table:
    """Times and differences on real conversations."""
    head = ["conversation", "load", "people", "posts", "votes"]
    head += ["first s", "map s", "cpu s", "trust s"]
    peer_head = ["peer first s", "peer s", "peer cpu s", "x first", "x", "x cpu", "same people"]
    peer_head += ["variances", "components", "places", "priority", "ARI"]
    table = [[*head, *(peer_head if python else [])]]
    for name, wide, moderated in conversations(data):
        votes = columns(wide)
        busy = load()
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(votes, file)
            file.flush()
            arguments = file.name, json.dumps(moderated), str(repeat)
            ours = run(sys.executable, OUR_RUN, *arguments)
            peer = run(python, PEER_RUN, *arguments) if python else None
        size = [str(len(set(votes[0]))), str(len(set(votes[1]))), str(len(votes[0]))]
        line = [name, busy, *size, *(f"{one:.4f}" for one in (*ours["times"], ours["stable"][1]))]
        if peer:
            pairs = zip(peer["times"], ours["times"], strict=True)
            line += [f"{one:.3f}" for one in peer["times"]]
            line += [f"{theirs / mine:.0f}" for theirs, mine in pairs]
            line += differences(votes, moderated, peer)
        table.append(line)
        print("done:", name, file=sys.stderr)
    return table


def drawn(people: int = 360_000, posts: int = 4000, seed: int = 0) -> dict[str, np.ndarray]:
    """Votes of people of three opinions (half, three in ten, two in ten), on about 21 posts each."""
    random = np.random.default_rng(seed)
    counts = np.minimum(posts, 1 + random.geometric(1 / 20, size=people))
    voter = np.repeat(np.arange(people, dtype=np.int64), counts)
    pairs = np.unique(voter * posts + random.integers(posts, size=len(voter)))
    voter, post = (part.astype(np.int32) for part in np.divmod(pairs, posts))
    opinion = random.choice(3, p=[0.5, 0.3, 0.2], size=people)
    liked = (
        random.normal(0.3, 0.8, posts)[post] + random.normal(size=(3, posts))[opinion[voter], post]
    )
    agree = 0.85 / (1 + np.exp(-liked))
    lot = random.random(len(post))
    value = np.where(lot < agree, 1, np.where(lot < agree + 0.15, 0, -1)).astype(np.int8)
    return {"voter": voter, "post": post, "value": value, "opinion": opinion}


def large() -> Table:
    """The large conversation, through the kernel and through the command."""
    head = ["large conversation", "load", "people", "posts", "votes"]
    table = [[*head, "s", "cpu s", "MB", "ARI planted"]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "--draw", folder], check=True)
        opinion = np.load(folder / "opinion.npy")
        size = (folder / "size.txt").read_text().split()
        busy = load()
        script = [sys.executable, "-c", LARGE_RUN, folder / "votes.npz", folder / "labels.npy"]
        done = subprocess.run(script, capture_output=True, text=True, check=True)
        wall, cpu, memory = map(float, done.stdout.split())
        labels = np.load(folder / "labels.npy")
        kept = labels >= 0
        index = rand_index(labels[kept], opinion[kept])
        figures = [f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}", f"{index:.3f}"]
        table.append(["kernel", busy, *size, *figures])
        command = [Path(sys.executable).with_name("isegoria"), "opinion", "map", "--json"]
        command += ["--votes", folder / "votes.csv", "--out", folder / "map"]
        busy = load()
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        wall = time.perf_counter() - start
        told = json.loads(done.stdout)
        figures = [f"{wall:.2f}", f"{told['cpu_seconds']:.2f}", f"{told['peak_mb']:.0f}", ""]
        table.append(["command, from CSV", busy, *size, *figures])
    return table


def tell_conversation(line: Mapping[str, str]) -> None:
    """The figures of vTaiwan, beside the peer where it was asked."""
    tell("opinion.map", float(line["map s"]))
    if "peer s" in line:
        tell("opinion.peer", float(line["peer s"]))
        tell("opinion.times", float(line["peer cpu s"]) / float(line["cpu s"]))
        tell("opinion.people", line["same people"] == "yes")
        tell("opinion.groups", float(line["ARI"]))
        for name in ("variances", "components"):
            tell(f"opinion.{name}", float(line[name]))


def tell_large(line: Mapping[str, str]) -> None:
    """The figures of the large conversation."""
    if line["large conversation"] == "kernel":
        tell("opinion.large.seconds", float(line["s"]))
        tell("opinion.large.memory", float(line["MB"]))
    else:
        tell("opinion.large.command", float(line["s"]))


def write(folder: Path) -> None:
    """Draw the large conversation, in a process of its own: a child's peak memory counts its parent's."""
    votes = drawn()
    np.savez(folder / "votes.npz", **votes)
    np.save(folder / "opinion.npy", votes["opinion"])
    size = len(votes["opinion"]), int(votes["post"].max()) + 1, len(votes["post"])
    (folder / "size.txt").write_text(" ".join(map(str, size)))
    with (folder / "votes.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["voter-id", "comment-id", "vote"])
        columns = (votes[name].tolist() for name in ("voter", "post", "value"))
        writer.writerows(zip(*columns, strict=True))


def peer_python() -> Path:
    """The interpreter of an environment that has the peer, made when it is missing."""
    home = ROOT / "var" / "bench" / "red-dwarf"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


def show(table: Iterable[list[str]]) -> None:
    """Print a table in columns."""
    rows = list(table)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def main() -> None:
    """Run everything, print the tables last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="a copy of compdemocracy/openData")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--no-large", action="store_true")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--draw", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.draw:
        write(options.draw)
        return
    python = None if options.no_peer else peer_python()
    tables = [beside(options.data, python, options.repeat)]
    if not options.no_large:
        tables.append(large())
    for table in tables:
        show(table)
        print()
    tell_conversation(dict(zip(*tables[0][:2], strict=True)))
    for line in tables[1][1:] if len(tables) > 1 else ():
        tell_large(dict(zip(tables[1][0], line, strict=True)))


if __name__ == "__main__":
    main()

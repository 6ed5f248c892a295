"""How fast and how well contributions are grouped, and duplicates found. Prints its table last.

python bench/text.py [--many 20000 200000] [--no-encoder] [--no-peer]

*Quality*: the 600 contributions of ``kernel/text/tests/data`` (10 themes, 60 ideas, written for
this project), grouped by ``isegoria text group``. Adjusted Rand index (Hubert, Arabie, 1985) against
what their authors meant; a text that was not grouped counts as a group of its own. Beside it, the
peer: k-means of scikit-learn on its plain TF-IDF, told how many groups there are, mean of five
seeds; it is installed in an environment of its own under var/bench. ``PEER`` holds what it gave when
this was written, for ``--no-peer``.

*Duplicates*: every contribution is changed as people change a text (one word in ten replaced or
mistyped; a sentence added; accents and case lost; put inside a longer text) and looked for among
the 600 originals and 20,000 others. The peer: the group to which its 60 means give the changed text.

*Speed*: that many texts, made of the 600 by exchanging sentences, one in fifty a copy with a word
changed, through the command in a process of its own. Seconds of wall and of processor, children
included: on a busy machine only the second means something.
"""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from math import comb
from pathlib import Path

from figures import FIGURES, tell
from isegoria.kernel.text.duplicates import Index, fingerprint

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src/isegoria/kernel/text/tests/data/contributions.csv"
PEER = {"theme": 0.011, "idea": 0.035, "recall": 0.997, "strangers": 11.14}
"""scikit-learn 1.9.1, TfidfVectorizer() and KMeans(n_init=10), seeds 0 to 4, November 2026."""
PEER_RUN = """
import csv, json, sys
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
texts = [row["text"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
originals, changed = zip(*json.load(sys.stdin))
words = TfidfVectorizer()
matrix = words.fit_transform(texts)
found = {"theme": [], "idea": [], "recall": [], "strangers": []}
for seed in range(5):
    for name, k in (("theme", 10), ("idea", 60)):
        means = KMeans(k, n_init=10, random_state=seed).fit(matrix)
        found[name].append(means.labels_.tolist())
    together = means.predict(words.transform(changed))
    sizes = [int((means.labels_ == group).sum()) for group in range(60)]
    hits = [means.labels_[one] == group for one, group in zip(originals, together)]
    found["recall"].append(sum(map(bool, hits)) / len(hits))
    found["strangers"].append(sum(sizes[group] - bool(hit) for hit, group in zip(hits, together)) / len(hits))
print(json.dumps(found))
"""


def pairs(sizes: Sequence[int]) -> int:
    """How many pairs these groups hold."""
    return sum(comb(size, 2) for size in sizes)


def rand(meant: Sequence[object], found: Sequence[object]) -> float:
    """The adjusted Rand index: 1 for the same groups, 0 for groups made at random."""
    both = pairs(list(Counter(zip(meant, found, strict=True)).values()))
    one, other = (pairs(list(Counter(labels).values())) for labels in (meant, found))
    chance = one * other / comb(len(meant), 2)
    return (both - chance) / ((one + other) / 2 - chance)


def contributions() -> list[dict[str, str]]:
    """The labelled sample."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run(texts: Path, out: Path, *options: str) -> dict[str, float]:
    """``isegoria text group`` in a process of its own: its figures."""
    order = [sys.executable, "-m", "isegoria", "text", "group", f"--texts={texts}", f"--out={out}"]
    done = subprocess.run([*order, "--json", *options], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def quality(*options: str) -> str:
    """One line: how well the sample is grouped."""
    rows = contributions()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(DATA, Path(folder), *options)
        with (Path(folder) / "texts.csv").open(encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
    alone = (f"alone {number}" for number in count())
    scores = {
        level: rand([row[level] for row in rows], [row[level] or next(alone) for row in found])
        for level in ("theme", "idea")
    }
    if "--ideas=60" in options:
        for level, score in scores.items():
            tell(f"text.{level}{'' if figures['method'] == 'words' else '.meaning'}", score)
    return (
        f"{figures['method']:>10} {' '.join(options):<24} theme {scores['theme']:.3f}"
        f"  idea {scores['idea']:.3f}  grouped {figures['grouped'] / 6:.0f} %"
    )


def peer() -> dict[str, float]:
    """What plain k-means gives on the sample, measured here."""
    folder = ROOT / "var/bench/scikit-learn"
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "scikit-learn"]
        subprocess.run(install, check=True)
    done = subprocess.run(
        [str(python), "-c", PEER_RUN, str(DATA)],
        input=json.dumps([(place, text) for place, _, text in all_changed()]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    for level in ("theme", "idea"):
        meant = [row[level] for row in contributions()]
        found[level] = [rand(meant, one) for one in found[level]]
    return {name: statistics.fmean(seeds) for name, seeds in found.items()}


def changed(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The ways in which people change a text."""
    words = text.split()
    for place in chance.sample(range(len(words)), max(1, len(words) // 10)):
        word = words[place]
        cut = chance.randrange(len(word))
        words[place] = chance.choice(("autrement", word[:cut] + word[cut + 1 :] or "vraiment"))
    yield "one word in ten", " ".join(words)
    yield "a sentence added", text + " Merci de bien vouloir étudier cette demande avec attention."
    yield "capitals", text.upper().replace("É", "E").replace("È", "E").replace("À", "A")
    yield (
        "inside a longer text",
        f"Bonjour à toutes et à tous.\n{text}\n"
        + " ".join(
            f"{word} {word}"
            for word in (
                "nous",
                "habitons",
                "ici",
                "depuis",
                "longtemps",
                "et",
                "cela",
                "dure",
                "trop",
            )
        ),
    )


def all_changed() -> Iterator[tuple[int, str, str]]:
    """Which contribution of eight words or more, how it was changed, what became of it."""
    chance = random.Random(0)
    for place, row in enumerate(contributions()):
        if len(row["text"].split()) >= 8:
            for name, text in changed(row["text"], chance):
                yield place, name, text


def made(number: int, seed: int = 0) -> list[str]:
    """Texts of the length of the sample, by exchanging its sentences."""
    chance = random.Random(seed)
    sentences = [part for row in contributions() for part in row["text"].split(". ")]
    words = [word for row in contributions() for word in row["text"].split()]
    texts: list[str] = []
    for _ in range(number):
        if texts and chance.random() < 0.02:
            copy = chance.choice(texts).split()
            copy[chance.randrange(len(copy))] = chance.choice(words)
            texts.append(" ".join(copy))
        else:
            own = " ".join(chance.sample(words, 4))
            texts.append(". ".join([*chance.sample(sentences, 2), own]))
    return texts


def duplicates(others: int) -> Iterator[str]:
    """How many changed texts find their original, and how long one search takes."""
    rows = contributions()
    index: Index[str] = Index()
    for row in rows:
        index.add(row["id"], fingerprint(row["text"], "fr"))
    for number, text in enumerate(made(others)):
        index.add(f"other {number}", fingerprint(text, "fr"))
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    strangers = 0
    seconds = []
    for place, name, text in all_changed():
        started = time.process_time()
        alike = [one.id for one in index.look_alikes(fingerprint(text, "fr"))]
        seconds.append(time.process_time() - started)
        asked[name] += 1
        found[name] += rows[place]["id"] in alike
        strangers += sum(one != rows[place]["id"] and one[0] == "c" for one in alike)
    total = asked.total()
    yield told("ours", found.total() / total, strangers / total)
    for name in asked:
        yield f"  {name:<22} recall {found[name] / asked[name]:.3f} of {asked[name]}"
    middle, most = statistics.median(seconds), max(seconds)
    tell("text.search", middle * 1000)
    tell("text.recall", found.total() / total)
    tell("text.strangers", strangers / total)
    yield f"  one text among {others + len(rows)}: {middle * 1000:.2f} ms, {most * 1000:.1f} ms at most"


def told(whose: str, recall: float, strangers: float) -> str:
    """One line: how often a changed text finds its original, and how many others come along."""
    return f"  {whose:<22} recall {recall:.3f}, with {strangers:.2f} others of the 600 for one text"


def speed(number: int, *options: str) -> str:
    """One line: seconds and memory for so many texts."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["id", "text"])
            writer.writerows((f"t{place}", text) for place, text in enumerate(made(number)))
        figures = run(path, Path(folder) / "out", *options)
    key = f"text.{'words' if figures['method'] == 'words' else 'meaning'}.{number}"
    for name, value in ((key, figures["seconds"]), (f"{key}.memory", figures["peak_mb"])):
        if name in FIGURES:
            tell(name, value)
    return (
        f"{number:>8} texts, {figures['method']}: {figures['seconds']:.1f} s"
        f" ({figures['cpu_seconds']:.1f} s of processor), {figures['peak_mb']:.0f} MB;"
        f" {figures['copies']} copies, {figures['ideas']} ideas; load of the machine {load:.1f}"
    )


def main() -> None:
    """Measure; the table comes last."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--many", type=int, nargs="*", default=[20_000, 200_000])
    parser.add_argument("--no-encoder", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    numbers = ("--ideas=60", "--themes=10")
    methods = [["--words-only"], *([] if options.no_encoder else [[]])]
    lines = ["adjusted Rand index, 600 texts:"]
    found = PEER if options.no_peer else peer()
    for name, value in () if options.no_peer else found.items():
        tell(f"text.{name}.peer", value)
    lines.append(
        f"   k-means {'told 10 and 60':<24} theme {found['theme']:.3f}  idea {found['idea']:.3f}"
    )
    for method in methods:
        lines += [quality(*method), quality(*method, *numbers)]
    lines.append("near duplicates, each contribution changed in four ways:")
    lines.append(told("k-means told 60", found["recall"], found["strangers"]))
    lines += duplicates(20_000)
    for number in options.many:
        lines += [speed(number, *method) for method in methods]
    print("\n".join(lines))


if __name__ == "__main__":
    main()

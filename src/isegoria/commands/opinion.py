"""``isegoria opinion ...``: an opinion map from a file of votes, with no site and no settings.

The kernel computes; this module reads files, writes a folder and talks to a terminal.
"""

import json
import os
import resource
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

MEGABYTE = 1_000_000


def draw_map(options: Namespace) -> int:
    """Compute a map and write its files: all of them, or none when something is wrong with the input."""
    started = time.perf_counter()
    try:
        return _draw_map(options, started)
    except OSError as error:
        name, why = error.filename or "a file", error.strerror or error
        print(f"isegoria: {name}: {why}. No map was written.", file=sys.stderr)
        return 1


def _draw_map(options: Namespace, started: float) -> int:
    from isegoria.kernel.opinion.mapping import opinion_map
    from isegoria.kernel.opinion.reading import Reading, read_votes
    from isegoria.kernel.opinion.remarks import Sheet
    from isegoria.kernel.opinion.report import files, summary
    from isegoria.kernel.opinion.sentences import outcome

    out: Path = options.out
    if out.exists() and not out.is_dir():
        print(f"isegoria: {out} is a file. Give the name of a folder.", file=sys.stderr)
        return 1
    silenced = options.moderated.read_bytes() if options.moderated else None
    with options.votes.open("rb") as votes:
        reading: Reading = read_votes(votes, moderated=silenced)
    paths = {Sheet.VOTES: options.votes, Sheet.MODERATED: options.moderated}
    for item in reading.remarks:
        kind = "error" if item.fatal else "note"
        print(f"{paths[item.sheet]}: {kind}: {item.sentence()}", file=sys.stderr)
    if reading.votes is None:
        wrong = sum(item.fatal for item in reading.remarks)
        what = "this error" if wrong == 1 else f"these {wrong} errors"
        print(f"isegoria: put {what} right and start again. Nothing was written.", file=sys.stderr)
        return 1
    found = opinion_map(
        reading.votes,
        moderated=reading.moderated,
        seed=options.seed,
        base_above=options.base_above,
    )
    _write(out, files(found))
    if options.json:
        seconds = round(time.perf_counter() - started, 3)
        cpu = round(time.process_time(), 3)
        figures = {**summary(found), "seconds": seconds, "cpu_seconds": cpu, "peak_mb": _peak()}
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print("\n".join(outcome(found)))
        print(f"The map is in {out}.")
    return 0


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole: a map that was there is replaced only once the new one is on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = {name: folder / f".{name}.partial" for name in files}
    try:
        for name, data in files.items():
            with partial[name].open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for name, path in partial.items():
            path.replace(folder / name)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def _peak() -> float:
    """Megabytes of memory that this process took at most."""
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(taken * (1 if sys.platform == "darwin" else 1024) / MEGABYTE, 1)

"""``isegoria opinion ...``: an opinion map from a file of votes, with no site and no settings.

The kernel computes; this module reads files, writes a folder and talks to a terminal.
"""

import json
import sys
import time
from argparse import Namespace

from isegoria.commands.output import peak, put_right, refuse_a_file, told, write_files


@told("No map was written.")
def draw_map(options: Namespace) -> int:
    """Compute a map and write its files: all of them, or none when something is wrong with the input."""
    started = time.perf_counter()
    from isegoria.kernel.opinion.mapping import opinion_map
    from isegoria.kernel.opinion.reading import Reading, read_votes
    from isegoria.kernel.opinion.remarks import Sheet
    from isegoria.kernel.opinion.report import files, summary
    from isegoria.kernel.opinion.sentences import outcome

    refuse_a_file(options.out)
    silenced = options.moderated.read_bytes() if options.moderated else None
    with options.votes.open("rb") as votes:
        reading: Reading = read_votes(votes, moderated=silenced)
    paths = {Sheet.VOTES: options.votes, Sheet.MODERATED: options.moderated}
    for item in reading.remarks:
        kind = "error" if item.fatal else "note"
        print(f"{paths[item.sheet]}: {kind}: {item.sentence()}", file=sys.stderr)
    if reading.votes is None:
        raise put_right(sum(item.fatal for item in reading.remarks))
    found = opinion_map(
        reading.votes,
        moderated=reading.moderated,
        seed=options.seed,
        base_above=options.base_above,
    )
    write_files(options.out, files(found))
    if options.json:
        seconds = round(time.perf_counter() - started, 3)
        cpu = round(time.process_time(), 3)
        figures = {**summary(found), "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak()}
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print("\n".join(outcome(found)))
        print(f"The map is in {options.out}.")
    return 0

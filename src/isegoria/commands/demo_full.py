"""``isegoria demo --full``: the demonstration at the size of a region, with bars, and counted at the end."""

import sys
import time

from isegoria.commands.lottery_bar import Bar
from isegoria.commands.trouble import Trouble


class _Told:
    """A bar on a terminal; anywhere else, a line for each step."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._name = ""

    def step(self, name: str, done: int, total: int) -> None:
        """Draw the step, or say that it begins."""
        self._bar.step(name, done, total)
        if name != self._name and not sys.stderr.isatty():
            print(f"  {name}", flush=True)
        self._name = name


def load_if_missing() -> None:
    """Load the great consultation, then count what is there. Raises Trouble when something is not."""
    from isegoria.core.statistics import count_tables
    from isegoria.site.demonstration import full
    from isegoria.site.demonstration.full_checks import checks

    if full.is_there():
        return
    began, worked = time.perf_counter(), time.process_time()
    print("Loading the demonstration at full size: some minutes.", flush=True)
    wrong = 0
    with Bar() as bar:
        told = _Told(bar)
        full.load(told)
        count_tables()
        found = list(checks(told))
    for check in found:
        print(f"  {'ok' if check.good else 'WRONG':5}  {check.sentence}")
        wrong += not check.good
    print(
        f"Loaded in {time.perf_counter() - began:.0f} s, {time.process_time() - worked:.0f} s of processor.",
        flush=True,
    )
    if wrong:
        raise Trouble(
            f"{wrong} of these are wrong. Delete the folder of this demonstration and try again."
        )

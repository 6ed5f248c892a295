"""A bar on a terminal for work that lasts; silence anywhere else."""

import sys
import time
from types import TracebackType
from typing import Self

WIDTH = 30
EVERY = 0.1
"""Seconds between two drawings of the bar, at least."""


class Bar:
    """A :class:`isegoria.kernel.lottery.progress.Progress` on the error stream. Ctrl-C stops the work."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._at = float("-inf")
        self._name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown and self._name:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def step(self, name: str, done: int, total: int) -> None:
        """Draw the step; the last of its units is always drawn."""
        now = time.perf_counter()
        if not self._shown or (name == self._name and done < total and now - self._at < EVERY):
            return
        self._at, self._name = now, name
        full = WIDTH * min(done, total) // total if total else 0
        bar = "█" * full + "·" * (WIDTH - full)
        print(f"\r\x1b[K{bar} {name}", end="", file=sys.stderr, flush=True)

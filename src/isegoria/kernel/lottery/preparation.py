"""From the terms to the record: the optimum, the list, and the files that prove them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter
from typing import Any

from isegoria.kernel.lottery import listing, solve
from isegoria.kernel.lottery.identities import Pool, solver_seed, veiled
from isegoria.kernel.lottery.model import polytope
from isegoria.kernel.lottery.optimum import Objective
from isegoria.kernel.lottery.progress import Progress, Silent
from isegoria.kernel.lottery.reading import Terms
from isegoria.kernel.lottery.record import TRANSCRIPT, Lottery, digest
from isegoria.kernel.lottery.report import record_of
from isegoria.kernel.lottery.sources import ANNOUNCED, Source


class TooFewPanels(ValueError):
    """With so few panels, some who have a chance would be in none. The message says how many it takes."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record as bytes, the figures of the lottery, and how long the optimum took, in seconds."""

    files: dict[str, bytes]
    lottery: Lottery
    optimum_seconds: float

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the transcript: what to publish before the draw."""
        return digest(self.files[TRANSCRIPT])

    def summary(self) -> dict[str, Any]:
        """The figures of the lottery, with the seconds of the optimum."""
        return {**self.lottery.summary(), "optimum_seconds": round(self.optimum_seconds, 3)}


def prepare(
    terms: Terms | Pool,
    seed: bytes,
    *,
    objective: Objective = Objective.LEXIMIN,
    cap: Fraction = Fraction(1),
    sources: Sequence[Source] = ANNOUNCED,
    panels: int | None = None,
    effort: int = solve.EFFORT,
    threads: int = 2,
    progress: Progress | None = None,
) -> Prepared:
    """Compute the lottery of ``terms``, or of a pool that was veiled under ``seed`` before, and write its
    record.

    ``panels``: how many the list has; when absent, 1,000 or the power of ten above it that gives everybody
    with a chance a place in the list. ``cap``: no chance is above it. ``sources``: what the number will
    come from, written in the transcript. The same terms, seed and options give the same bytes, on any
    number of threads.

    Raises solve.Infeasible when no panel keeps the quotas, solve.CapTooLow when they force a chance
    above the cap, TooFewPanels, Cancelled when asked to stop.
    """
    progress = progress or Silent()
    started = perf_counter()
    pool = terms if isinstance(terms, Pool) else veiled(terms, seed)
    poly = polytope(pool.terms.draw())
    public_seed = solver_seed(seed)
    optimum = solve.optimise(
        poly,
        objective,
        cap=cap,
        seed=public_seed,
        effort=effort,
        threads=threads,
        progress=progress,
    )
    optimum_seconds = perf_counter() - started
    chances = solve.chances(poly, optimum)
    least = listing.least_panels(optimum, poly)
    if panels is not None and panels * min(filter(None, chances)) < 1:
        raise TooFewPanels(
            f"With {panels} panels, some people who have a chance would be in none of them:"
            f" ask for {least}, or leave the option out."
        )
    listed = listing.panel_list(poly, optimum, panels or least, seed=public_seed, progress=progress)
    lottery = Lottery(
        pool, poly, optimum, chances, listed.panels, public_seed, effort, tuple(sources)
    )
    progress.step("writing the record", 0, 1)
    return Prepared(record_of(lottery, seed), lottery, optimum_seconds)

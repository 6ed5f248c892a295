"""What an assessment or a lottery says, in English sentences for a terminal."""

from collections.abc import Iterator, Sequence

from isegoria.kernel.lottery.feasibility import Assessment, Bound, Change, Obstacle, Side
from isegoria.kernel.lottery.model import Draw, Quota, RowKind
from isegoria.kernel.lottery.optimum import Label
from isegoria.kernel.lottery.reading import Terms
from isegoria.kernel.lottery.record import Lottery
from isegoria.kernel.lottery.report import counted, exceptions
from isegoria.kernel.lottery.sources import Source, describe
from isegoria.kernel.lottery.statistics import extremes

SHOWN = 10


def findings(terms: Terms, assessment: Assessment) -> Iterator[str]:
    """What ``check`` says: wanted and available for each value, whether there is a panel, and if not, why."""
    draw = terms.draw()
    taken = terms.size - draw.size
    already = f" ({taken} of {terms.size} are taken)" if taken else ""
    yield f"{draw.size} seats to fill{already}, {len(draw.volunteers)} people who can be drawn."
    kinds = len(assessment.poly.types)
    homes = sum(row.kind is RowKind.HOUSEHOLD for row in assessment.poly.rows)
    shared = f", {homes} households of two or more" if homes else ""
    yield f"{kinds} types of people{shared}."
    yield from _needs(assessment)
    if assessment.obstacle is not None:
        yield from _obstacle(draw, assessment.obstacle)
        return
    yield "A panel exists: these quotas can be kept."
    lost = [assessment.poly.types[t] for t in assessment.never]
    if lost:
        people = sum(len(kind.members) for kind in lost)
        yield f"{people} people can never be drawn under these quotas, whatever the lottery:"
        for kind in lost[:SHOWN]:
            pairs = zip(terms.features, kind.values, strict=True)
            profile = ", ".join(f"{feature}: {value}" for feature, value in pairs)
            yield f"  {len(kind.members)} of profile {profile}"
        if len(lost) > SHOWN:
            yield f"  and {len(lost) - SHOWN} more profiles"


def _needs(assessment: Assessment) -> Iterator[str]:
    rows = [
        (name(need.quota), seats(need.quota), str(need.available), str(need.missing or ""))
        for need in assessment.needs
    ]
    yield from aligned([("value", "wanted", "available", "missing"), *rows])


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of a table for a terminal: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = (
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *rest)).rstrip()


def name(quota: Quota) -> str:
    """A quota as it is called in a sentence."""
    return f"{quota.feature}: {quota.value}"


def seats(quota: Quota) -> str:
    """The range of a quota: ``3`` or ``3–5``."""
    low, high = quota.minimum, quota.maximum
    return str(low) if low == high else f"{low}–{high}"


def _obstacle(draw: Draw, obstacle: Obstacle) -> Iterator[str]:
    yield "No panel keeps these quotas."
    if obstacle.conflict:
        only = "The smallest conflict" if obstacle.smallest else "A conflict"
        if len(obstacle.conflict) == 1:
            yield f"{only}: this alone cannot be kept:"
        else:
            yield f"{only}: these cannot be kept together, though all but any one of them could:"
        yield from (f"  {_bound(draw, bound)}" for bound in obstacle.conflict)
    if obstacle.households:
        yield "Without the rule of one per household there would be a panel."
    if obstacle.changes is None:
        yield (
            f"No change of the quotas helps: {len(draw.volunteers)} people who can be drawn"
            f"{' (one per household)' if obstacle.households else ''} do not fill {draw.size} seats."
        )
        return
    total = sum(change.seats for change in obstacle.changes)
    where = " (nothing helps within the flex bounds)" if obstacle.beyond_flex else ""
    yield f"The least that has to change: {total} seat{'s' if total > 1 else ''} in all{where}."
    yield from (f"  {line}" for change in obstacle.changes for line in _change(change))


def _bound(draw: Draw, bound: Bound) -> str:
    side = "at least" if bound.side is Side.MINIMUM else "at most"
    return f"{name(draw.quotas[bound.quota])}, {side} {bound.seats}"


def _change(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if before.minimum != after.minimum:
        yield f"{name(before)}: lower the minimum from {before.minimum} to {after.minimum}"
    if before.maximum != after.maximum:
        yield f"{name(before)}: raise the maximum from {before.maximum} to {after.maximum}"


def outcome(lottery: Lottery, fingerprint: str, folder: str) -> Iterator[str]:
    """What ``prepare`` says: how equal the chances are, what is proved, and what to do next."""
    found, optimum = lottery.spread, lottery.optimum
    gap = f", gap ≤ {optimum.gap:.3g}" if optimum.label is Label.BEST_FOUND else ""
    yield f"{len(lottery.eligible)} people, {lottery.pool.terms.seats} seats to draw."
    cap = f", cap {optimum.cap}" if optimum.cap < 1 else ""
    yield f"Result: {optimum.label.value}{gap} ({optimum.objective.value}{cap})."
    yield (
        f"Chances from {found.minimum:.4%} to {found.maximum:.4%}, geometric mean"
        f" {found.geometric_mean:.4%}, Gini {found.gini:.4f}."
    )
    for extreme in extremes(lottery.poly, lottery.chances)[:SHOWN]:
        what = "certain to be drawn" if extreme.certain else "never drawn"
        yield f"Warning: {counted(extreme.people)} {what}: {', '.join(extreme.values)}."
    yield (
        f"The list has {len(lottery.panels)} panels; everybody is in as many as the chances say, rounded"
        f" down or up{exceptions(lottery)}."
    )
    yield f"The record is in {folder}. Publish this before the draw: {fingerprint}"
    yield f"The number will come from: {', '.join(map(describe, lottery.sources))}."
    yield f"Then: isegoria lottery draw {folder} {' '.join(map(_option, lottery.sources))}"


def _option(source: Source) -> str:
    if source["kind"] == "drand":
        previous = ":PREVIOUS" if source["chain"] == "default" else ""
        return f"--drand {source['round']}:SIGNATURE{previous}"
    shown = {"number": "N", "dice": "N,N,N", "rfc3797": "KEY"}
    return f"--{source['kind']} {shown[source['kind']]}"

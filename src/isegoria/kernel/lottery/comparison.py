"""What if: one pool under every objective, with and without a cap, for whoever must choose and justify.

Nothing here is a draw: no list, no record, no pseudonym. What is proved is what ``prepare`` would prove with
the same options; figures that no proof settles, such as the largest chance under maximin, may differ: they
depend on the seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from isegoria.kernel.lottery import solve
from isegoria.kernel.lottery.model import PersonType, Polytope, polytope
from isegoria.kernel.lottery.optimum import CapTooLow, Label, Objective, Optimum
from isegoria.kernel.lottery.progress import Progress
from isegoria.kernel.lottery.reading import Terms
from isegoria.kernel.lottery.record import table
from isegoria.kernel.lottery.statistics import Extreme, extremes, spread

CAP = Fraction(1, 2)
"""The cap compared unless another is asked: nobody more likely in than out."""
SHOWN = 20
_FIGURES = (
    "smallest chance",
    "largest chance",
    "geometric mean",
    "Gini",
    "certain people",
    "people without a chance",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One objective with one cap: its lottery, or the least cap that could be kept when this one cannot.

    ``chances`` are by type, empty without a lottery.
    """

    objective: Objective
    cap: Fraction
    optimum: Optimum | None
    chances: tuple[Fraction, ...]
    least_cap: float | None = None

    @property
    def name(self) -> str:
        """``leximin``, or ``leximin ≤ 0.5``."""
        return self.objective.value + (f" ≤ {float(self.cap):.3g}" if self.cap < 1 else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every choice over the types of one pool."""

    features: tuple[str, ...]
    poly: Polytope
    choices: tuple[Choice, ...]


def compare(
    terms: Terms,
    *,
    cap: Fraction = CAP,
    effort: int = solve.EFFORT,
    threads: int = 2,
    progress: Progress | None = None,
) -> Comparison:
    """Each objective, without a cap and with ``cap``.

    Raises solve.Infeasible when no panel keeps the quotas, Cancelled when asked to stop.
    """
    poly = polytope(terms.draw())
    choices = []
    for limit in dict.fromkeys((Fraction(1), cap)):
        for objective in Objective:
            try:
                optimum = solve.optimise(
                    poly,
                    objective,
                    cap=limit,
                    seed=0,
                    effort=effort,
                    threads=threads,
                    progress=progress,
                )
            except CapTooLow as low:
                choices.append(Choice(objective, limit, None, (), low.least))
            else:
                found = solve.chances(poly, optimum)
                choices.append(Choice(objective, limit, optimum, found))
    return Comparison(terms.features, poly, tuple(choices))


def summary(comparison: Comparison) -> list[list[str]]:
    """The figures side by side: a header, then one row per figure."""
    rows = [
        ["", *(choice.name for choice in comparison.choices)],
        ["proved", *map(_proved, comparison.choices)],
    ]
    figures = [_figures(comparison.poly, choice) for choice in comparison.choices]
    return rows + [
        [name, *(column[position] for column in figures)] for position, name in enumerate(_FIGURES)
    ]


def by_profile(comparison: Comparison) -> bytes:
    """A CSV file: one row per type, its people and their chance under each choice."""
    header = ["people", *comparison.features, "weight", "household"]
    rows = [
        [
            str(len(kind.members)),
            *kind.values,
            str(kind.weight),
            "shared" if kind.household else "",
            *(
                f"{float(choice.chances[t]):.9g}" if choice.chances else ""
                for choice in comparison.choices
            ),
        ]
        for t, kind in enumerate(comparison.poly.types)
    ]
    return table([*header, *(choice.name for choice in comparison.choices)], rows)


def page(comparison: Comparison) -> str:
    """The comparison as a page of Markdown: the figures, then who is certain and who has no chance."""
    header, *rows = summary(comparison)
    lines = ["# What each lottery would give\n", _row(header), "|" + "---|" * len(header)]
    lines += [_row(row) for row in rows]
    lines += ["", "Chances of every profile: `comparison.csv`. The picture: `comparison.svg`.", ""]
    for choice in comparison.choices:
        lines += _extremes(comparison, choice)
    return "\n".join([*lines, ""])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _proved(choice: Choice) -> str:
    if choice.optimum is None:
        return f"impossible: somebody has {choice.least_cap:.4g} at least"
    return {
        Label.BOUND_ATTAINED: "yes",
        Label.EXACT_PRICING: "by the solver's word",
        Label.BEST_FOUND: f"no: gap ≤ {choice.optimum.gap:.3g}",
    }[choice.optimum.label]


def _figures(poly: Polytope, choice: Choice) -> list[str]:
    if not choice.chances:
        return ["–"] * len(_FIGURES)
    found = spread(choice.chances, poly.multiplicities)
    ends = extremes(poly, choice.chances)
    return [
        *(f"{x:.4%}" for x in (found.minimum, found.maximum, found.geometric_mean)),
        f"{found.gini:.4f}",
        *(
            str(sum(one.people for one in ends if one.certain is certain))
            for certain in (True, False)
        ),
    ]


def _extremes(comparison: Comparison, choice: Choice) -> Iterator[str]:
    found = extremes(comparison.poly, choice.chances) if choice.chances else ()
    for certain, title in ((True, "Certain to be drawn"), (False, "Without a chance")):
        these = [one for one in found if one.certain is certain]
        if these:
            yield f"## {title} under {choice.name}\n"
            yield from (f"* {_profile(comparison, one)}" for one in these[:SHOWN])
            if len(these) > SHOWN:
                yield f"* … and {len(these) - SHOWN} more profiles"
            yield ""


def _profile(comparison: Comparison, one: Extreme) -> str:
    pairs = zip(comparison.features, one.values, strict=True)
    return f"{one.people} of profile " + ", ".join(f"{name}: {value}" for name, value in pairs)


def steps(kinds: Sequence[PersonType], chances: Sequence[Fraction]) -> list[tuple[float, int]]:
    """(chance, people) from the least likely to the most: what the picture draws."""
    groups: dict[Fraction, int] = {}
    for kind, chance in zip(kinds, chances, strict=True):
        groups[chance] = groups.get(chance, 0) + len(kind.members)
    return [(float(chance), people) for chance, people in sorted(groups.items())]

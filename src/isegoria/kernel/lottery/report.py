"""The report of a lottery, for people: Markdown, public, without a name."""

from collections.abc import Iterator
from fractions import Fraction

from isegoria.kernel.lottery.model import Quota
from isegoria.kernel.lottery.optimum import Label, Objective
from isegoria.kernel.lottery.reading import Standing
from isegoria.kernel.lottery.record import (
    NAMING_PEOPLE,
    TRANSCRIPT,
    Lottery,
    contents,
    digest,
    number,
    sealed,
    transcript,
)
from isegoria.kernel.lottery.sources import Source, describe
from isegoria.kernel.lottery.statistics import Extreme, Portrait, extremes, portraits

_PROMISE = {
    Objective.LEXIMIN: (
        "the smallest chance is as large as the quotas allow, then the next smallest, and so on"
    ),
    Objective.MAXIMIN: "the smallest chance is as large as the quotas allow",
    Objective.GOLDILOCKS: (
        "neither the smallest nor the largest chance is further from even than the quotas force, by the"
        " least sum of largest/even and even/smallest"
    ),
}
_PROOF = {
    Label.BOUND_ATTAINED: (
        "Proved: no lottery does better, even one that could cut people in fractions. `verify.py`"
        " checks the whole proof, in exact arithmetic."
    ),
    Label.EXACT_PRICING: (
        "Optimal by exhaustion: an integer solver found no panel that would improve it. `verify.py`"
        " checks the bound; that no better panel exists rests on the solver's word."
    ),
    Label.BEST_FOUND: "The best lottery found. A better one may exist, within the gap.",
}
SHOWN = 20
"""How many profiles of certain or impossible people the report names."""


def counted(people: int) -> str:
    """``1 person is`` or ``12 people are``, to begin a sentence."""
    return "1 person is" if people == 1 else f"{people} people are"


def exceptions(lottery: Lottery) -> str:
    """The end of a sentence: but for whom the list rounds as it should; '' when for nobody."""
    outside = len(lottery.exceptions)
    return f", but for {outside} {'person' if outside == 1 else 'people'}" if outside else ""


def record_of(lottery: Lottery, seed: bytes) -> dict[str, bytes]:
    """The whole record: the files, the transcript that commits to them, the report, the sums."""
    files = contents(lottery, seed)
    files[TRANSCRIPT] = transcript(lottery, files)
    files["report.md"] = report(lottery, digest(files[TRANSCRIPT])).encode()
    return sealed(files)


def report(lottery: Lottery, fingerprint: str) -> str:
    """What the lottery is, how equal it is, whom it would seat, and how to draw and check it.

    ``fingerprint`` is the SHA-256 of the transcript.
    """
    return "\n".join(
        [
            *_heading(lottery, fingerprint),
            *_equality(lottery),
            *_warnings(lottery),
            *_composition(lottery),
            *_list(lottery),
            *_checking(),
        ]
    )


def _heading(lottery: Lottery, fingerprint: str) -> Iterator[str]:
    terms = lottery.pool.terms
    yield "# Civic lottery\n"
    yield f"Fingerprint of the transcript (SHA-256), to publish before the draw:\n\n    {fingerprint}\n"
    yield f"* Seats: {terms.size}" + (
        f", of which {terms.size - terms.seats} already taken and {terms.seats} to draw"
        if terms.seats < terms.size
        else ""
    )
    kept_out = len(terms.people) - len(lottery.eligible)
    yield f"* People who can be drawn: {len(lottery.eligible)}, of {len(lottery.poly.types)} types"
    if kept_out:
        tally = ", ".join(
            f"{count} {standing.value}"
            for standing in Standing
            if standing is not Standing.ELIGIBLE
            and (count := sum(person.standing is standing for person in terms.people))
        )
        yield f"* People in the file who cannot: {kept_out} ({tally})"
    yield f"* Hash of the pool (RFC 6962): `{lottery.pool.root.hex()}`\n"


def _equality(lottery: Lottery) -> Iterator[str]:
    found, optimum = lottery.spread, lottery.optimum
    yield "## How equal the chances are\n"
    yield f"Objective: {optimum.objective.value} ({_PROMISE[optimum.objective]}).\n"
    if optimum.cap < 1:
        over = ", but by the gap below" if optimum.label is Label.BEST_FOUND else ""
        yield f"Cap: no chance above {optimum.cap}{over}, by the organiser's choice.\n"
    if min(lottery.poly.weights) < 1:
        yield (
            "Weights: chances are compared after division by the weight of each person, which the"
            " organiser gave.\n"
        )
    gap = f", gap ≤ {optimum.gap:.3g}" if optimum.label is Label.BEST_FOUND else ""
    yield f"Result: **{optimum.label.value}{gap}**. {_PROOF[optimum.label]}\n"
    yield from (f"Rests on the solver's word: {claim}\n" for claim in optimum.solver_claims)
    yield "| smallest chance | largest | geometric mean | Gini |\n|---|---|---|---|"
    yield (
        f"| {_percent(found.minimum)} | {_percent(found.maximum)} |"
        f" {_percent(found.geometric_mean)} | {found.gini:.4f} |\n"
    )


def _warnings(lottery: Lottery) -> Iterator[str]:
    found = extremes(lottery.poly, lottery.chances)
    for certain, title, advice in (
        (
            True,
            "certain to be drawn",
            "The quotas leave no choice: they can be guessed beforehand.",
        ),
        (
            False,
            "never drawn",
            "No panel that keeps the quotas can hold them"
            + (", under this cap." if lottery.optimum.cap < 1 else "."),
        ),
    ):
        these = [extreme for extreme in found if extreme.certain is certain]
        if these:
            people = sum(extreme.people for extreme in these)
            yield f"**Warning: {counted(people)} {title}.** {advice}\n"
            yield from (_profile(lottery, extreme) for extreme in these[:SHOWN])
            if len(these) > SHOWN:
                yield f"* … and {len(these) - SHOWN} more profiles"
            yield ""


def _profile(lottery: Lottery, extreme: Extreme) -> str:
    pairs = zip(lottery.pool.terms.features, extreme.values, strict=True)
    profile = ", ".join(f"{feature}: {value}" for feature, value in pairs)
    return f"* {extreme.people} of profile {profile}"


def composition(lottery: Lottery) -> tuple[Portrait, ...]:
    """The pool, the panel that the lottery gives on average, and the target, feature by feature."""
    terms = lottery.pool.terms
    kinds = list(zip(lottery.poly.types, lottery.chances, strict=True))
    seated = [
        (person.volunteer.values, Fraction(1))
        for person in terms.people
        if person.standing is Standing.SEATED
    ]
    return portraits(
        terms.features,
        terms.quotas,
        terms.population,
        [(kind.values, Fraction(len(kind.members))) for kind, _ in kinds],
        [*((kind.values, chance * len(kind.members)) for kind, chance in kinds), *seated],
    )


def _composition(lottery: Lottery) -> Iterator[str]:
    yield "## Pool, panel and target\n"
    yield "The panel is what the lottery gives on average, members already seated included.\n"
    for portrait in composition(lottery):
        aim = "population" if portrait.stated else "target (middle of the quotas)"
        yield f"| {_cell(portrait.feature)} | quota | pool | panel | {aim} |\n|---|---|---|---|---|"
        for line in portrait.lines:
            target = _percent(line.target) if line.target is not None else "–"
            yield (
                f"| {_cell(line.value)} | {_seats(line.quota)} | {line.pool}"
                f" ({_percent(line.pool_share)}) | {float(line.seats):.2f}"
                f" ({_percent(line.panel_share)}) | {target} |"
            )
        if portrait.pool_distance is not None and portrait.panel_distance is not None:
            yield (
                f"\nDistance from the target: pool {_percent(portrait.pool_distance)},"
                f" panel {_percent(portrait.panel_distance)}.\n"
            )
        else:
            yield ""


def _seats(quota: Quota | None) -> str:
    if quota is None:
        return "–"
    low, high = quota.minimum, quota.maximum
    return str(low) if low == high else f"{low}–{high}"


def _list(lottery: Lottery) -> Iterator[str]:
    total = len(lottery.panels)
    yield "## The list and the draw\n"
    yield (
        f"`panels.csv` holds {total} panels, numbered {number(0, total)} to"
        f" {number(total - 1, total)}. One number decides everything. It will come from:\n"
    )
    yield from (f"* {_source(source, total)}" for source in lottery.sources)
    if len(lottery.sources) > 1:
        yield f"\nThey are added, modulo {total}: one honest source is enough."
    yield ""
    yield (
        "Each person is in as many panels as the chances say, rounded down or up"
        f"{exceptions(lottery)}; nobody is further away than"
        f" {float(lottery.largest_deviation):.3g} panels.\n"
    )
    for member in lottery.exceptions[:SHOWN]:
        name = lottery.pool.terms.people[lottery.eligible[member]].volunteer.id
        yield f"* `{name}`: {lottery.counts[member]} panels, due {float(lottery.due[member]):.4f}"
    if len(lottery.exceptions) > SHOWN:
        yield f"* … and {len(lottery.exceptions) - SHOWN} more, in the transcript"


def _source(source: Source, total: int) -> str:
    digits = len(str(total - 1))
    again = "" if total == 10**digits else ", again when the number is not on the list"
    balls = f"{digits} draws of a ten-sided die or of ten numbered balls{again}"
    return describe(source) + (f": {balls}" if source["kind"] in ("number", "dice") else "")


def _checking() -> Iterator[str]:
    yield "\n## How to check\n"
    yield "    python3 -I verify.py\n"
    private = ", ".join(f"`{name}`" for name in NAMING_PEOPLE)
    yield (
        f"It needs Python 3.9 and nothing else. {private} name people and stay with the"
        " organiser; everything else can be published, and is enough to check."
    )
    yield ""


def _percent(share: Fraction | float) -> str:
    return f"{float(share) * 100:.4g} %"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""The draw: one number, from the sources announced, gives the panel and the alternates, and nothing is
chosen.

The alternates of a seat are those not drawn who could take it without breaking a quota or the household
rule: first the people of the same type, then the others, each group by SHA-256 of the root of the
pool, the number and the pseudonym, joined by commas. The rule is the one of the published checker, and
runs in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.record import TRANSCRIPT, digest, number, table
from isegoria.kernel.lottery.sources import Source, Unfit, describe, matched, signed
from isegoria.kernel.lottery.verifier import verify

DRAWING = "drawing.json"


class Refused(Exception):
    """The draw cannot be made. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw adds to the record: ``files`` by name, and what to say of it."""

    number: str
    people: int
    alternates: int
    files: Mapping[str, bytes]


def draw(folder: Path, outcomes: Sequence[Source]) -> Drawn:
    """The files of the draw from the record in ``folder``, of the number that ``outcomes`` give.

    Raises Refused when the record does not hold, when the outcomes are not those of the sources that
    were announced, when the beacon did not sign one, when the number is not on the list, when the
    record was drawn with another number, or has lost the secrets that tie pseudonyms to people.
    """
    record = verify.examine(folder)
    if record.problems:
        raise Refused(f"The record does not hold: {record.problems[0]}. Nothing was drawn.")
    if not record.id_of:
        raise Refused("secrets.json is not here: without it nobody knows who was drawn.")
    try:
        used = matched(record.transcript["sources"], outcomes)
    except Unfit as unfit:
        raise Refused(f"{unfit} Nothing was drawn.") from None
    drawn = _drawn(record, used, _number(used, len(record.panels)))
    if record.data.get(DRAWING, drawn.files[DRAWING]) != drawn.files[DRAWING]:
        raise Refused("The draw was already made, with another number. A draw happens once.")
    return drawn


def examine(folder: Path) -> Any:
    """The checker's findings, and what it takes as given and we can check: the signatures of the
    beacon."""
    record = verify.examine(folder)
    if DRAWING in record.data and not record.problems:
        for source in record.json(DRAWING)["sources"]:
            if source["kind"] == "drand":
                said = f"the signature of {describe(source)}"
                holds = signed(source)
                record.claim(holds, f"{DRAWING}: {said} is not the beacon's")
                record.notes += [f"{said} is the beacon's (checked offline)"] if holds else []
    return record


def _number(used: Sequence[Source], total: int) -> str:
    """The sum of the sources modulo the number of panels, as it is announced."""
    first, last = number(0, total), number(total - 1, total)
    found = []
    for source in used:
        if source["kind"] == "dice" and len(source["rolls"]) != len(last):
            raise Refused(
                f"The list goes from {first} to {last}: it takes {len(last)} dice, not"
                f" {len(source['rolls'])}. Nothing was drawn."
            )
        if source["kind"] == "drand" and not signed(source):
            raise Refused(
                f"The beacon did not sign this for {describe(source)}: copy the signature again."
                " Nothing was drawn."
            )
        found.append(verify.gives(source, total))
        if found[-1] >= total:
            again = ": roll again" if source["kind"] == "dice" else ""
            raise Refused(
                f"The list goes from {first} to {last}: {found[-1]} is not on it{again}. Nothing was"
                " drawn."
            )
    return number(sum(found) % total, total)


def _drawn(record: Any, used: Sequence[Source], announced: str) -> Drawn:
    panel = record.panels[announced]
    after = verify.alternates(record, announced, panel)
    values = {p: record.pool[p][1] for p in panel}
    files = {
        "panel.csv": table(
            ["id", "seat", *record.transcript["features"]],
            ([record.id_of[p], seat, *values[p]] for seat, p in enumerate(panel, 1)),
        ),
        "alternates.csv": table(
            ["id", "seat", "rank"], ([record.id_of[p], seat, rank] for seat, rank, p in after)
        ),
    }
    public = "".join(f"{seat},{rank},{record.pool[p][0]}\n" for seat, rank, p in after)
    files[DRAWING] = canonical(
        {
            "alternates": digest(public.encode()),
            "files": {name: digest(data) for name, data in files.items()},
            "number": announced,
            "panel": [record.pool[p][0] for p in panel],
            "sources": used,
            "transcript": digest(record.data[TRANSCRIPT]),
        }
    )
    return Drawn(announced, len(panel), len({p for _, _, p in after}), files)

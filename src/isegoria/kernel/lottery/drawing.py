"""The draw: one number announced in public gives the panel and the alternates, and nothing is chosen.

The alternates of a seat are those not drawn who could take it without breaking a quota or the household
rule: first the people of the same type, then the others, each group by SHA-256 of the root of the
pool, the number and the pseudonym, joined by commas. The rule is the one of the published checker, and
runs in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isegoria.kernel.canonical import canonical
from isegoria.kernel.lottery.record import TRANSCRIPT, digest, number, table
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


def draw(folder: Path, announced: int) -> Drawn:
    """The files of the draw of ``announced`` from the record in ``folder``.

    Raises Refused when the record does not hold, has no such number, was drawn with another number, or has
    lost the secrets that tie pseudonyms to people.
    """
    record = verify.examine(folder)
    if record.problems:
        raise Refused(f"The record does not hold: {record.problems[0]}. Nothing was drawn.")
    if not record.id_of:
        raise Refused("secrets.json is not here: without it nobody knows who was drawn.")
    total = len(record.panels)
    if not 0 <= announced < total:
        last = number(total - 1, total)
        raise Refused(f"The list goes from {number(0, total)} to {last}: {announced} is not on it.")
    drawn = _drawn(record, number(announced, total))
    if record.data.get(DRAWING, drawn.files[DRAWING]) != drawn.files[DRAWING]:
        raise Refused("The draw was already made, with another number. A draw happens once.")
    return drawn


def _drawn(record: Any, announced: str) -> Drawn:
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
            "transcript": digest(record.data[TRANSCRIPT]),
        }
    )
    return Drawn(announced, len(panel), len({p for _, _, p in after}), files)

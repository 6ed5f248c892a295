"""What the number gives, by the kernel: the panel, the alternates of each seat, the record after the draw."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import archives
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.preparation_models import Edition, Preparation
from isegoria.core.errors import Conflict
from isegoria.kernel.lottery.drawing import DRAWING, Drawn, Refused, draw
from isegoria.kernel.lottery.edition import publish
from isegoria.kernel.lottery.record import SECRETS, digest

type Composition = tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A draw as computed. ``panel`` has a pseudonym for each seat, ``alternates`` for each seat those who
    may take it, in their order; ``composition`` counts (feature, value, seats). ``digest`` is the SHA-256
    of the drawing in the complete record."""

    number: str
    outcomes: tuple[dict[str, Any], ...]
    panel: tuple[str, ...]
    alternates: tuple[tuple[str, ...], ...]
    composition: Composition
    complete: dict[str, bytes]
    public: dict[str, bytes]
    digest: str


def result_of(preparation: Preparation, outcomes: Sequence[dict[str, Any]]) -> Result:
    """The result of ``outcomes`` on the list that is published. Raises Conflict when the kernel refuses."""
    files = archives.files_of(preparation, Edition.COMPLETE)
    with archives.laid_out({**files, SECRETS: archives.secrets_of(preparation.draw)}) as folder:
        try:
            found = draw(folder, outcomes)
            (folder / DRAWING).write_bytes(found.files[DRAWING])
            for name in found.files.keys() - {DRAWING}:
                (folder / name).write_bytes(found.files[name])
            public = publish(folder, preparation.k)
        except Refused as refused:
            raise Conflict(
                _("The number cannot be used: %(why)s") % {"why": refused}, code="refused"
            ) from None
    panel, alternates = _seats(preparation, found)
    rows = list(csv.reader(io.StringIO(found.files["panel.csv"].decode())))
    return Result(
        number=found.number,
        outcomes=tuple(outcomes),
        panel=panel,
        alternates=alternates,
        composition=_composition(rows),
        complete={**files, DRAWING: found.files[DRAWING]},
        public=public,
        digest=digest(found.files[DRAWING]),
    )


def _seats(
    preparation: Preparation, found: Drawn
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The pseudonyms of the panel by seat, and of the alternates of each seat by rank."""
    entries = Volunteer.objects.filter(draw=preparation.draw)
    pseudonyms = {str(ref): name for ref, name in entries.values_list("ref", "pseudonym")}
    seated = list(csv.DictReader(io.StringIO(found.files["panel.csv"].decode())))
    waiting: list[list[str]] = [[] for _seat in seated]
    for row in csv.DictReader(io.StringIO(found.files["alternates.csv"].decode())):
        waiting[int(row["seat"]) - 1].append(pseudonyms[row["id"]])
    return tuple(pseudonyms[row["id"]] for row in seated), tuple(map(tuple, waiting))


def _composition(rows: Sequence[Sequence[str]]) -> Composition:
    (header, *people) = rows
    counts = Counter(
        (feature, person[column])
        for column, feature in enumerate(header[2:], 2)
        for person in people
    )
    return tuple((feature, value, seats) for (feature, value), seats in counts.items())

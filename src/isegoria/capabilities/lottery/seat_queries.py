"""Reads about the seats of a panel: the lines of its holders, who is next, what can be said in public."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isegoria.capabilities.lottery.models import Draw, FrozenPool, Volunteer
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.seat_models import Offer, Seat, Seating
from isegoria.capabilities.lottery.seat_rules import Bounds, Line, keeps, next_in_line
from isegoria.capabilities.lottery.seat_states import HELD
from isegoria.kernel.lottery.reading import Standing


@dataclass(frozen=True, slots=True)
class Lines:
    """The frozen pool by pseudonym; ``seated`` were members before the draw."""

    by_name: Mapping[str, Line]
    seated: Sequence[Line]


def lines_of(draw: Draw) -> Lines:
    """The frozen pool, read. One statement."""
    text = FrozenPool.objects.values_list("lines", flat=True).get(draw=draw)
    by_name: dict[str, Line] = {}
    seated = []
    for row in text.splitlines():
        name, values, household, standing, *_weight = json.loads(row)
        line = Line(tuple(values), household)
        by_name[name] = line
        if standing == Standing.SEATED:
            seated.append(line)
    return Lines(by_name, seated)


def seating_of(draw: Draw) -> Seating:
    """How the panel of ``draw`` is seated; a new one that is not saved before anything was set."""
    return Seating.objects.filter(draw=draw.pk).first() or Seating(draw=draw)


def seats_are_open(draw: Draw) -> bool:
    """Was the panel drawn, and its seats offered?"""
    return draw.pk is not None and Seat.objects.filter(draw=draw).exists()


def was_offered(volunteer: Volunteer) -> bool:
    """Was a seat ever offered to ``volunteer``?"""
    return Offer.objects.filter(volunteer=volunteer).exists()


def bounds_of(draw: Draw) -> Bounds:
    """The quotas, by feature in their order. Two statements."""
    return [
        {value.name: (value.minimum, value.maximum) for value in feature.values.all()}
        for feature in sheet(draw)
    ]


def next_alternate(seat: Seat, lines: Lines, bounds: Bounds) -> tuple[int, Volunteer] | None:
    """Rank and volunteer of the first in the published order of ``seat`` who can take it now; None when
    nobody can. ``seat`` comes with its reserve. Three statements."""
    held = list(
        Offer.objects.filter(seat__draw=seat.draw_id, state__in=HELD)
        .exclude(seat=seat)
        .values_list("volunteer__pseudonym", flat=True)
    )
    free = {
        volunteer.pseudonym: volunteer
        for volunteer in Volunteer.objects.filter(draw=seat.draw_id, withdrawn_at=None, offer=None)
    }
    holders = [*lines.seated, *(lines.by_name[name] for name in held)]
    empty = Seat.objects.filter(draw=seat.draw_id).count() - len(held) - 1

    def fits(name: str) -> bool:
        return name in free and keeps(bounds, holders, lines.by_name[name], empty)

    found = next_in_line(seat.reserve.order.splitlines(), fits)
    return None if found is None else (found[0], free[found[1]])

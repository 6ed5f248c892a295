"""What the tests of seats share: a frozen pool, a panel drawn as the kernel orders it, its seats open."""

import json
from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations

from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Draw, FrozenPool
from isegoria.capabilities.lottery.seat_models import Offer, Seat
from isegoria.capabilities.lottery.seat_queries import bounds_of, lines_of
from isegoria.capabilities.lottery.seat_rules import keeps
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.tests.support import NOW, Call, crowd
from isegoria.core import clock


def drawn(draw: Draw) -> tuple[list[str], list[list[str]]]:
    """A panel that keeps all rules, and the alternates of each seat: those whose swap keeps them too, of
    the same profile first."""
    lines, bounds = lines_of(draw).by_name, bounds_of(draw)

    def fits(panel: Sequence[str]) -> bool:
        first, *others = (lines[name] for name in panel)
        return keeps(bounds, others, first, 0)

    panel = next(list(names) for names in combinations(sorted(lines), draw.size) if fits(names))
    root = FrozenPool.objects.get(draw=draw).root
    left = sorted(
        set(lines) - set(panel), key=lambda name: sha256(f"{root},0,{name}".encode()).digest()
    )
    alternates = []
    for seat, holder in enumerate(panel):
        others = panel[:seat] + panel[seat + 1 :]
        fit = [name for name in left if fits([name, *others])]
        alternates.append(sorted(fit, key=lambda name: lines[name].values != lines[holder].values))
    return panel, alternates


def seated(call: Call, each: int = 4) -> Draw:
    """The draw of ``call``, whose seats were just offered; the clock stands after the call."""
    with clock.frozen(NOW):
        crowd(call, each)
    return offered(call)


def offered(call: Call) -> Draw:
    """Freeze the pool as it is, draw, and offer the seats."""
    freeze_pool(actor=call.organiser, activity=call.activity)
    draw = call.draw
    panel, alternates = drawn(draw)
    open_seats(actor=call.organiser, draw=draw, panel=panel, alternates=alternates)
    return call.draw


def offer_of(draw: Draw, number: int) -> Offer:
    """The offer by which seat ``number`` is held now."""
    found: Offer = (
        Offer.objects.filter(seat__draw=draw, seat__number=number)
        .select_related("volunteer__person", "seat", "membership", "entry")
        .order_by("-pk")[0]
    )
    return found


def composition(draw: Draw) -> list[list[str]]:
    """The values of those who hold or are offered seats, by seat."""
    lines = lines_of(draw).by_name
    numbers = Seat.objects.filter(draw=draw).values_list("number", flat=True)
    return [list(lines[offer_of(draw, number).volunteer.pseudonym].values) for number in numbers]


def pseudonyms(draw: Draw) -> set[str]:
    """Everybody in the pool."""
    return {json.loads(line)[0] for line in FrozenPool.objects.get(draw=draw).lines.splitlines()}

"""What everybody sees of a draw: in the room, on a telephone, at home. One view model for all three.

The panel appears seat by seat by the clock of the site, so that all screens show the same at the same
time. What it looks like is shown once all seats are: growing with each seat, it would tell the profile of
each pseudonym.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from isegoria.capabilities.lottery.announcing import beacon_of, in_words, published_at, wants_digits
from isegoria.capabilities.lottery.draw_models import Drawing, Reading
from isegoria.capabilities.lottery.models import Draw, Feature
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.capabilities.lottery.reading_aloud import is_whole
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import instant, number, percent

PACE, LONGEST = 1.2, 60.0
"""Seconds between two seats, and for a whole panel at most."""
WHOLE = 100
ROOM = 1.04
"""The longest bar leaves room for the mark at its end."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One seat: its number, the name it is shown under, and whether that is known yet."""

    seat: int
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One answer: seats asked, share of the population, share of the pool or of the panel."""

    title: str
    asked: str
    held: str
    population: str
    share: str
    bar: str
    mark: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """One question with its answers."""

    title: str
    rows: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The page of a draw. ``state``: nothing, ready, reading, confirming, showing, drawn. ``every`` is how
    often it looks again, '' for never. ``beacon`` is '' where none was announced."""

    state: str
    sentence: str
    every: str
    places: tuple[str, ...]
    beacon: str
    beacon_is_there: bool
    source: str
    people: str
    panels: str
    seats: int
    shown: int
    tiles: tuple[Tile, ...]
    portraits: tuple[Portrait, ...]
    of_the_panel: bool
    drawn_at: str
    is_rehearsal: bool


def room_of(
    draw: Draw,
    features: Sequence[Feature],
    preparation: Preparation | None,
    reading: Reading | None,
    now: datetime,
    *,
    rehearsal: bool = False,
    everything: bool = False,
) -> Room:
    """The page at ``now``, or that of a rehearsal, before its first digit too; ``everything`` shows all
    seats at once. No statement."""
    state = _state(preparation, reading)
    drawn = reading is not None and reading.drawn_at is not None
    names = [_name(one) for one in reading.panel] if reading is not None and drawn else []
    shown = len(names)
    if reading is not None and reading.drawn_at is not None and not everything:
        shown = _shown(len(names), (now - reading.drawn_at).total_seconds())
    if state == "drawn" and shown < len(names):
        state = "showing"
    over = state == "drawn"
    held = reading.composition if reading is not None and over else draw.pool.composition
    whole = len(names) if over else draw.pool.people
    beacon = beacon_of(preparation.sources) if preparation and not rehearsal else None
    seats = len(names) or draw.size
    return Room(
        state=state,
        sentence=_sentence(state, len(names), shown, rehearsal=rehearsal),
        every={"showing": "1s", "drawn": ""}.get(state, "2s"),
        places=_places(preparation, reading, rehearsal=rehearsal),
        beacon=instant(published_at(beacon["round"])) if beacon else "",
        beacon_is_there=bool(reading is not None and reading.beacon),
        source=in_words(preparation.sources) if preparation else "",
        people=number(draw.pool.eligible),
        panels=number(preparation.panels) if preparation and preparation.prepared_at else "",
        seats=seats,
        shown=shown,
        tiles=tuple(Tile(at, name, at <= shown) for at, name in enumerate(names, 1)),
        portraits=_portraits(features, {(f, v): n for f, v, n in held}, whole),
        of_the_panel=over,
        drawn_at=instant(reading.drawn_at) if reading is not None and reading.drawn_at else "",
        is_rehearsal=rehearsal,
    )


def _state(preparation: Preparation | None, reading: Reading | None) -> str:
    if preparation is None or preparation.prepared_at is None:
        return "nothing"
    if reading is None:
        return "ready"
    if reading.drawn_at is not None:
        return "drawn"
    if isinstance(reading, Drawing) and is_whole(reading, preparation):
        return "confirming"
    return "reading" if reading.digits or reading.beacon else "ready"


def _sentence(state: str, seats: int, shown: int, *, rehearsal: bool) -> str:
    seat = {"shown": shown, "seats": seats}
    if rehearsal and state != "nothing":
        return {
            "ready": _("Rehearsal: type digits below."),
            "reading": _("Rehearsal: digits are being typed."),
            "showing": _("Rehearsal: trial seat %(shown)s of %(seats)s") % seat,
            "drawn": _("Rehearsal: a trial panel of %(seats)s seats.") % seat,
        }[state]
    return {
        "nothing": _("The pool is frozen. The list of panels is prepared, then published here."),
        "ready": _("The list is published. Now a number is drawn in front of everybody."),
        "reading": _("The digits are being read aloud."),
        "confirming": _("The number is read. Observer and organiser confirm it."),
        "showing": _("Seat %(shown)s of %(seats)s") % seat,
        "drawn": _("The panel is drawn: %(seats)s seats.") % seat,
    }[state]


def _shown(seats: int, seconds: float) -> int:
    pace = min(PACE, LONGEST / seats)
    return min(seats, int(max(seconds, 0) / pace) + 1)


def _name(one: str | int) -> str:
    """The first digits of a pseudonym, or what stands for one in a rehearsal."""
    return f"{one[:4]} {one[4:8]}" if isinstance(one, str) else _("Trial %(seat)s") % {"seat": one}


def _places(
    preparation: Preparation | None, reading: Reading | None, *, rehearsal: bool
) -> tuple[str, ...]:
    if preparation is None or not preparation.panels:
        return ()
    if not (rehearsal or wants_digits(preparation.sources)):
        return tuple(reading.number) if reading is not None else ()
    read = reading.digits if reading is not None else ""
    return tuple(read[at : at + 1] for at in range(preparation.places))


def _portraits(
    features: Sequence[Feature], held: Mapping[tuple[str, str], int], whole: int
) -> tuple[Portrait, ...]:
    rows = [
        (
            feature,
            value,
            held.get((feature.name, value.name), 0),
            None if value.share is None else float(value.share) / WHOLE,
        )
        for feature in features
        for value in feature.values.all()
    ]
    full = max([people / max(whole, 1) for *_rest, people, _share in rows] or [1.0])
    full = max([full, *(share for *_rest, share in rows if share is not None)]) * ROOM or 1.0
    found: dict[int, list[Share]] = {feature.pk: [] for feature in features}
    for feature, value, people, share in rows:
        part = people / max(whole, 1)
        found[feature.pk].append(
            Share(
                title=pick(value.title),
                asked=_seats(value.minimum, value.maximum),
                held=number(people),
                population="" if share is None else percent(share),
                share=percent(part),
                bar=f"{part / full * 100:.4g}%",
                mark="" if share is None else f"{share / full * 100:.4g}%",
            )
        )
    return tuple(Portrait(pick(feature.title), tuple(found[feature.pk])) for feature in features)


def _seats(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"

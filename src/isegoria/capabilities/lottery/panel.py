"""What the panel looks like: today, on the day of the draw, and beside the population."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.capabilities.lottery.models import Answer, Draw, Feature
from isegoria.capabilities.lottery.queries import draw_of
from isegoria.capabilities.lottery.rules import WHOLE
from isegoria.capabilities.lottery.seat_models import Offer, Seat
from isegoria.capabilities.lottery.seat_policies import READ_PANEL
from isegoria.capabilities.lottery.seat_queries import Lines, seating_of
from isegoria.capabilities.lottery.seat_rules import Line
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.commons.processes.models import Activity
from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.core.texts import pick
from isegoria.core.ui.charts import BarChart, bar_chart


class SeatState:
    """How a seat stands."""

    TAKEN = "taken"
    AWAITED = "awaited"
    EMPTY = "empty"


STATES: dict[str, Promise] = {
    SeatState.TAKEN: gettext_lazy("accepted"),
    SeatState.AWAITED: gettext_lazy("awaiting an answer"),
    SeatState.EMPTY: gettext_lazy("vacant"),
}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat as everybody may see it. ``rank`` is the place among the alternates of whoever holds it, 0
    for who was drawn; ``asked`` how many people were asked; ``offer`` the last offer. ``is_forgotten``: the
    seat is held, and what was asked of whom for it is deleted, as it is in time."""

    number: int
    state: str
    label: Promise
    rank: int
    asked: int
    entry: tuple[int, int] | None
    offer: Offer | None
    is_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class ValueRow:
    """The seats of one value: allowed, on the day of the draw, today."""

    title: str
    allowed: str
    drawn: int
    today: int


@dataclass(frozen=True, slots=True)
class FeatureView:
    """One feature of the panel, as a chart of shares and a table of seats."""

    title: str
    chart: BarChart
    rows: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the seats stand. ``replaced`` counts those who declined, kept silent or left, None once that is
    deleted."""

    seats: int
    accepted: int
    awaited: int
    empty: int
    replaced: int | None


def seat_rows(draw: Draw) -> tuple[SeatRow, ...]:
    """Every seat with its last offer; none of a draw that is not saved. Three statements."""
    offers: dict[int, list[Offer]] = {}
    told = Offer.objects.filter(seat__draw=draw.pk).select_related("entry__epoch", "volunteer")
    for offer in told.order_by("offered_at", "pk"):
        offers.setdefault(offer.seat_id, []).append(offer)
    return tuple(_row(seat, offers.get(seat.pk, [])) for seat in Seat.objects.filter(draw=draw.pk))


def _row(seat: Seat, offers: Sequence[Offer]) -> SeatRow:
    last = offers[-1] if offers else None
    entries = [offer.entry for offer in offers if offer.entry is not None]
    place = None
    if entries and entries[-1].number is not None and entries[-1].epoch is not None:
        place = (entries[-1].epoch.number, entries[-1].number)
    state = SeatState.EMPTY
    if seat.holder:
        state = SeatState.TAKEN
    elif last is not None and last.state == OfferState.OFFERED:
        state = SeatState.AWAITED
    return SeatRow(
        number=seat.number,
        state=state,
        label=STATES[state],
        rank=last.rank if last else 0,
        asked=len(offers),
        entry=place,
        offer=last,
        is_forgotten=bool(seat.holder) and last is None,
    )


def tally(rows: Sequence[SeatRow]) -> Tally:
    """The seats of a panel, counted."""
    counts = Counter(row.state for row in rows)
    held = counts[SeatState.TAKEN] + counts[SeatState.AWAITED]
    return Tally(
        seats=len(rows),
        accepted=counts[SeatState.TAKEN],
        awaited=counts[SeatState.AWAITED],
        empty=counts[SeatState.EMPTY],
        replaced=None
        if any(row.is_forgotten for row in rows)
        else sum(row.asked for row in rows) - held,
    )


def feature_views(draw: Draw, features: Sequence[Feature], lines: Lines) -> tuple[FeatureView, ...]:
    """The composition by feature. One statement."""
    pairs = list(Seat.objects.filter(draw=draw).values_list("drawn", "holder"))
    drawn = [*lines.seated, *(lines.by_name[name] for name, _holder in pairs)]
    today = [*lines.seated, *(lines.by_name[holder] for _name, holder in pairs if holder)]
    return tuple(
        _feature(feature, _counts(drawn, column), _counts(today, column))
        for column, feature in enumerate(features)
    )


def _counts(people: Sequence[Line], column: int) -> Counter[str]:
    return Counter(line.values[column] for line in people)


def _feature(feature: Feature, drawn: Counter[str], today: Counter[str]) -> FeatureView:
    values = list(feature.values.all())
    series = [_("Panel today"), _("On the day of the draw")]
    known = all(value.share is not None for value in values)
    rows = []
    for value in values:
        bars = [
            count[value.name] / count.total() if count.total() else 0.0 for count in (today, drawn)
        ]
        if known:
            bars.append(float(value.share or 0) / WHOLE)
        rows.append((pick(value.title), bars))
    title = pick(feature.title)
    return FeatureView(
        title=title,
        chart=bar_chart(
            title,
            rows,
            series=[*series, _("Population")] if known else series,
            label_heading=_("Answer"),
            as_shares=True,
        ),
        rows=tuple(
            ValueRow(
                title=pick(value.title),
                allowed=_allowed(value.minimum, value.maximum),
                drawn=drawn[value.name],
                today=today[value.name],
            )
            for value in values
        ),
    )


def _allowed(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def named_members(draw: Draw) -> tuple[tuple[str, str], ...]:
    """First name and what the organiser shows beside it, of the members who agreed. Two statements."""
    agreed = Offer.objects.filter(seat__draw=draw, state=OfferState.ACCEPTED).exclude(
        public_name=""
    )
    shown = seating_of(draw).shown_id
    beside = {
        answer.volunteer_id: pick(answer.value.title)
        for answer in Answer.objects.filter(
            feature=shown, volunteer__offer__in=agreed
        ).select_related("value")
    }
    return tuple(
        (offer.public_name, beside.get(offer.volunteer_id, ""))
        for offer in agreed.order_by("public_name", "pk")
    )


def reasons_given(draw: Draw) -> tuple[str, ...]:
    """Why people declined or left, for the team; in an order that tells nothing of who said it."""
    said = Offer.objects.filter(seat__draw=draw.pk).exclude(reason="")
    return tuple(said.order_by("reason").values_list("reason", flat=True))


def _exported(activity: Activity) -> Iterator[SeatRow]:
    return iter(seat_rows(draw_of(activity)))


SEATS_EXPORT = Export(
    name="seats",
    label=gettext_lazy("Seats of the panel"),
    description=gettext_lazy("How each seat of a panel stands, without anybody’s name."),
    columns=(
        ExportColumn("seat", gettext_lazy("Seat"), Kind.INTEGER, "", lambda row: row.number),
        ExportColumn(
            "state", gettext_lazy("State"), Kind.CHOICE, "", lambda row: row.state, choices=STATES
        ),
        ExportColumn(
            "rank",
            gettext_lazy("Rank in the published order"),
            Kind.INTEGER,
            gettext_lazy("Of whoever holds the seat, or was asked last; 0: the person drawn"),
        ),
        ExportColumn("asked", gettext_lazy("People asked"), Kind.INTEGER),
        ExportColumn(
            "offered_at",
            gettext_lazy("Offered"),
            Kind.INSTANT,
            "",
            lambda row: row.offer and row.offer.offered_at,
        ),
        ExportColumn(
            "answered_at",
            gettext_lazy("Answered"),
            Kind.INSTANT,
            "",
            lambda row: row.offer and row.offer.answered_at,
        ),
    ),
    rows=_exported,
    policy=READ_PANEL,
)

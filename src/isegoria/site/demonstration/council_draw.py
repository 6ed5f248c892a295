"""The draw of the council: the call, the frozen pool, the public draw, and who takes a seat."""

from random import Random

from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Answer as Said
from isegoria.capabilities.lottery.models import Draw, Feature
from isegoria.capabilities.lottery.not_drawn import tell_not_drawn
from isegoria.capabilities.lottery.preparation_models import Aim
from isegoria.capabilities.lottery.preparing import ask_for_list, prepare_list
from isegoria.capabilities.lottery.seat_acts import Answer
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer, Seat, Seating
from isegoria.capabilities.lottery.seat_services import answer_by_code, set_seating
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.tasks.progress import SILENT
from isegoria.site.demonstration import lots
from isegoria.site.demonstration.cast import (
    ARIANE,
    DOUNIA,
    actor_of,
    as_actor,
    open_quietly,
    women_and_men,
)
from isegoria.site.demonstration.council_plan import SLUG
from isegoria.site.demonstration.preparing import activity_of
from isegoria.site.demonstration.stage import Stage

VOLUNTEERS, SEATS = 312, 24
_DIGITS = "4176"
_DECLINED = 3
"""How many seats are declined first, and go to an alternate."""
_GROUP = "membre"


def _lottery() -> Activity:
    return activity_of(SLUG, "lottery")


def call(_stage: Stage) -> None:
    """The call opens."""
    lots.ask(_lottery(), SEATS)


def volunteer(_stage: Stage) -> None:
    """People come forward, not all alike."""
    lots.come(_lottery(), VOLUNTEERS, Random(1789))  # noqa: S311 - invented people


def freeze(_stage: Stage) -> None:
    """The call is over: the pool is frozen, and the list of panels published."""
    activity = _lottery()
    area = Feature.objects.get(draw__activity=activity, name=lots.AREA)
    set_seating(actor=SYSTEM, activity=activity, reply_days=12, shown=area)
    freeze_pool(actor=SYSTEM, activity=activity)
    ask_for_list(
        actor=actor_of(ARIANE), activity=activity, aim=Aim.LEXIMIN, cap=100, k=5, origin=Origin.DICE
    )
    prepare_list(SILENT, draw=Draw.objects.get(activity=activity).pk)


def draw(_stage: Stage) -> None:
    """Balls are read aloud, two persons confirm, the panel is drawn."""
    lots.read_aloud(_lottery(), _DIGITS)


def answer(_stage: Stage) -> None:
    """Some decline and are replaced; the others open their letter, sign in and accept. Then whoever was
    offered no seat is told."""
    found = Draw.objects.get(activity=_lottery())
    with_alternates = Seat.objects.filter(draw=found).exclude(reserve__order="")
    for number in with_alternates.order_by("number").values_list("number", flat=True)[:_DECLINED]:
        offer = _offers(found)[number]
        _reply(offer, ANONYMOUS, Answer(accepts=False, reason="Je travaille le samedi."))
    offers = _offers(found)
    women = [
        Said.objects.select_related("value")
        .get(volunteer=offer.volunteer_id, feature__name=lots.GENDER)
        .value.position
        == 0
        for offer in offers.values()
    ]
    dounia = women.index(True)
    for rank, (offer, name) in enumerate(
        zip(offers.values(), women_and_men(_GROUP, women), strict=True)
    ):
        member = (
            actor_of(DOUNIA)
            if rank == dounia
            else as_actor(open_quietly(f"{_GROUP}{rank + 1}", name))
        )
        shown = DOUNIA.name if rank == dounia else name
        _reply(
            offer, member, Answer(accepts=True, public_name=shown.split()[0] if rank % 4 else "")
        )
    tell_not_drawn(actor=SYSTEM, seating=Seating.objects.get(draw=found))


def _offers(found: Draw) -> dict[int, Offer]:
    """The last offer of each seat, by its number."""
    made = (
        Offer.objects.filter(seat__draw=found).select_related("seat").order_by("seat__number", "pk")
    )
    return {offer.seat.number: offer for offer in made}


def _reply(offer: Offer, actor: Actor, said: Answer) -> None:
    answer_by_code(actor=actor, code=code_of(offer.ref), answer=said)


def members() -> list[Actor]:
    """The members of the council, in the order of their seats."""
    held = (
        Offer.objects.filter(seat__draw__activity__process__slug=SLUG, state="accepted")
        .select_related("volunteer__person__account")
        .order_by("seat__number")
    )
    return [
        as_actor(offer.volunteer.person.account)
        for offer in held
        if offer.volunteer.person is not None
    ]

"""The draws of the demonstration: a call that is open, and a panel that was drawn and is being seated."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from random import Random

from django.utils import timezone

from isegoria.capabilities.lottery import drawing
from isegoria.capabilities.lottery.announcing import Origin
from isegoria.capabilities.lottery.draw_models import WitnessRole
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.importing import Files, import_volunteers
from isegoria.capabilities.lottery.kinds import CALL, DRAW
from isegoria.capabilities.lottery.models import Draw, Feature
from isegoria.capabilities.lottery.preparation_models import Aim, Preparation
from isegoria.capabilities.lottery.preparing import ask_for_list, prepare_list
from isegoria.capabilities.lottery.queries import draw_of, sheet
from isegoria.capabilities.lottery.seat_acts import Answer
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer, Seat
from isegoria.capabilities.lottery.seat_services import answer_by_code, set_seating
from isegoria.capabilities.lottery.setup_services import add_presets, save_feature, set_terms
from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import Activity, Body, BodyKind, Process, TeamRole
from isegoria.commons.processes.services import (
    add_activity,
    add_phase,
    begin_process,
    plan_phase,
    publish_process,
    seat_person,
)
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.tasks.progress import SILENT
from isegoria.core.texts import Texts

_SHARES = {"genre": (51.6, 48.4), "âge": (14.2, 22.5, 23.3, 23.9, 16.1)}
_PLACES = (("Valombre", 48), ("Le Plateau", 31), ("Basse-Combe", 21))
_LEANING = {"genre": (55, 45), "âge": (6, 17, 25, 33, 19), "Quartier": (60, 27, 13)}
"""Who comes forward first: more women, more elders, more of the town. That is what a draw mends."""
_ORGANISER, _OBSERVER = "ariane@demo.example", "odile@demo.example"
_NAMES = ("Aline", "Bachir", "Colette", "Djibril", "Edwige", "Firmin", "Gwenaëlle", "Hamid")
_REASON = "Annoncé par l’assemblée régionale de Valombre."
_OPEN_PEOPLE, _DRAWN_PEOPLE, _SEATS = 240, 260, 30
_ANSWERED, _DECLINED = 26, 2
"""How many seats are taken, and how many of those were declined first."""


def load_demo() -> None:
    """Load both draws through the services, unless they are there already."""
    load_process()
    process = Process.objects.get(slug=SLUG)
    if process.activities.filter(capability="lottery").exists():
        return
    chance = Random(1789)  # noqa: S311 - invented people, the same in each demonstration
    _open(process, chance)
    _seated(_council(), chance)


def _open(process: Process, chance: Random) -> None:
    activity = _activity(
        process, "prochain-panel", {"fr": "Appel à volontaires", "en": "Call for volunteers"}
    )
    _phase(activity, CALL.code, -9, 21)
    _phase(activity, DRAW.code, 25, 2)
    _ask(activity, 40)
    _come(activity, _OPEN_PEOPLE, chance)


def _council() -> Process:
    """A process of its own, whose panel was drawn last week."""
    process = begin_process(
        actor=SYSTEM,
        slug="conseil-des-mobilites",
        title={"fr": "Conseil citoyen des mobilités", "en": "Citizens’ council on mobility"},
        summary={
            "fr": "Trente personnes tirées au sort suivent le plan de déplacements de Valombre.",
            "en": "Thirty people drawn by lot follow the mobility plan of Valombre.",
        },
    )
    team = Body.objects.get(process=process, kind=BodyKind.TEAM)
    for email, role in ((_ORGANISER, TeamRole.ORGANISER), (_OBSERVER, TeamRole.OBSERVER)):
        person = Person.objects.get(account__email=email)
        seat_person(actor=SYSTEM, body=team, person=person, role=role, because=_REASON)
    return process


def _seated(process: Process, chance: Random) -> None:
    activity = _activity(
        process, "tirage", {"fr": "Tirage au sort du conseil", "en": "Draw of the council"}
    )
    _phase(activity, CALL.code, -40, 30)
    _phase(activity, DRAW.code, -9, 200)
    publish_process(actor=SYSTEM, process=process)
    draw = _ask(activity, _SEATS)
    _come(activity, _DRAWN_PEOPLE, chance)
    place = Feature.objects.get(draw=draw, name="Quartier")
    set_seating(actor=SYSTEM, activity=activity, reply_days=10, shown=place)
    freeze_pool(actor=SYSTEM, activity=activity)
    ask_for_list(actor=SYSTEM, activity=activity, aim=Aim.LEXIMIN, cap=100, k=5, origin=Origin.DICE)
    prepare_list(SILENT, draw=draw.pk)
    organiser, observer = _actor(_ORGANISER), _actor(_OBSERVER)
    places = Preparation.objects.get(draw=draw).places
    for digit in "4176"[:places]:
        drawing.enter(actor=observer, activity=activity, digit=digit)
    for actor, role, name in (
        (observer, WitnessRole.OBSERVER, "Odile Témoin"),
        (organiser, WitnessRole.ORGANISER, "Ariane Modèle"),
    ):
        drawing.confirm(actor=actor, activity=activity, role=role, name=name)
    drawing.conclude(actor=organiser, activity=activity)
    _answer(draw)


def _answer(draw: Draw) -> None:
    """Most have accepted, two declined and are replaced, the others still think."""
    with_alternates = Seat.objects.filter(draw=draw).exclude(reserve__order="")
    for number in with_alternates.values_list("number", flat=True)[:_DECLINED]:
        _reply(draw, number, Answer(accepts=False, reason="Je travaille le samedi."))
    for number in range(1, _ANSWERED + 1):
        name = _NAMES[number - 1] if number <= len(_NAMES) else ""
        _reply(draw, number, Answer(accepts=True, public_name=name))


def _reply(draw: Draw, number: int, answer: Answer) -> None:
    offer = Offer.objects.filter(seat__draw=draw, seat__number=number).latest("pk")
    answer_by_code(actor=ANONYMOUS, code=code_of(offer.ref), answer=answer)


def _actor(email: str) -> Actor:
    return actor_for_user(Account.objects.get(email=email), second_factor=True)


def _activity(process: Process, slug: str, title: Texts) -> Activity:
    made = add_activity(actor=SYSTEM, process=process, capability="lottery", slug=slug, title=title)
    return Activity.objects.select_related("process").prefetch_related("phases").get(pk=made.pk)


def _phase(activity: Activity, kind: str, starts: int, lasts: int) -> None:
    opening = timezone.localtime(clock.now()).date() + timedelta(days=starts)
    draft = activity.process.state == ProcessState.DRAFT
    plan = plan_phase if draft else partial(add_phase, reason=_REASON)
    plan(
        actor=SYSTEM,
        activity=activity,
        kind=kind,
        opens_at=first_instant(opening),
        closes_at=first_instant(opening + timedelta(days=lasts)),
    )


def _ask(activity: Activity, size: int) -> Draw:
    """The questions, with the shares of an invented region."""
    draw = set_terms(
        actor=SYSTEM,
        activity=activity,
        size=size,
        one_per_household=True,
        no_past_members=True,
    )
    add_presets(actor=SYSTEM, activity=activity, codes=["gender", "age"])
    for feature in sheet(draw):
        shares = zip(feature.values.all(), _SHARES[feature.name], strict=True)
        save_feature(
            actor=SYSTEM,
            activity=activity,
            feature=feature,
            language="fr",
            title=feature.title["fr"],
            why=feature.why["fr"],
            values="\n".join(f"{value.title['fr']}; {share} %" for value, share in shares),
        )
    save_feature(
        actor=SYSTEM,
        activity=activity,
        language="fr",
        title="Quartier",
        why="Chaque partie de la région a sa place dans le panel.",
        values="\n".join(f"{name}; {share} %" for name, share in _PLACES),
    )
    return draw


def _come(activity: Activity, people: int, chance: Random) -> None:
    """People from a file, as an agent types paper forms."""
    out = io.StringIO()
    sheet_ = csv.writer(out)
    features = list(sheet(draw_of(activity)))
    sheet_.writerow(["id", *(feature.name for feature in features)])
    for number in range(1, people + 1):
        sheet_.writerow([f"B{number:04d}", *_said(features, chance)])
    import_volunteers(actor=SYSTEM, activity=activity, files=Files(out.getvalue().encode()))


def _said(features: list[Feature], chance: Random) -> Iterator[str]:
    for feature in features:
        names = [value.name for value in feature.values.all()]
        yield chance.choices(names, _LEANING[feature.name])[0]

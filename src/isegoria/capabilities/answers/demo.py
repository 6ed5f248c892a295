"""The answers of the demonstration: accepted in part, one step done, another put off, a reaction."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from isegoria.capabilities.answers import answering, following, writing
from isegoria.capabilities.answers.answering import Terms
from isegoria.capabilities.answers.models import Demand, Milestone
from isegoria.capabilities.answers.phases import ANSWERING
from isegoria.capabilities.answers.queries import CAPABILITY
from isegoria.capabilities.answers.states import Verdict
from isegoria.commons.people.models import Account
from isegoria.commons.people.person_services import declare_age
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.services import take_stance
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import BodyKind, Process
from isegoria.commons.processes.services import add_activity, add_phase
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock, registry
from isegoria.core.actor import SYSTEM, Actor

_REASONS = (
    "La région partage le constat : l’ordre dans lequel on coupe l’eau doit être connu avant l’été.\n\n"
    "Elle ne peut pas décider seule pour les communes. Elle réunira donc les six vallées chaque"
    " printemps, et publiera l’état de la nappe chaque semaine d’été. L’affichage en mairie dépend de"
    " chaque commune : nous le demandons, nous ne pouvons pas l’imposer."
)


def load_demo() -> None:
    """Load the answers through the services, unless they are there already: first the activity, then what
    is handed over to it by other rooms, then an answer."""
    load_process()
    process = Process.objects.get(slug=SLUG)
    if process.activities.filter(capability=CAPABILITY).exists():
        return
    _place(process)
    for component in registry.components():
        if component.demo and any(kind.answerable for kind in component.post_kinds):
            component.demo()
    demand = writing.demands().filter(activity__process=process).order_by("pk").first()
    if demand is not None:
        _answer(demand)


def _place(process: Process) -> None:
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability=CAPABILITY,
        slug="reponses",
        title={"fr": "Les réponses de l’assemblée", "en": "The answers of the assembly"},
        activity_settings={"days": 60},
    )
    today = timezone.localtime(clock.now()).date()
    add_phase(
        actor=SYSTEM,
        activity=activity,
        kind=ANSWERING.code,
        opens_at=first_instant(today - timedelta(days=1)),
        closes_at=first_instant(today + timedelta(days=180)),
        reason="Annoncée lors des réunions de lancement.",
    )


def _of(**where: object) -> list[Actor]:
    return [actor_for_user(account) for account in Account.objects.filter(**where).order_by("pk")]


def _answer(demand: Demand) -> None:
    """An elected person answers; one step is done since, the other put off; people react."""
    process = demand.activity.process_id
    elected = _of(
        person__memberships__body__kind=BodyKind.AUTHORITY,
        person__memberships__body__process=process,
    )
    if not elected:
        return
    speaker, today = elected[0], writing.today()
    answer = answering.begin_answer(
        actor=speaker,
        demand=demand,
        terms=Terms(
            verdict=Verdict.PARTLY,
            text=_REASONS,
            responsible="Valérie Témoin, vice-présidente chargée de l’eau",
            budget="180 000 € par an",
        ),
        language="fr",
        ref=uuid4(),
    )
    answering.commit(
        actor=speaker,
        answer=answer,
        text="Réunir une assemblée dans chacune des six vallées, avant chaque été",
        steps=[
            ("Le calendrier des six assemblées est publié", today + timedelta(days=20)),
            ("Les six assemblées ont eu lieu", today + timedelta(days=150)),
        ],
    )
    answering.publish_answer(actor=speaker, answer=answer)
    first, second = Milestone.objects.filter(commitment__answer=answer)
    following.report(
        actor=speaker,
        milestone=first,
        event="do",
        text="Le calendrier est affiché dans les six vallées et sur le site de la région.",
        evidence="https://valombre.example/assemblees",
    )
    following.report(
        actor=speaker,
        milestone=second,
        event="move",
        text="Deux vallées demandent trois semaines de plus pour préparer leur assemblée.",
        due_on=today + timedelta(days=171),
    )
    panel = {"email__startswith": "panel", "email__endswith": "@demo.example"}
    for member in _of(**panel):
        declare_age(actor=member, years=demand.activity.process.minimum_age)
    citizens = _of(**panel)
    for rank, citizen in enumerate(citizens[:6]):
        take_stance(actor=citizen, ref=answer.post.ref, value=(1, 1, 0, -1)[rank % 4])
    if citizens:
        following.react(
            actor=citizens[-1],
            answer=answer,
            text="Merci pour le calendrier. L’affichage en mairie reste à obtenir : nous le redemanderons.",
            language="fr",
            ref=uuid4(),
        )

"""The measures of the demonstration: one handed over, one that everybody reads, one being written."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from isegoria.capabilities.drafting import adopting, amending, citing, services
from isegoria.capabilities.drafting.models import Measure, Section
from isegoria.capabilities.drafting.phases import AMENDING
from isegoria.capabilities.drafting.states import Outcome
from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.decisions.services import publish_dissent, vote_by_name
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import Activity, Body, BodyKind, Process
from isegoria.commons.processes.services import add_activity, add_phase
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor

_FIRST = {
    "problem": (
        "Chaque été, l’ordre dans lequel on coupe l’eau se décide en quelques jours, sans celles et"
        " ceux qui en vivent.{0}\n\nDans trois vallées sur six, personne ne sait à l’avance qui passera"
        " en premier. [#panel]"
    ),
    "ask": (
        "Que l’ordre de priorité soit fixé **avant le 1er mai**, en réunion publique, dans chaque"
        " vallée.{0}\n\nQu’il soit affiché en mairie et en ligne, avec l’état de la nappe, chaque"
        " semaine d’été.{1}"
    ),
    "how": "Une assemblée de vallée réunit habitantes, éleveurs, communes et services de l’eau. [#panel]",
    "cost": "Six réunions par an et un demi-poste à la région. [#panel]",
    "effects": "Chacune et chacun sait à quoi s’attendre au moment de semer.{0}",
}
_SECOND = {
    "problem": "Les crues et les sécheresses ont une même cause : l’eau part trop vite.{0}",
    "ask": "Que la région finance mille kilomètres de haies et de berges replantées en dix ans.{0}",
    "how": "Par des contrats de vallée, avec les écoles et les agriculteurs. [#panel]",
}
_THIRD = {"problem": "Le premier mètre cube coûte autant que le centième.{0}"}


def load_demo() -> None:
    """Load the measures through the services, unless they are there already."""
    load_process()
    process = Process.objects.get(slug=SLUG)
    if process.activities.filter(capability="drafting").exists():
        return
    activity = _activity(process)
    accounts = Account.objects.filter(email__startswith="panel", email__endswith="@demo.example")
    members = [actor_for_user(account) for account in accounts.order_by("email")]
    organiser = actor_for_user(Account.objects.get(email="ariane@demo.example"), second_factor=True)
    panel = Body.objects.get(process=process, kind=BodyKind.PANEL, slug="panel")
    titles = (
        ("Fixer avant l’été qui passe en premier quand l’eau manque", "partager", _FIRST),
        ("Replanter mille kilomètres de haies et de berges", "rivieres", _SECOND),
        ("Protéger les premiers litres", "factures", _THIRD),
    )
    measures = []
    for title, theme, texts in titles:
        measure = services.begin_measure(
            actor=members[0], activity=activity, title=title, body=panel, language="fr", ref=uuid4()
        )
        _write(measure, members, _sources(process, theme), texts)
        measures.append(measure)
    first, second, _third = measures
    _adopt(first, members, organiser)
    adopting.hand_measures_over(actor=organiser, activity=activity)
    adopting.open_measure(actor=members[1], measure=second)
    _amend(second, members)


def _activity(process: Process) -> Activity:
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="drafting",
        slug="mesures",
        title={"fr": "Les mesures du panel", "en": "The measures of the panel"},
        activity_settings={},
    )
    today = timezone.localtime(clock.now()).date()
    add_phase(
        actor=SYSTEM,
        activity=activity,
        kind=AMENDING.code,
        opens_at=first_instant(today - timedelta(days=2)),
        closes_at=first_instant(today + timedelta(days=50)),
        reason="Annoncée lors des réunions de lancement.",
    )
    return activity


def _sources(process: Process, theme: str) -> list[Post]:
    """The idea of a theme where there is one, and two contributions of it."""
    posts = Post.objects.filter(activity__process=process, shown=True, parent=None)
    said = posts.filter(theme__slug=theme).order_by("-agree_count", "pk")[:2]
    ideas = posts.filter(body__isnull=False, sources__origin__in=said[:1])
    return [*ideas[:1], *said]


def _write(
    measure: Measure, members: list[Actor], sources: list[Post], texts: dict[str, str]
) -> None:
    marks = [
        f" [#{citing.cite_text(actor=members[1], measure=measure, origin=origin).number}]"
        for origin in sources
    ]
    marks = (marks or [" [#panel]"]) * 2
    for turn, (code, text) in enumerate(texts.items()):
        services.save_section(
            actor=members[turn % len(members)],
            section=Section.objects.get(measure=measure, code=code),
            base=0,
            text=text.format(*marks),
            reason="Première rédaction",
        )


def _adopt(measure: Measure, members: list[Actor], organiser: Actor) -> None:
    decision = adopting.call_vote(
        actor=organiser,
        measure=measure,
        majority=Majority.TWO_THIRDS,
        quorum=Quorum.HALF,
        secret=False,
        closes_at=clock.now() + timedelta(days=3),
    )
    for turn, actor in enumerate(members):
        choice = {2: Choice.AGAINST, 5: Choice.ABSTAIN}.get(turn, Choice.FOR)
        vote_by_name(actor=actor, decision=decision, choice=choice)
    publish_dissent(
        actor=members[2],
        decision=decision,
        text=(
            "Je ne suis pas contre l’idée, mais une date unique ne convient pas aux vallées de"
            " montagne, où l’on sème plus tard."
        ),
        language="fr",
        ref=uuid4(),
    )
    adopting.close_vote(actor=organiser, measure=measure)


def _amend(measure: Measure, members: list[Actor]) -> None:
    ask = Section.objects.get(measure=measure, code="ask")
    accepted = amending.propose_change(
        actor=members[4],
        section=ask,
        base=ask.version,
        why="Dix ans, c’est trop long pour les rivières déjà à sec l’été.",
        language="fr",
        ref=uuid4(),
        text=ask.text.replace("dix ans", "six ans"),
    )
    amending.answer_change(
        actor=members[1],
        amendment=accepted,
        outcome=Outcome.ACCEPTED,
        answer="Le groupe est d’accord : les plants existent, les bras aussi.",
    )
    problem = Section.objects.get(measure=measure, code="problem")
    amending.propose_change(
        actor=members[6],
        section=problem,
        base=problem.version,
        why="D’où vient ce constat ? Il faudrait citer une étude.",
        language="fr",
        ref=uuid4(),
        passage="l’eau part trop vite",
    )

"""A process for tests: an invented region, dates relative to the day it is loaded."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.services import (
    add_activity,
    add_theme,
    begin_process,
    plan_phase,
    publish_process,
)
from isegoria.commons.processes.tests.water_people import seat_people
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.texts import Texts

SLUG = "convention-citoyenne-eau"


@dataclass(frozen=True, slots=True)
class _Step:
    starts: int  # days from the day of loading
    lasts: int  # days
    title: Texts
    description: Texts


_THEMES = (
    ("partager", {"fr": "Partager l’eau", "en": "Sharing water"}),
    ("rivieres", {"fr": "Rivières et zones humides", "en": "Rivers and wetlands"}),
    ("factures", {"fr": "Factures et tarifs", "en": "Bills and prices"}),
    ("cultures", {"fr": "Cultures et élevage", "en": "Crops and livestock"}),
    ("quotidien", {"fr": "L’eau au quotidien", "en": "Water every day"}),
)

_STEPS = (
    _Step(
        -45,
        14,
        {"fr": "Réunions de lancement", "en": "Opening meetings"},
        {
            "fr": "Six réunions dans les six vallées, pour dire ce qui sera décidé, et par qui.",
            "en": "Six meetings in the six valleys, to say what will be decided, and by whom.",
        },
    ),
    _Step(
        -20,
        34,
        {"fr": "Cahiers ouverts dans les mairies", "en": "Open notebooks in the town halls"},
        {
            "fr": "Chacune et chacun peut y écrire. Les pages sont recopiées chaque semaine.",
            "en": "Everybody can write in them. The pages are copied out every week.",
        },
    ),
    _Step(
        -3,
        28,
        {"fr": "Visites de terrain", "en": "Field visits"},
        {
            "fr": "Une station de pompage, une ferme, une rivière à sec : on va voir sur place.",
            "en": "A pumping station, a farm, a dry river: we go and see.",
        },
    ),
    _Step(
        40,
        3,
        {"fr": "Première plénière", "en": "First plenary"},
        {
            "fr": "Le panel se rencontre pendant trois jours et choisit ses questions.",
            "en": "The panel meets for three days and chooses its questions.",
        },
    ),
    _Step(
        110,
        2,
        {"fr": "Vote des mesures", "en": "Vote on the measures"},
        {
            "fr": "Le panel vote, mesure par mesure. Les désaccords sont écrits à côté.",
            "en": "The panel votes, measure by measure. Disagreements are written beside them.",
        },
    ),
    _Step(
        125,
        60,
        {"fr": "Réponse de l’assemblée régionale", "en": "The regional assembly answers"},
        {
            "fr": "Une réponse publique et motivée à chaque mesure, avant la fin du délai.",
            "en": "A public, reasoned answer to every measure, before the deadline.",
        },
    ),
)


def load_water() -> None:
    """Publish the process through its services, unless it is there already."""
    if Process.objects.filter(slug=SLUG).exists():
        return
    process = begin_process(
        actor=SYSTEM,
        slug=SLUG,
        title={
            "fr": "Convention citoyenne sur l’eau",
            "en": "Citizens’ convention on water",
        },
        summary={
            "fr": (
                "Les étés sont plus secs, et l’eau de la région de Valombre ne suffit plus à tous "
                "les usages. Que devons-nous changer, ensemble, d’ici dix ans ?"
            ),
            "en": (
                "Summers are drier, and the water of the Valombre region no longer suffices for "
                "every use. What must we change, together, within ten years?"
            ),
        },
        description={
            "fr": (
                "L’assemblée régionale de Valombre (une région inventée pour cette démonstration) "
                "demande à quarante personnes tirées au sort d’écrire une dizaine de mesures.\n\n"
                "**Ce qui est promis.** Chaque mesure recevra une réponse publique, motivée et "
                "datée. Ce qui aura été accepté sera suivi jusqu’à ce que ce soit fait.\n\n"
                "**Ce qui n’est pas en jeu.** La gestion des barrages dépend de l’État : la "
                "convention peut donner son avis, la région ne pourra pas décider."
            ),
            "en": (
                "The regional assembly of Valombre (a region invented for this demonstration) asks "
                "forty people drawn by lot to write about ten measures.\n\n"
                "**What is promised.** Every measure will get a public, reasoned and dated answer. "
                "What has been accepted will be followed until it is done.\n\n"
                "**What is not at stake.** Dams are run by the State: the convention may give its "
                "opinion, the region cannot decide."
            ),
        },
    )
    for slug, title in _THEMES:
        add_theme(actor=SYSTEM, process=process, slug=slug, title=title)
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="processes",
        slug="rendez-vous",
        title={"fr": "Rendez-vous", "en": "Meetings"},
    )
    today = timezone.localtime(clock.now()).date()
    for step in _STEPS:
        opening = today + timedelta(days=step.starts)
        plan_phase(
            actor=SYSTEM,
            activity=activity,
            kind=MILESTONE.code,
            title=step.title,
            description=step.description,
            opens_at=first_instant(opening),
            closes_at=first_instant(opening + timedelta(days=step.lasts)),
        )
    seat_people(process)
    publish_process(actor=SYSTEM, process=process)

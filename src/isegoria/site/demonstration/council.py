"""The citizens' council, from its announcement to the day on which its panel is drawn."""

from isegoria.commons.processes.models import BodyKind, Process
from isegoria.commons.processes.services import add_theme, publish_process
from isegoria.core.actor import SYSTEM
from isegoria.site.demonstration import council_plan as announced
from isegoria.site.demonstration.cast import ARIANE, actor_of
from isegoria.site.demonstration.preparing import activity_of, begin, choose, seat
from isegoria.site.demonstration.stage import Stage
from isegoria.site.demonstration.texts import THEMES

_EXPLANATION = {
    "fr": (
        "Que faut-il commencer dès maintenant pour bien vivre ici en 2040 ? **Proposez** ce qu’il"
        " faudrait faire, ou **racontez** ce que vous vivez. Le conseil a tout lu, et chaque mesure dit de"
        " quelles contributions elle vient."
    ),
    "en": (
        "What must we begin now to live well here in 2040? **Propose** what should be done, or **tell**"
        " what you live. The council read everything, and each measure says from which contributions it"
        " comes."
    ),
}


def announce(stage: Stage) -> None:
    """The regional assembly announces its council and names those who will watch over it."""
    process = begin(stage, announced.TEMPLATE, announced.SLUG, announced.BEGINS)
    for slug, title in THEMES.items():
        add_theme(actor=actor_of(ARIANE), process=process, slug=slug, title=title)
    unanimous = "Vote unanime de l’assemblée régionale."
    seat(
        process,
        BodyKind.MIRROR_GROUP,
        announced.MIRROR,
        "Appel public à candidatures, choix des garants.",
    )
    seat(process, BodyKind.GUARANTORS, announced.GUARANTORS, unanimous)
    seat(process, BodyKind.AUTHORITY, announced.AUTHORITY, "Délégation de l’assemblée régionale.")
    choose(activity_of(announced.SLUG, "consultation"), explanation=_EXPLANATION, pseudonyms=True)
    choose(activity_of(announced.SLUG, "answers"), days=announced.ANSWER_DAYS)
    publish_process(actor=SYSTEM, process=Process.objects.get(pk=process.pk))

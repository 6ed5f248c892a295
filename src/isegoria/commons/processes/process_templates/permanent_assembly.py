"""The permanent assembly: drawn anew each year, it chooses its own questions, as in Ostbelgien."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.bodies import AUTHORITY, GUARANTORS
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    TemplatePhase,
    both,
)


def _plenary(number: int, starts: int, fr: str, en: str) -> TemplatePhase:
    return TemplatePhase(
        starts,
        1,
        both(f"Plénière {number} : {fr}", f"Plenary {number}: {en}"),
        kind="assembly.working",
    )


PERMANENT_ASSEMBLY = ProcessTemplate(
    code="permanent-assembly",
    label=_("Permanent assembly"),
    pitch=_(
        "An assembly drawn by lot for a year, which chooses its own questions, gives working groups"
        " their mandates and follows the answers."
    ),
    title=both("Assemblée citoyenne de …", "Citizens’ assembly of …"),
    summary=both(
        "Une assemblée tirée au sort pour un an, qui choisit ses questions et suit les réponses.",
        "An assembly drawn by lot for a year, which chooses its questions and follows the answers.",
    ),
    description=both(
        "**Ce qu’elle peut.** Choisir ses sujets, entendre qui elle veut, remettre des mesures.\n\n"
        "**Ce qui est promis.** Chaque mesure recevra une réponse publique, motivée et datée.\n\n"
        "**Qui y siège.** Des personnes tirées au sort, renouvelées par moitié.",
        "**What it can do.** Choose its subjects, hear whom it wants, submit measures.\n\n"
        "**What is promised.** Every measure will get a public, reasoned and dated answer.\n\n"
        "**Who sits in it.** People drawn by lot, half of them renewed each time.",
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Assemblée citoyenne", "Citizens’ assembly"),
            both("Les personnes tirées au sort pour un an.", "The people drawn by lot for a year."),
        ),
        TemplateBody(
            BodyKind.WORKING_GROUP,
            both("Premier groupe de travail", "First working group"),
            both(
                "Il travaille sur un mandat que la plénière lui donne, et lui rend compte.",
                "It works on a mandate that the plenary gives it, and reports back.",
            ),
        ),
        GUARANTORS,
        AUTHORITY,
    ),
    activities=(
        TemplateActivity(
            "petition",
            both("Demandes des habitantes et des habitants", "Requests of the inhabitants"),
            (
                TemplatePhase(
                    30,
                    300,
                    both("Proposez un sujet à l’assemblée", "Propose a subject to the assembly"),
                    both(
                        "Une demande assez soutenue est examinée en plénière.",
                        "A request with enough support is examined in plenary.",
                    ),
                    kind="petition.signing",
                ),
            ),
        ),
        TemplateActivity(
            "lottery",
            both("Appel à volontaires et tirage", "Call for volunteers and draw"),
            (
                TemplatePhase(
                    0, 42, both("Appel à volontaires", "Call for volunteers"), kind="lottery.call"
                ),
                TemplatePhase(
                    49, 1, both("Tirage au sort public", "Public draw"), kind="lottery.draw"
                ),
            ),
        ),
        TemplateActivity(
            "assembly",
            both("Plénières", "Plenaries"),
            (
                _plenary(1, 70, "installation", "first sitting"),
                _plenary(2, 119, "choix des sujets", "choice of subjects"),
                _plenary(3, 203, "travaux des groupes", "work of the groups"),
                _plenary(4, 287, "mesures", "measures"),
                _plenary(5, 357, "bilan et renouvellement", "review and renewal"),
            ),
        ),
        TemplateActivity(
            "drafting",
            both("Mesures du panel", "Measures of the panel"),
            (
                TemplatePhase(
                    203,
                    84,
                    both("Écriture des mesures", "Measures are written"),
                    both(
                        "Le panel écrit ce qu’il demande, à partir de ce qu’il a lu et entendu.",
                        "The panel writes what it asks, from what it read and heard.",
                    ),
                    kind="drafting.writing",
                ),
            ),
        ),
        TemplateActivity(
            "answers",
            both("Réponses", "Answers"),
            (
                TemplatePhase(
                    288,
                    77,
                    both("Réponse de l’autorité", "Answer of the authority"),
                    kind="answers.answering",
                ),
            ),
        ),
    ),
)

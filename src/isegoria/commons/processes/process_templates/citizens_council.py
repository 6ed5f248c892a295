"""The citizens' council: a short one, on one local question, as in Vorarlberg since 2006."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.bodies import AUTHORITY
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    TemplatePhase,
    both,
)
from isegoria.core.actor import Verification

CITIZENS_COUNCIL = ProcessTemplate(
    code="citizens-council",
    label=_("Citizens’ council"),
    pitch=_(
        "Fifteen to thirty people drawn by lot, two days together, one local question."
        " About four months from the call to the answer."
    ),
    title=both("Conseil citoyen sur …", "Citizens’ council on …"),
    summary=both(
        "Quelle question posez-vous, et pourquoi maintenant ? Deux phrases, sans jargon.",
        "What question do you ask, and why now? Two sentences, no jargon.",
    ),
    description=both(
        "**La question.** …\n\n**Ce qui est promis.** Chaque proposition recevra une réponse publique et "
        "motivée.\n\n**Ce qui n’est pas en jeu.** …",
        "**The question.** …\n\n**What is promised.** Every proposal will get a public, reasoned "
        "answer.\n\n**What is not at stake.** …",
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Conseil citoyen", "Citizens’ council"),
            both(
                "Les personnes tirées au sort parmi les volontaires.",
                "The people drawn by lot among the volunteers.",
            ),
        ),
        AUTHORITY,
    ),
    activities=(
        TemplateActivity(
            "lottery",
            both("Appel à volontaires et tirage", "Call for volunteers and draw"),
            (
                TemplatePhase(
                    0,
                    28,
                    both("Appel à volontaires", "Call for volunteers"),
                    both(
                        "Chaque habitante et chaque habitant de 16 ans et plus peut se proposer.",
                        "Every inhabitant aged 16 or more may volunteer.",
                    ),
                    kind="lottery.call",
                ),
                TemplatePhase(
                    35, 1, both("Tirage au sort public", "Public draw"), kind="lottery.draw"
                ),
            ),
            Verification.EMAIL,
        ),
        TemplateActivity(
            "processes",
            both("Rendez-vous", "Dates and meetings"),
            (
                TemplatePhase(
                    56,
                    2,
                    both("Deux jours de conseil", "Two days of council"),
                    both(
                        "Les membres écoutent, discutent, et écrivent leurs propositions ensemble.",
                        "The members listen, discuss, and write their proposals together.",
                    ),
                ),
                TemplatePhase(
                    63,
                    1,
                    both("Présentation publique", "Public presentation"),
                    both(
                        "Tout le monde peut venir, lire les propositions et en parler.",
                        "Everybody can come, read the proposals and talk about them.",
                    ),
                ),
            ),
        ),
        TemplateActivity(
            "drafting",
            both("Mesures du panel", "Measures of the panel"),
            (
                TemplatePhase(
                    56,
                    8,
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
                    64,
                    56,
                    both("Réponse de l’autorité", "Answer of the authority"),
                    kind="answers.answering",
                ),
            ),
        ),
    ),
)

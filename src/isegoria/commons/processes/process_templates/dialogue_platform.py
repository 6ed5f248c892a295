"""The dialogue platform: everybody may write, support and answer; a synthesis closes each season."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.process_templates.bodies import AUTHORITY, GUARANTORS
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateActivity,
    TemplatePhase,
    both,
)

DIALOGUE_PLATFORM = ProcessTemplate(
    code="dialogue-platform",
    label=_("Dialogue platform"),
    pitch=_(
        "No draw: everybody may propose, take positions and discuss for three months. The team"
        " groups what was said, and the authority answers."
    ),
    title=both("Parlons de …", "Let’s talk about …"),
    summary=both(
        "Que voulez-vous savoir des habitantes et des habitants, et qu’en ferez-vous ? Deux phrases.",
        "What do you want to learn from the inhabitants, and what will you do with it? Two sentences.",
    ),
    description=both(
        "**Ce que vous pouvez faire.** Proposer, témoigner, dire si vous êtes d’accord, commenter.\n\n"
        "**Ce que nous en ferons.** Une synthèse dont chaque phrase renvoie aux contributions, puis une "
        "réponse publique.\n\n**Les règles.** …",
        "**What you can do.** Propose, testify, say whether you agree, comment.\n\n"
        "**What we will do with it.** A synthesis of which every sentence leads to the contributions, "
        "then a public answer.\n\n**The rules.** …",
    ),
    themes=(
        both("Se déplacer", "Getting around"),
        both("Se loger", "Housing"),
        both("Vivre ensemble", "Living together"),
    ),
    bodies=(GUARANTORS, AUTHORITY),
    activities=(
        TemplateActivity(
            "consultation",
            both("Vos propositions", "Your proposals"),
            (
                TemplatePhase(
                    7,
                    63,
                    both("Proposez, témoignez", "Propose, testify"),
                    both(
                        "Une proposition par texte, dans vos mots.",
                        "One proposal per text, in your own words.",
                    ),
                    kind="consultation.contributing",
                ),
                TemplatePhase(
                    7,
                    91,
                    both("Dites si vous êtes d’accord", "Say whether you agree"),
                    kind="consultation.voting",
                ),
            ),
        ),
        TemplateActivity(
            "processes",
            both("Rendez-vous", "Dates and meetings"),
            (
                TemplatePhase(
                    0,
                    1,
                    both("Réunion de lancement", "Opening meeting"),
                    both(
                        "Pour dire ce qui est en jeu, et ce qui ne l’est pas.",
                        "To say what is at stake, and what is not.",
                    ),
                ),
                TemplatePhase(
                    98,
                    28,
                    both("Synthèse", "Synthesis"),
                    both(
                        "L’équipe regroupe ce qui a été dit, les garants vérifient.",
                        "The team groups what was said, the guarantors check.",
                    ),
                ),
            ),
        ),
        TemplateActivity(
            "answers",
            both("Réponses", "Answers"),
            (
                TemplatePhase(
                    126,
                    30,
                    both("Réponse de l’autorité", "Answer of the authority"),
                    kind="answers.answering",
                ),
            ),
        ),
    ),
)

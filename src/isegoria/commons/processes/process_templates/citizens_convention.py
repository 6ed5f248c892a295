"""The citizens' convention: a large one, over several months, whose measures the authority must answer."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.bodies import AUTHORITY, EXPERTS, GUARANTORS
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    TemplatePhase,
    both,
)


def _session(number: int, starts: int, fr: str, en: str) -> TemplatePhase:
    return TemplatePhase(
        starts,
        3,
        both(f"Session {number} : {fr}", f"Session {number}: {en}"),
        kind="assembly.working",
    )


CITIZENS_CONVENTION = ProcessTemplate(
    code="citizens-convention",
    label=_("Citizens’ convention"),
    pitch=_(
        "Fifty to a hundred and fifty people drawn by lot, six sessions over six months, an open"
        " consultation beside them, measures that the authority must answer. About a year."
    ),
    title=both("Convention citoyenne sur …", "Citizens’ convention on …"),
    summary=both(
        "Quelle question posez-vous, et pourquoi maintenant ? Deux phrases, sans jargon.",
        "What question do you ask, and why now? Two sentences, no jargon.",
    ),
    description=both(
        "**La question.** …\n\n**Ce qui est promis.** Chaque mesure recevra une réponse publique, motivée "
        "et datée. Ce qui aura été accepté sera suivi jusqu’à ce que ce soit fait.\n\n"
        "**Ce qui n’est pas en jeu.** …\n\n**Les moyens.** Indemnisation, garde d’enfants, transport : …",
        "**The question.** …\n\n**What is promised.** Every measure will get a public, reasoned and dated "
        "answer. What has been accepted will be followed until it is done.\n\n"
        "**What is not at stake.** …\n\n**The means.** Allowance, child care, travel: …",
    ),
    themes=(
        both("Première thématique", "First theme"),
        both("Deuxième thématique", "Second theme"),
        both("Troisième thématique", "Third theme"),
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Panel citoyen", "Citizens’ panel"),
            both(
                "Les personnes tirées au sort. Elles écrivent et votent les mesures.",
                "The people drawn by lot. They write the measures and vote on them.",
            ),
        ),
        TemplateBody(
            BodyKind.MIRROR_GROUP,
            both("Groupe miroir", "Mirror group"),
            both(
                "Il lit ce que le panel écrit, et lui dit ce qui n’est pas clair.",
                "It reads what the panel writes, and tells it what is not clear.",
            ),
        ),
        GUARANTORS,
        EXPERTS,
        AUTHORITY,
    ),
    activities=(
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
            "consultation",
            both("Consultation ouverte", "Open consultation"),
            (
                TemplatePhase(
                    42,
                    60,
                    both("Proposez, témoignez", "Propose, testify"),
                    both(
                        "Tout le monde peut écrire. Le panel lit, regroupe et s’en sert.",
                        "Everybody can write. The panel reads, groups and uses it.",
                    ),
                    kind="consultation.contributing",
                ),
            ),
        ),
        TemplateActivity(
            "assembly",
            both("Sessions du panel", "Sessions of the panel"),
            (
                _session(1, 77, "se connaître, comprendre", "meeting and understanding"),
                _session(2, 105, "écouter", "listening"),
                _session(3, 133, "choisir les questions", "choosing the questions"),
                _session(4, 161, "approfondir", "going deeper"),
                _session(5, 189, "écrire", "writing"),
                _session(6, 217, "voter", "voting"),
            ),
        ),
        TemplateActivity(
            "drafting",
            both("Mesures du panel", "Measures of the panel"),
            (
                TemplatePhase(
                    161,
                    39,
                    both("Écriture des mesures", "Measures are written"),
                    both(
                        "Le panel écrit ce qu’il demande, à partir de ce qu’il a lu et entendu.",
                        "The panel writes what it asks, from what it read and heard.",
                    ),
                    kind="drafting.writing",
                ),
                TemplatePhase(
                    200,
                    16,
                    both("Relecture ouverte à tout le monde", "Open reading"),
                    both(
                        "Tout le monde peut lire les mesures et proposer des changements.",
                        "Everybody can read the measures and propose changes.",
                    ),
                    kind="drafting.amending",
                ),
            ),
        ),
        TemplateActivity(
            "ballot",
            both("Vote des mesures", "Vote on the measures"),
            (
                TemplatePhase(
                    218, 2, both("Le panel vote", "The panel votes"), kind="ballot.voting"
                ),
            ),
        ),
        TemplateActivity(
            "answers",
            both("Réponses", "Answers"),
            (
                TemplatePhase(
                    225,
                    90,
                    both("Réponse de l’autorité", "Answer of the authority"),
                    both(
                        "Une réponse publique et motivée à chaque mesure, avant la fin du délai.",
                        "A public, reasoned answer to every measure, before the deadline.",
                    ),
                    kind="answers.answering",
                ),
            ),
        ),
    ),
)

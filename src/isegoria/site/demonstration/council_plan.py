"""The citizens' council as it was announced: its question, its themes, its bodies, its dates."""

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.declare import (
    MEETINGS,
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    both,
)
from isegoria.site.demonstration.preparing import GUARANTORS_BODY, VICE_PRESIDENT, Seat, window

SLUG = "conseil-citoyen"
BEGINS = -325
"""The day on which the council was published."""
CALL, DRAW, SPEAK, LISTEN, WEIGH, WRITE, READ, VOTE = -322, -279, -270, -205, -184, -180, -152, -138
"""The days on which its steps began: call, draw, consultation, sessions, measures."""
HAND_OVER, ANSWER_DAYS = -130, 90

_ACTIVITIES = (
    TemplateActivity(
        "lottery",
        both("Appel à volontaires et tirage au sort", "Call for volunteers and draw"),
        (
            window(
                BEGINS,
                CALL,
                36,
                "lottery.call",
                both("Appel à volontaires", "Call for volunteers"),
                both(
                    "Toute personne de 16 ans et plus qui vit dans la région peut se proposer.",
                    "Anybody of 16 or over who lives in the region may volunteer.",
                ),
            ),
            window(
                BEGINS,
                DRAW,
                200,
                "lottery.draw",
                both("Tirage au sort public", "Public draw"),
                both(
                    "Le tirage a lieu en public ; les places libres vont aux suppléantes et suppléants.",
                    "The draw takes place in public; free seats go to the alternates.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        "consultation",
        both("Toute la région a la parole", "The whole region speaks"),
        (
            window(
                BEGINS,
                SPEAK,
                56,
                "consultation.contributing",
                both("Propositions et témoignages", "Proposals and testimonies"),
                both(
                    "Huit semaines pour proposer, raconter, répondre et prendre position.",
                    "Eight weeks to propose, tell, answer and take positions.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        "assembly",
        both("Les idées du conseil", "The ideas of the council"),
        (
            window(
                BEGINS,
                LISTEN,
                3,
                "assembly.working",
                both("Session 1 : lire et regrouper", "Session 1: reading and grouping"),
                both(
                    "Le conseil lit tout ce qui a été écrit et nomme les idées qui reviennent.",
                    "The council reads everything and names the ideas that come back.",
                ),
            ),
            window(
                BEGINS,
                WEIGH,
                3,
                "assembly.working",
                both("Session 2 : peser les idées", "Session 2: weighing the ideas"),
            ),
        ),
    ),
    TemplateActivity(
        "drafting",
        both("Les dix mesures", "The ten measures"),
        (
            window(
                BEGINS,
                WRITE,
                28,
                "drafting.writing",
                both("Session 3 : écrire", "Session 3: writing"),
            ),
            window(
                BEGINS,
                READ,
                14,
                "drafting.amending",
                both("Relecture ouverte à tout le monde", "Open reading"),
                both(
                    "Chacune et chacun peut lire les mesures et proposer des changements.",
                    "Everybody can read the measures and propose changes.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        MEETINGS,
        both("Rendez-vous", "Dates and meetings"),
        (
            window(
                BEGINS,
                -262,
                1,
                "milestone",
                both("Ouverture du conseil", "Opening of the council"),
                both(
                    "Les vingt-quatre membres se rencontrent pour la première fois, à Castelbrume.",
                    "The twenty-four members meet for the first time, in Castelbrume.",
                ),
            ),
            window(
                BEGINS,
                VOTE,
                3,
                "milestone",
                both("Session 4 : vote des mesures", "Session 4: vote on the measures"),
            ),
            window(
                BEGINS,
                HAND_OVER,
                1,
                "milestone",
                both("Remise du rapport", "The report is handed over"),
                both(
                    "Le conseil remet ses dix mesures à l’assemblée régionale, en séance publique.",
                    "The council hands its ten measures to the regional assembly, in public.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        "answers",
        both("Les réponses de l’assemblée régionale", "The answers of the regional assembly"),
        (
            window(
                BEGINS,
                HAND_OVER,
                ANSWER_DAYS,
                "answers.answering",
                both("Réponse à chaque mesure", "An answer to every measure"),
            ),
            window(
                BEGINS,
                HAND_OVER + ANSWER_DAYS,
                365,
                "answers.following",
                both("Suivi de ce qui est promis", "What was promised is followed"),
            ),
        ),
    ),
)

TEMPLATE = ProcessTemplate(
    code="demonstration-council",
    label="",
    pitch="",
    title=both("Conseil citoyen : Valombre en 2040", "Citizens’ council: Valombre in 2040"),
    summary=both(
        "Vingt-quatre personnes tirées au sort ont écrit dix mesures, à partir de ce que toute la"
        " région a dit. L’assemblée régionale y répond.",
        "Twenty-four people drawn by lot wrote ten measures, from what the whole region said. The"
        " regional assembly answers them.",
    ),
    description=both(
        "L’assemblée régionale de Valombre (une région inventée pour cette démonstration) a posé une"
        " question simple : **que faut-il commencer dès maintenant pour bien vivre ici en 2040 ?**\n\n"
        "**Ce qui était promis.** Une réponse publique et motivée à chaque mesure, dans les quatre-vingt-dix"
        " jours. Ce qui est accepté est suivi jusqu’à ce que ce soit fait.\n\n"
        "**Ce qui n’était pas en jeu.** Les impôts de l’État, la police et la justice : la région ne peut"
        " pas décider pour eux. Le conseil pouvait donner son avis.\n\n"
        "**Où l’on en est.** Le rapport est remis. Huit mesures ont reçu leur réponse dans les temps, deux"
        " l’attendent encore : leurs pages disent depuis combien de jours.",
        "The regional assembly of Valombre (a region invented for this demonstration) asked a simple"
        " question: **what must we begin now to live well here in 2040?**\n\n"
        "**What was promised.** A public, reasoned answer to every measure, within ninety days. What is"
        " accepted is followed until it is done.\n\n"
        "**What was not at stake.** National taxes, police and justice: the region cannot decide for them."
        " The council could give its opinion.\n\n"
        "**Where we are.** The report has been handed over. Eight measures were answered in time, two still"
        " wait: their pages say for how many days.",
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Conseil citoyen", "Citizens’ council"),
            both(
                "Douze femmes et douze hommes tirés au sort parmi les volontaires, de tous les âges et de"
                " toutes les vallées. Les séances sont indemnisées, la garde des enfants est assurée.",
                "Twelve women and twelve men drawn by lot among the volunteers, of all ages and from all"
                " valleys. Sessions are paid, children are looked after.",
            ),
        ),
        TemplateBody(
            BodyKind.MIRROR_GROUP,
            both("Groupe miroir", "Mirror group"),
            both(
                "Des personnes engagées dans leur commune ou leur association. Elles lisent ce que le"
                " conseil écrit et lui disent ce qui n’est pas clair. Elles ne votent pas.",
                "People active in their town or association. They read what the council writes and say"
                " what is not clear. They do not vote.",
            ),
        ),
        GUARANTORS_BODY,
        TemplateBody(
            BodyKind.AUTHORITY,
            both("Assemblée régionale de Valombre", "Regional assembly of Valombre"),
            both(
                "Elle a posé la question. Elle doit une réponse publique à chaque mesure.",
                "It asked the question. It owes a public answer to every measure.",
            ),
        ),
    ),
    activities=_ACTIVITIES,
)

MIRROR = (
    Seat(
        "marguerite",
        "Marguerite Exemple",
        both("présidente d’un foyer rural", "head of a village hall"),
    ),
    Seat("boubacar", "Boubacar Modèle", both("éducateur sportif", "sports instructor")),
    Seat(
        "lison",
        "Lison Fictif",
        both("maire d’une commune de 300 habitants", "mayor of a village of 300"),
    ),
    Seat("pierrick", "Pierrick Esquisse", both("délégué syndical", "union delegate")),
)
GUARANTORS = (
    Seat("garance", "Garance Témoin", both("juriste", "lawyer")),
    Seat("theo", "Théo Modèle", both("sociologue", "sociologist")),
)
AUTHORITY = (
    VICE_PRESIDENT,
    Seat("armand", "Armand Prototype", both("directeur général des services", "chief executive")),
)

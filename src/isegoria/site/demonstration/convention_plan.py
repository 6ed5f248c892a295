"""The convention on water as it was announced: it has just begun, and everything in it is to come."""

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.declare import (
    MEETINGS,
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    TemplatePhase,
    both,
)
from isegoria.core.texts import Texts
from isegoria.site.demonstration.preparing import GUARANTORS_BODY, VICE_PRESIDENT, Seat, window

SLUG = "convention-citoyenne-eau"
BEGINS, CALL, SPEAK = -16, -12, -10
"""The days on which it was published, and on which its call and its consultation opened."""
SEATS = 40
THEMES = {
    "partager": both("Partager l’eau", "Sharing water"),
    "rivieres": both("Rivières et zones humides", "Rivers and wetlands"),
    "factures": both("Factures et tarifs", "Bills and prices"),
    "cultures": both("Cultures et élevage", "Crops and livestock"),
    "quotidien": both("L’eau au quotidien", "Water every day"),
}


def _step(
    first: int, days: int, kind: str, title: Texts, description: Texts | None = None
) -> TemplatePhase:
    return window(BEGINS, first, days, kind, title, description)


_ACTIVITIES = (
    TemplateActivity(
        "lottery",
        both("Devenir membre de la convention", "Becoming a member of the convention"),
        (
            _step(
                CALL,
                31,
                "lottery.call",
                both("Appel à volontaires", "Call for volunteers"),
                both(
                    "Cinq minutes suffisent, aucune connaissance n’est demandée. Quarante personnes seront"
                    " tirées au sort en public.",
                    "Five minutes are enough, no knowledge is asked. Forty people will be drawn in public.",
                ),
            ),
            _step(26, 60, "lottery.draw", both("Tirage au sort public", "Public draw")),
        ),
    ),
    TemplateActivity(
        "consultation",
        both("Donnez votre avis sur l’eau", "Have your say on water"),
        (
            _step(
                SPEAK,
                45,
                "consultation.contributing",
                both("Propositions et témoignages", "Proposals and testimonies"),
                both(
                    "Tout le monde peut écrire, répondre et prendre position. La convention lira tout.",
                    "Everybody can write, answer and take positions. The convention will read it all.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        MEETINGS,
        both("Rendez-vous", "Dates and meetings"),
        (
            _step(
                -14,
                12,
                "milestone",
                both("Réunions de lancement", "Opening meetings"),
                both(
                    "Six réunions dans les six vallées, pour dire ce qui sera décidé, et par qui.",
                    "Six meetings in the six valleys, to say what will be decided, and by whom.",
                ),
            ),
            _step(
                -6,
                34,
                "milestone",
                both("Cahiers ouverts dans les mairies", "Open notebooks in the town halls"),
                both(
                    "Chacune et chacun peut y écrire. Les pages sont recopiées ici chaque semaine.",
                    "Everybody can write in them. The pages are copied here every week.",
                ),
            ),
        ),
    ),
    TemplateActivity(
        "assembly",
        both("Les sessions de la convention", "The sessions of the convention"),
        (
            _step(
                54,
                3,
                "assembly.working",
                both("Session 1 : se connaître, lire", "Session 1: meeting, reading"),
            ),
            _step(
                82,
                3,
                "assembly.working",
                both("Session 2 : entendre, choisir", "Session 2: hearing, choosing"),
            ),
        ),
    ),
    TemplateActivity(
        "drafting",
        both("Les mesures", "The measures"),
        (
            _step(110, 28, "drafting.writing", both("Session 3 : écrire", "Session 3: writing")),
            _step(
                138,
                14,
                "drafting.amending",
                both("Relecture ouverte à tout le monde", "Open reading"),
            ),
        ),
    ),
    TemplateActivity(
        "answers",
        both("Les réponses de l’assemblée régionale", "The answers of the regional assembly"),
        (
            _step(
                160,
                90,
                "answers.answering",
                both("Réponse à chaque mesure", "An answer to every measure"),
            ),
        ),
    ),
)

TEMPLATE = ProcessTemplate(
    code="demonstration-convention",
    label="",
    pitch="",
    title=both("Convention citoyenne sur l’eau", "Citizens’ convention on water"),
    summary=both(
        "Les étés sont plus secs, et l’eau de la région de Valombre ne suffit plus à tous les usages. Que"
        " devons-nous changer, ensemble, d’ici dix ans ?",
        "Summers are drier, and the water of the Valombre region no longer suffices for every use. What"
        " must we change, together, within ten years?",
    ),
    description=both(
        "L’assemblée régionale de Valombre (une région inventée pour cette démonstration) va demander à"
        " quarante personnes tirées au sort d’écrire une dizaine de mesures. **L’appel à volontaires et la"
        " consultation sont ouverts** : vous pouvez prendre part aux deux dès maintenant.\n\n"
        "**Ce qui est promis.** Chaque mesure recevra une réponse publique, motivée et datée. Ce qui aura"
        " été accepté sera suivi jusqu’à ce que ce soit fait.\n\n"
        "**Ce qui n’est pas en jeu.** La gestion des barrages dépend de l’État : la convention peut donner"
        " son avis, la région ne pourra pas décider.\n\n"
        "**Les moyens.** Chaque journée est indemnisée ; les trajets, les repas et la garde des enfants"
        " sont pris en charge.",
        "The regional assembly of Valombre (a region invented for this demonstration) will ask forty people"
        " drawn by lot to write about ten measures. **The call for volunteers and the consultation are"
        " open**: you can take part in both now.\n\n"
        "**What is promised.** Every measure will get a public, reasoned and dated answer. What has been"
        " accepted will be followed until it is done.\n\n"
        "**What is not at stake.** Dams are run by the State: the convention may give its opinion, the"
        " region cannot decide.\n\n"
        "**The means.** Each day is paid; travel, meals and child care are provided.",
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Convention citoyenne", "Citizens’ convention"),
            both(
                "Vingt femmes et vingt hommes qui seront tirés au sort parmi les volontaires, à la fin de"
                " l’appel.",
                "Twenty women and twenty men who will be drawn by lot among the volunteers, when the call"
                " has ended.",
            ),
        ),
        GUARANTORS_BODY,
        TemplateBody(
            BodyKind.EXPERTS,
            both("Comité d’expertise", "Expert committee"),
            both(
                "Il prépare la documentation et propose des personnes à entendre, d’avis différents.",
                "It prepares the documents and proposes people to hear, of differing opinions.",
            ),
        ),
        TemplateBody(
            BodyKind.AUTHORITY,
            both("Assemblée régionale de Valombre", "Regional assembly of Valombre"),
            both(
                "Elle a posé la question et répondra publiquement à chaque mesure.",
                "It asked the question and will answer every measure in public.",
            ),
        ),
    ),
    activities=_ACTIVITIES,
)

GUARANTORS = (
    Seat("garance", "Garance Témoin", both("juriste", "lawyer")),
    Seat("sabine", "Sabine Exemple", both("ancienne maire", "former mayor")),
)
EXPERTS = (
    Seat("hugo", "Hugo Spécimen", both("hydrologue", "hydrologist")),
    Seat("nora", "Nora Fictif", both("éleveuse", "stock farmer")),
    Seat("solal", "Solal Maquette", both("économiste de l’eau", "water economist")),
)
AUTHORITY = (VICE_PRESIDENT,)

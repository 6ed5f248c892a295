"""The demonstration at full size: how much there is of each thing, and the process that holds it."""

from isegoria.capabilities.consultation.phases import CONTRIBUTING, READING
from isegoria.capabilities.lottery.kinds import CALL, DRAW
from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateActivity,
    TemplateBody,
    both,
)
from isegoria.site.demonstration.preparing import window

SLUG = "grande-consultation"
VOLUNTEERS, SEATS = 6_375, 40
TEXTS, POSITIONS, PEOPLE = 20_000, 150_000, 9_000
ARGUMENTS, ARGUERS = 300, 40
BEGINS, CALL_OPENS, FREEZES, DRAWN, SPEAK = -75, -72, -30, -28, -26
"""Days of the story, counted from the day of loading."""
_OPEN = 22
"""Days during which the consultation stays open."""

TEMPLATE = ProcessTemplate(
    code="demonstration.full",
    label="Grande consultation",
    pitch="",
    title=both("Grande consultation de Valombre", "Great consultation of Valombre"),
    summary=both(
        "Dix thématiques, vingt mille contributions, quarante personnes tirées au sort parmi six mille :"
        " la démonstration à taille réelle.",
        "Ten themes, twenty thousand contributions, forty people drawn among six thousand: the"
        " demonstration at its real size.",
    ),
    description=both(
        "Tout est inventé, la région, les gens et les textes. Les nombres, eux, sont ceux d’une grande"
        " consultation régionale.\n\n"
        "Les contributions et les positions ont été **importées**, comme d’un autre site ; les personnes"
        " qui les ont écrites n’ont pas de compte. Chaque position est un acte du registre public.",
        "Everything is invented, the region, the people and the texts. The numbers are those of a great"
        " regional consultation.\n\n"
        "The contributions and positions were **imported**, as from another site; the people who wrote"
        " them have no account. Each position is an act of the public journal.",
    ),
    bodies=(
        TemplateBody(
            BodyKind.PANEL,
            both("Panel citoyen", "Citizens’ panel"),
            both(
                "Quarante personnes tirées au sort, autant de femmes que d’hommes.",
                "Forty people drawn by lot, as many women as men.",
            ),
        ),
    ),
    activities=(
        TemplateActivity(
            "lottery",
            both("Appel à volontaires et tirage au sort", "Call for volunteers and draw"),
            (
                window(
                    BEGINS,
                    CALL_OPENS,
                    FREEZES - CALL_OPENS,
                    CALL.code,
                    both("Appel à volontaires", "Call for volunteers"),
                ),
                window(
                    BEGINS,
                    FREEZES,
                    200,
                    DRAW.code,
                    both("Tirage au sort public", "Public draw"),
                ),
            ),
        ),
        TemplateActivity(
            "consultation",
            both("Vos idées pour Valombre", "Your ideas for Valombre"),
            (
                window(
                    BEGINS,
                    SPEAK,
                    _OPEN - SPEAK,
                    CONTRIBUTING.code,
                    both("Propositions et témoignages", "Proposals and testimonies"),
                ),
                window(BEGINS, _OPEN, 30, READING.code, both("Lecture", "Reading")),
            ),
        ),
    ),
)

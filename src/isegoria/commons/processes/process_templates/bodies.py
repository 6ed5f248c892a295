"""The bodies that several templates share."""

from isegoria.commons.processes.models import BodyKind
from isegoria.commons.processes.process_templates.declare import TemplateBody, both

GUARANTORS = TemplateBody(
    BodyKind.GUARANTORS,
    both("Garantes et garants", "Guarantors"),
    both(
        "Ils ne donnent pas d’avis sur le sujet. Ils veillent à l’équité : qui est tiré au sort, qui est "
        "entendu, comment on décide. Chacune et chacun peut les saisir.",
        "They take no side on the subject. They watch over fairness: who is drawn by lot, who is heard, "
        "how decisions are made. Anybody can turn to them.",
    ),
)
EXPERTS = TemplateBody(
    BodyKind.EXPERTS,
    both("Comité d’expertise", "Expert committee"),
    both(
        "Il prépare la documentation et propose des personnes à entendre, d’opinions différentes.",
        "It prepares the documents and proposes people to hear, of differing opinions.",
    ),
)
AUTHORITY = TemplateBody(
    BodyKind.AUTHORITY,
    both("Autorité commanditaire", "Commissioning authority"),
    both(
        "Elle a posé la question. Elle répond publiquement à chaque mesure, avec ses raisons et des dates.",
        "It asked the question. It answers every measure in public, with its reasons and with dates.",
    ),
)

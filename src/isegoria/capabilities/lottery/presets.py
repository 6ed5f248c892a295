"""Features that French panels are usually drawn on, ready to be added.

They come without shares: those of a town are not those of the country, and a panel looks like the people
of its own territory. The census of INSEE gives them for each commune.
"""

from dataclasses import dataclass

from isegoria.core.texts import Texts


@dataclass(frozen=True, slots=True)
class Preset:
    """A feature as it is added: what the record calls it, the question, why, and the answers."""

    code: str
    name: str
    title: Texts
    why: Texts
    values: tuple[Texts, ...]


def _both(fr: str, en: str) -> Texts:
    return {"fr": fr, "en": en}


PRESETS = (
    Preset(
        "gender",
        "genre",
        _both("Vous êtes", "You are"),
        _both(
            "Le panel compte autant de femmes et d’hommes que la population.",
            "The panel has as many women and men as the population.",
        ),
        (_both("une femme", "a woman"), _both("un homme", "a man")),
    ),
    Preset(
        "age",
        "âge",
        _both("Votre âge", "Your age"),
        _both(
            "Une décision se vit autrement à 20 ans et à 75 ans : chaque âge a sa place.",
            "A decision is lived differently at 20 and at 75: every age has its place.",
        ),
        (
            _both("16 à 24 ans", "16 to 24"),
            _both("25 à 39 ans", "25 to 39"),
            _both("40 à 54 ans", "40 to 54"),
            _both("55 à 69 ans", "55 to 69"),
            _both("70 ans et plus", "70 and over"),
        ),
    ),
    Preset(
        "diploma",
        "diplôme",
        _both("Votre diplôme le plus élevé", "Your highest diploma"),
        _both(
            "Les personnes très diplômées répondent davantage : le tirage rétablit l’équilibre.",
            "People with long studies answer more often: the draw restores the balance.",
        ),
        (
            _both("Aucun diplôme, certificat d’études ou brevet", "None, or a school certificate"),
            _both("CAP ou BEP", "Vocational certificate (CAP, BEP)"),
            _both("Baccalauréat", "Baccalauréat"),
            _both("Diplôme du supérieur", "Higher education"),
        ),
    ),
    Preset(
        "occupation",
        "catégorie",
        _both("Votre situation professionnelle", "Your occupation"),
        _both(
            "Le travail que l’on fait, ou que l’on cherche, change ce que l’on voit.",
            "The work one does, or looks for, changes what one sees.",
        ),
        (
            _both(
                "Agriculture, artisanat, commerce, entreprise", "Farmer, craft, shop or business"
            ),
            _both("Cadre, profession intellectuelle supérieure", "Executive or professional"),
            _both("Profession intermédiaire", "Intermediate occupation"),
            _both("Employée ou employé", "Employee"),
            _both("Ouvrière ou ouvrier", "Manual worker"),
            _both("À la retraite", "Retired"),
            _both("Sans emploi, en études ou au foyer", "Not employed, student or at home"),
        ),
    ),
    Preset(
        "area",
        "territoire",
        _both("Vous habitez", "You live"),
        _both(
            "En ville ou à la campagne, on n’a pas les mêmes services à sa porte.",
            "In town or in the country, the same services are not at one’s door.",
        ),
        (
            _both("une commune urbaine", "in an urban commune"),
            _both("une commune rurale", "in a rural commune"),
        ),
    ),
)
BY_CODE = {preset.code: preset for preset in PRESETS}

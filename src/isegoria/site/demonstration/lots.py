"""What the two draws of the story have in common: what is asked, and who comes forward."""

import csv
import io
from collections.abc import Iterator, Mapping
from random import Random

from isegoria.capabilities.lottery import drawing
from isegoria.capabilities.lottery.draw_models import WitnessRole
from isegoria.capabilities.lottery.importing import Files, import_volunteers
from isegoria.capabilities.lottery.models import MOST_KEPT, Draw, Feature
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.capabilities.lottery.queries import draw_of, sheet
from isegoria.capabilities.lottery.setup_services import add_presets, save_feature, set_terms
from isegoria.commons.processes.models import Activity, Body, BodyKind
from isegoria.core.actor import SYSTEM
from isegoria.site.demonstration.cast import ARIANE, ODILE, actor_of

GENDER, AGE, DIPLOMA, AREA = "genre", "âge", "diplôme", "Secteur"
_SHARES = {
    GENDER: (50, 50),
    AGE: (14.2, 22.5, 23.3, 23.9, 16.1),
    DIPLOMA: (24.1, 25.8, 17.6, 32.5),
}
"""Of the population of an invented region; as many seats for women as for men, whatever their share."""
_AREAS = (("Valombre", 48), ("Le Plateau", 31), ("Basse-Combe", 21))
_COMING = {
    GENDER: (58, 42),
    AGE: (7, 16, 24, 34, 19),
    DIPLOMA: (7, 14, 16, 63),
    AREA: (61, 26, 13),
}
"""Who comes forward by themselves: more women, more elders, more diplomas, more of the town. That is what a
draw mends."""


def ask(activity: Activity, size: int) -> Draw:
    """The questions, each with the shares of the region; strict parity of women and men."""
    panel = Body.objects.get(process=activity.process, kind=BodyKind.PANEL)
    draw = set_terms(
        actor=SYSTEM,
        activity=activity,
        size=size,
        one_per_household=True,
        no_past_members=True,
        body=panel,
        kept_days=MOST_KEPT.days,
    )
    add_presets(actor=SYSTEM, activity=activity, codes=["gender", "age", "diploma"])
    for feature in sheet(draw):
        shares = zip(feature.values.all(), _SHARES[feature.name], strict=True)
        _save(
            activity,
            "fr",
            feature.title["fr"],
            feature.why["fr"],
            "\n".join(f"{value.title['fr']}; {share} %" for value, share in shares),
            feature,
        )
    areas = "\n".join(f"{name}; {share} %" for name, share in _AREAS)
    added = _save(
        activity, "fr", AREA, "Chaque partie de la région a sa place dans le panel.", areas
    )
    _save(
        activity, "en", "Area", "Each part of the region has its place in the panel.", areas, added
    )
    return draw


def _save(
    activity: Activity,
    language: str,
    title: str,
    why: str,
    values: str,
    feature: Feature | None = None,
) -> Feature:
    return save_feature(
        actor=SYSTEM,
        activity=activity,
        language=language,
        title=title,
        why=why,
        values=values,
        feature=feature,
    )


def come(activity: Activity, people: int, chance: Random) -> None:
    """People from a file, as an agent types what came on paper and by telephone."""
    out = io.StringIO()
    rows = csv.writer(out)
    features = list(sheet(draw_of(activity)))
    rows.writerow(["id", *(feature.name for feature in features)])
    for number in range(1, people + 1):
        rows.writerow([f"B{number:04d}", *_said(features, chance)])
    import_volunteers(actor=SYSTEM, activity=activity, files=Files(out.getvalue().encode()))


def _said(features: list[Feature], chance: Random) -> Iterator[str]:
    leanings: Mapping[str, tuple[int, ...]] = _COMING
    for feature in features:
        names = [value.name for value in feature.values.all()]
        yield chance.choices(names, leanings[feature.name])[0]


def read_aloud(activity: Activity, digits: str) -> None:
    """The first of ``digits`` are read aloud, as many as the list asks for; two persons confirm, the panel
    is drawn."""
    organiser, observer = actor_of(ARIANE), actor_of(ODILE)
    for digit in digits[: Preparation.objects.get(draw__activity=activity).places]:
        drawing.enter(actor=observer, activity=activity, digit=digit)
    for actor, role, part in (
        (observer, WitnessRole.OBSERVER, ODILE),
        (organiser, WitnessRole.ORGANISER, ARIANE),
    ):
        drawing.confirm(actor=actor, activity=activity, role=role, name=part.name)
    drawing.conclude(actor=organiser, activity=activity)

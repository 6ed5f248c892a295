"""How likely somebody is to be drawn, in words, and their own chance once the list is published."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.preparation_models import Chance, Preparation
from isegoria.core.ui.formatting import number, percent

_RARE = 0.01
_SMALL, _LARGE = 0.1, 0.99


@dataclass(frozen=True, slots=True)
class OwnChance:
    """What a volunteer is told: the chance in words, in how many of all panels they stand."""

    words: str
    panels: str
    of: str


def own_chance(entry: Volunteer) -> OwnChance | None:
    """The chance of a volunteer; None before the list is published, or for whoever cannot be drawn."""
    found = Chance.objects.filter(volunteer=entry).first()
    if found is None:
        return None
    panels = Preparation.objects.values_list("panels", flat=True).get(draw=entry.draw_id)
    return OwnChance(chance_in_words(found.chance), number(found.panels), number(panels))


def list_is_published(draw: Draw) -> bool:
    """Is there a list of panels to check? No statement before the pool is frozen."""
    if draw.frozen_at is None:
        return False
    return Preparation.objects.filter(draw=draw).exclude(prepared_at=None).exists()


def chance_in_words(chance: float) -> str:
    """A chance as one says it: so many out of 100, or one in so many when it is small."""
    if chance >= 1:
        return _("certain: 100 chances out of 100")
    if chance <= 0:
        return _("none: no panel that keeps the quotas can hold this profile")
    if chance < _RARE:
        return _("1 chance out of %(many)s") % {"many": number(round(1 / chance))}
    return _("%(chances)s chances out of 100") % {"chances": number(chance * 100, 1)}


def chance_short(chance: float) -> str:
    """A chance as a figure: whole percents, or one decimal when it is small, or all but certain."""
    return percent(chance, 1 if 0 < chance < _SMALL or _LARGE < chance < 1 else 0)

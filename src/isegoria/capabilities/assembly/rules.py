"""Pure rules of ideas: their order by majority grade, and what their name must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text
from isegoria.kernel.tally import Place, ranking


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an idea stands: 1 is the best; ``counts`` from No to Essential; ``supported`` by the public."""

    key: int
    counts: tuple[int, ...]
    supported: int


def ranked(standings: Sequence[Standing]) -> tuple[Place[int], ...]:
    """Ideas by majority grade; among equals and among those that nobody graded yet, the best supported
    by the public come first in the list, which does not change their place."""
    by_support = sorted(standings, key=lambda one: -one.supported)
    graded: Mapping[int, Sequence[int]] = {one.key: one.counts for one in by_support}
    return ranking(graded)


def problems_of_name(title: str) -> list[Text]:
    """Why an idea cannot be called ``title``."""
    return [] if title else [_("Name the idea in a sentence: it is what people see first.")]

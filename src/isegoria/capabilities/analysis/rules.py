"""Pure rules: what can be analysed, what is told of how many people, where somebody stands on a map."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import hypot, sqrt

from isegoria.core import registry
from isegoria.core.component import Component

LEAST_PEOPLE = 20
"""People in groups below whom no map is shown, and nothing of what they think."""
LEAST_TOGETHER = 5
"""People that a mark of the map, or a group of which something is told, stands for at least."""
LEAST_HEARD = 2
"""People of each group who took a position on a text that is said to unite them, at least."""
MOST_MARKS = 400


@cache
def _component(capability: str) -> Component | None:
    return next((each for each in registry.components() if each.name == capability), None)


@cache
def map_kinds(capability: str) -> frozenset[str]:
    """The kinds of text of a capability with which people agree and disagree: those of an opinion map."""
    component = _component(capability)
    kinds = component.post_kinds if component else ()
    return frozenset(kind.code for kind in kinds if {1, -1} <= set(kind.stances))


@cache
def text_kinds(capability: str) -> frozenset[str]:
    """The kinds of text of a capability that answer no other: those that are grouped."""
    component = _component(capability)
    kinds = component.post_kinds if component else ()
    answers = {kind.comments for kind in kinds}
    return frozenset(kind.code for kind in kinds if kind.code not in answers)


def mapped_capabilities() -> tuple[str, ...]:
    """The capabilities whose texts an opinion map can be made of."""
    return tuple(each.name for each in registry.components() if map_kinds(each.name))


def together(people: int) -> int:
    """How many people each mark of a map of ``people`` stands for at least."""
    return max(LEAST_TOGETHER, -(-people // MOST_MARKS))


def unites(groups: Sequence[Sequence[int]], sizes: Sequence[int]) -> bool:
    """Whether, of each group that is told of (agree, neutral, disagree), two people or more took a position
    on a text, and more than half of them agree: the highest product of all is not always high in each."""
    told = [counts for counts, size in zip(groups, sizes, strict=True) if size >= LEAST_TOGETHER]
    return all(sum(counts) >= LEAST_HEARD and 2 * counts[0] > sum(counts) for counts in told)


def place(
    positions: Mapping[str, int], weights: Mapping[str, Sequence[float]], posts: int
) -> tuple[float, float] | None:
    """Where somebody of these ``positions`` stands on a map of so many ``posts``, by the formula of the
    kernel; None for who has no position there. ``weights``: of each post its mean and its two components."""
    voted = [(value, weights[post]) for post, value in positions.items() if post in weights]
    if not voted:
        return None
    reach = sqrt(posts / len(voted))
    x, y = (reach * sum((value - w[0]) * w[axis] for value, w in voted) for axis in (1, 2))
    return x, y


def nearest(place: Sequence[float], centres: Iterable[Sequence[float]]) -> int:
    """The group whose centre is closest."""
    distances = [hypot(place[0] - x, place[1] - y) for x, y in centres]
    return distances.index(min(distances))

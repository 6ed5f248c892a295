"""Three currents of opinion: how likely somebody of each is to agree with a text."""

from random import Random

from isegoria.site.demonstration.texts.reading import Leanings

CURRENTS = ("solidarity", "thrift", "roots")
"""Those who ask for more public service and care; for fewer rules and expenses; for what is near."""
SHARES = (0.42, 0.27, 0.31)
"""How large each current is among those who take part."""
_CHANCES = {1: (0.80, 0.12, 0.08), 0: (0.37, 0.33, 0.30), -1: (0.09, 0.14, 0.77)}
_WRITES = {1: 8.0, 0: 2.0, -1: 0.2}


def chances(leanings: Leanings, current: int) -> tuple[float, float, float]:
    """Probabilities that somebody of ``current`` agrees, is neutral, disagrees."""
    return _CHANCES[leanings[current]]


def author_of(leanings: Leanings, chance: Random) -> int:
    """The current of somebody who wrote a text with these leanings."""
    weights = [share * _WRITES[lean] for share, lean in zip(SHARES, leanings, strict=True)]
    return chance.choices(range(len(SHARES)), weights)[0]


def position(leanings: Leanings, current: int, chance: Random) -> int:
    """A position: 1 agrees, 0 is neutral, −1 disagrees."""
    return chance.choices((1, 0, -1), chances(leanings, current))[0]

"""Who is next for a seat: arithmetic on the published order and the frozen pool. Nobody chooses.

The alternates of a seat are in the order that the number drawn gave
(:mod:`isegoria.kernel.lottery.drawing`). Each of them could replace the person drawn; after some
replacements one of them may no longer fit beside the newcomers. So the seat goes to the first of the order
who was not asked yet, has not withdrawn, and with whom quotas and households are still kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the frozen pool: the values in the order of the features, and the tag of a household that
    several people share, '' when none."""

    values: tuple[str, ...]
    household: str = ""


type Bounds = Sequence[Mapping[str, tuple[int, int]]]
"""For each feature, the seats that each of its values may have."""


def keeps(bounds: Bounds, holders: Iterable[Line], newcomer: Line, empty: int) -> bool:
    """May ``newcomer`` sit beside ``holders``, when ``empty`` other seats are still without anybody?

    No quota is passed, each can still be reached with the empty seats, and nobody shares a household.
    """
    people = [*holders, newcomer]
    homes = [line.household for line in people if line.household]
    if len(homes) != len(set(homes)):
        return False
    for column, values in enumerate(bounds):
        counts = Counter(line.values[column] for line in people)
        if any(counts[value] > most for value, (_least, most) in values.items()):
            return False
        lacking = sum(max(0, least - counts[value]) for value, (least, _most) in values.items())
        if lacking > empty:
            return False
    return True


def next_in_line(order: Sequence[str], fits: Callable[[str], bool]) -> tuple[int, str] | None:
    """Rank, from 1, and pseudonym of the first of ``order`` who ``fits``; None when nobody does."""
    return next(
        ((rank, name) for rank, name in enumerate(order, 1) if fits(name)),
        None,
    )


def reply_date(now: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the day, where the installation is, that comes ``days`` after ``now``."""
    day = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=days + 1)


def reminder_date(offered_at: datetime, reply_by: datetime) -> datetime:
    """When somebody who has not answered is reminded: once seven tenths of the time have passed."""
    return offered_at + (reply_by - offered_at) * 0.7

"""Reading positions: millions of lines in a few arrays, and the sign of numbers found or refused.

Pol.is writes −1 for "agree" in some of its files and +1 in others. Nothing is guessed: the counts that come
with the texts decide, or whoever imports says it.
"""

from array import array
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isegoria.capabilities.consultation.import_files import LIMITS, STANCES
from isegoria.capabilities.consultation.import_report import Reading, Votes
from isegoria.kernel.tabular import open_table

UNCLEAR = 0.1
"""How far the counts of a file may be from its positions, as a share of these, for them to tell a sign."""
EVERY = 50_000

type Told = Callable[[int], None]
type Counts = dict[str, tuple[int | None, int | None]]


def read_votes(
    reading: Reading, stream: BinaryIO, counts: Counts, agree: int | None, told: Told
) -> None:
    """Read a file of positions into ``reading``, whose texts were read; ``counts`` are those that the file
    of texts gives, of each text it names."""
    where = _("Positions")
    places = {line.reference: place for place, line in enumerate(reading.lines)}
    allowed = [frozenset(line.kind.stances) for line in reading.lines]
    persons: dict[str, int] = {}
    posts_, persons_, lines_ = array("i"), array("i"), array("i")
    values_, at_ = array("b"), array("d")
    elsewhere = numbers = 0
    reader = open_table(stream, STANCES, limits=LIMITS)
    for number, row in enumerate(reader, start=1):
        if number % EVERY == 0:
            told(EVERY)
        values = row.values
        place = places.get(values["post"])
        if place is None:
            if values["post"] in counts:
                elsewhere += 1
            else:
                reading.wrong(
                    where, row.line, _("There is no text “%(id)s”.") % {"id": values["post"]}
                )
            continue
        value, is_number = values["value"]
        numbers += is_number
        if not is_number and value not in allowed[place]:
            reading.wrong(where, row.line, _("This position does not exist here."))
        posts_.append(place)
        persons_.append(persons.setdefault(values["person"], len(persons)))
        values_.append(value)
        lines_.append(row.line)
        at_.append(values["at"].timestamp() if values["at"] else float("nan"))
    reading.tell(where, reader.problems)
    if elsewhere:
        reading.notes.append(
            ngettext(
                "%(count)s position is on a text that is not imported: it stays there too.",
                "%(count)s positions are on texts that are not imported: they stay there too.",
                elsewhere,
            )
            % {"count": elsewhere}
        )
    reading.voters = list(persons)
    posts = np.frombuffer(posts_, np.int32) if posts_ else np.zeros(0, np.int32)
    votes = Votes(
        posts,
        np.array(persons_, np.int32),
        np.array(values_, np.int8),
        np.array(at_, np.float64),
    )
    lines = np.array(lines_, np.int32)
    kept = _last_ones(votes)
    if earlier := len(posts) - len(kept):
        reading.notes.append(
            ngettext(
                "%(count)s line is an earlier position of somebody on a text: the last one counts.",
                "%(count)s lines are earlier positions of somebody on a text: the last one counts.",
                earlier,
            )
            % {"count": earlier}
        )
    votes = Votes(votes.posts[kept], votes.persons[kept], votes.values[kept], votes.at[kept])
    if numbers:
        votes = _signed(reading, votes, counts, agree)
        for place in np.flatnonzero(_not_allowed(votes, allowed))[: LIMITS.kind]:
            reading.wrong(where, int(lines[kept][place]), _("This position does not exist here."))
    reading.votes = votes


def _last_ones(votes: Votes) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The places of the last position of each person on each text, by date then by line, in the order of
    the persons."""
    order = np.lexsort((np.nan_to_num(votes.at, nan=-np.inf), votes.posts, votes.persons))
    posts, persons = votes.posts[order], votes.persons[order]
    last = np.ones(len(order), bool)
    last[:-1] = (posts[1:] != posts[:-1]) | (persons[1:] != persons[:-1])
    return order[last]


def _not_allowed(
    votes: Votes, allowed: list[frozenset[int]]
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    table = np.array([[value in kinds for value in (-1, 0, 1)] for kinds in allowed], bool)
    return ~table[votes.posts, votes.values + 1] if len(table) else np.zeros(0, bool)


def _signed(reading: Reading, votes: Votes, counts: Counts, agree: int | None) -> Votes:
    """The positions with +1 for "agree", as ``agree`` or the counts of the file say."""
    if agree is None:
        agree = _sign(reading, votes, counts)
    if agree is None:
        reading.problems.append(
            _(
                "Positions: they are numbers, and nothing tells whether 1 or −1 means “agree”: Pol.is"
                " writes both. Say which, or add the columns “agrees” and “disagrees” to the texts."
            )
        )
    elif agree < 0:
        reading.notes.append(_("Positions: −1 means “agree” in this file."))
        return Votes(votes.posts, votes.persons, -votes.values, votes.at)
    else:
        reading.notes.append(_("Positions: 1 means “agree” in this file."))
    return votes


def _sign(reading: Reading, votes: Votes, counts: Counts) -> int | None:
    """The sign that fits the counts of the texts; None when neither does, or both."""
    size = len(reading.lines)
    given = [counts[line.reference] for line in reading.lines]
    told = np.array([agrees is not None and disagrees is not None for agrees, disagrees in given])
    if not told.any():
        return None
    agrees = np.array([pair[0] or 0 for pair in given])[told]
    disagrees = np.array([pair[1] or 0 for pair in given])[told]
    more = np.bincount(votes.posts[votes.values == 1], minlength=size)[told]
    less = np.bincount(votes.posts[votes.values == -1], minlength=size)[told]
    upright = int(np.abs(agrees - more).sum() + np.abs(disagrees - less).sum())
    flipped = int(np.abs(agrees - less).sum() + np.abs(disagrees - more).sum())
    near = UNCLEAR * int(more.sum() + less.sum())
    if min(upright, flipped) > near or upright == flipped:
        return None
    return 1 if upright < flipped else -1

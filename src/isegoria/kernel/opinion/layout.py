"""The two layouts of votes that Pol.is exports, by the names of their columns.

Long: one row per vote (``votes.csv``). Wide: one row per person and one column per post
(``participants-votes.csv``); some exports have the column ``xid`` more, so places say nothing, names do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from isegoria.kernel.tabular import Column, Extra, Parser, Schema, integer, text
from isegoria.kernel.tabular.names import fold
from isegoria.kernel.tabular.parsers import UnfitError

VOTER = ("voter-id", "participant", "participant-id", "voter")
POST = ("comment-id", "post-id", "statement-id", "comment", "post", "statement")
VOTE, STAMP, AGREES, DISAGREES = "vote", "timestamp", "n-agree", "n-disagree"
IGNORED = ("xid", "group-id", "n-comments", "n-votes")
VALUES = {"-1": -1, "−1": -1, "0": 0, "1": 1, "+1": 1, "-1.0": -1, "0.0": 0, "1.0": 1}


def vote(cell: str) -> int:
    """A vote as it is written. Raises UnfitError."""
    try:
        return VALUES[cell]
    except KeyError:
        raise UnfitError("not_vote") from None


_ID = text(max_length=200)
LARGEST = 2**63 - 1
"""Numbers are kept in eight octets."""
LONG = Schema(
    (
        Column(VOTER[0], _ID, VOTER[1:], required=True),
        Column(POST[0], _ID, POST[1:], required=True),
        Column(VOTE, Parser("vote", vote), required=True),
        Column(STAMP, integer(low=-LARGEST, high=LARGEST)),
    )
)
WIDE = Schema(
    (
        Column(VOTER[1], _ID, (VOTER[0], *VOTER[2:]), required=True, unique=True),
        Column(AGREES, integer(low=0, high=LARGEST)),
        Column(DISAGREES, integer(low=0, high=LARGEST)),
        *(Column(name) for name in IGNORED),
    ),
    extra=Extra.KEEP,
)
ANY = Schema((Column(VOTER[0], aliases=VOTER[1:]), Column(POST[0], aliases=POST[1:]), Column(VOTE)))
"""What is looked for to tell one layout from the other."""


@dataclass(frozen=True, slots=True)
class Long:
    """Where the columns of a long file stand."""

    voter: int
    post: int
    vote: int
    stamp: int | None


@dataclass(frozen=True, slots=True)
class Wide:
    """Where the columns of a wide file stand, and the ids of its posts."""

    voter: int
    agrees: int | None
    disagrees: int | None
    posts: tuple[int, ...]
    ids: tuple[str, ...]


def layout(header: Sequence[str]) -> Long | Wide | None:
    """The layout of a file with this header; None when it has neither, or not without doubt."""
    names = [fold(cell) for cell in header]
    if len(set(names)) < len(names) or not all(names):
        return None
    place = {name: index for index, name in enumerate(names)}

    def _at(*wanted: str) -> int | None:
        return next((place[fold(name)] for name in wanted if fold(name) in place), None)

    voter, post, vote_ = _at(*VOTER), _at(*POST), _at(VOTE)
    if voter is None:
        return None
    if post is not None or vote_ is not None:
        return None if post is None or vote_ is None else Long(voter, post, vote_, _at(STAMP))
    known = {fold(name) for column in WIDE.columns for name in (column.name, *column.aliases)}
    posts = tuple(at for at, name in enumerate(names) if name not in known)
    ids = tuple(header[at].strip() for at in posts)
    return Wide(voter, _at(AGREES), _at(DISAGREES), posts, ids)

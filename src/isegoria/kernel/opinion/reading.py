"""Votes and moderated posts, from the files of an export.

Nothing is opened here: the caller hands streams or bytes over. All that is wrong in both files comes back
at once.
"""

import io
from dataclasses import dataclass, replace
from typing import BinaryIO

from isegoria.kernel.opinion.careful import LIMITS, read_carefully
from isegoria.kernel.opinion.layout import AGREES, DISAGREES
from isegoria.kernel.opinion.plain import read_plain
from isegoria.kernel.opinion.raw import Raw, fit
from isegoria.kernel.opinion.remarks import Remark, Sheet, remark
from isegoria.kernel.opinion.votes import AGREE, DISAGREE, Votes, assemble
from isegoria.kernel.tabular import Column, Schema, read_table, text

MODERATED = Schema(
    (Column("id", text(), aliases=("comment-id", "post-id", "statement-id"), required=True),)
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The votes, or None when something must be put right first; the moderated posts; all there is to say.

    ``checked``: the file's own counts say which sign is agree. Without them, 1 is.
    """

    votes: Votes | None
    moderated: tuple[str, ...]
    checked: bool
    remarks: tuple[Remark, ...]


def read_votes(votes: bytes | BinaryIO, *, moderated: bytes | None = None) -> Reading:
    """Read an export of votes (bytes, or a seekable stream), long or wide, and the ids of the posts that do
    not count."""
    stream = io.BytesIO(votes) if isinstance(votes, bytes) else votes
    plain = read_plain(stream)
    raw, said = (plain, list[Remark]()) if plain else read_carefully(stream)
    silenced, more = _moderated(moderated)
    said += more
    if raw is None or any(item.fatal for item in said):
        return Reading(None, silenced, checked=False, remarks=tuple(said))
    checked = raw.stated is not None
    raw = _signed(raw, said)
    found = assemble(raw.voters, raw.voter, raw.posts, raw.post, raw.value)
    if len(found.value) < len(raw.value):
        said.append(remark(Sheet.VOTES, "replaced", count=len(raw.value) - len(found.value)))
    if strangers := [name for name in silenced if name not in set(found.posts)]:
        first, count = strangers[0], len(strangers)
        said.append(remark(Sheet.MODERATED, "moderated_unknown", value=first, count=count))
    sound = not any(item.fatal for item in said)
    return Reading(found if sound else None, silenced, checked=checked, remarks=tuple(said))


def _signed(raw: Raw, said: list[Remark]) -> Raw:
    """The votes with agree as 1, by what the file states of each person."""
    if raw.stated is None:
        return raw
    plus, minus = fit(raw, raw.stated, AGREE), fit(raw, raw.stated, DISAGREE)
    if not plus.wrong:
        return raw
    if not minus.wrong:
        said.append(remark(Sheet.VOTES, "flipped"))
        return replace(raw, value=-raw.value)
    counts = AGREES if raw.stated.disagrees is None else f"{AGREES} and {DISAGREES}"
    said.append(
        remark(
            Sheet.VOTES,
            "sign_unclear",
            counts=counts,
            plus=plus.wrong,
            line_plus=plus.line,
            minus=minus.wrong,
            line_minus=minus.line,
        )
    )
    return raw


def _moderated(data: bytes | None) -> tuple[tuple[str, ...], list[Remark]]:
    """The ids in a file that may well have none."""
    if data is None:
        return (), []
    table = read_table(data, MODERATED, limits=LIMITS)
    said = [Remark.of(Sheet.MODERATED, item) for item in table.problems if item.code != "no_rows"]
    return tuple(dict.fromkeys(row["id"] for row in table.rows)), said

"""What is wrong, ignored or decided about the files of a map: a code, a place, a sentence.

The sentences are English templates; an interface in another language translates the template of the
code and fills in the same parameters, as with :mod:`isegoria.kernel.tabular`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from isegoria.kernel import tabular


class Sheet(StrEnum):
    """Which file a remark is about."""

    VOTES = "votes"
    MODERATED = "moderated"


_ERRORS = {
    "no_layout": (
        "These are not votes. Either one row per vote, with the columns voter-id, comment-id and vote,"
        " or one row per person, with the column participant and one column per post. Found: {found}."
    ),
    "not_vote": "“{value}” is not a vote: a vote is -1, 0 or 1.",
    "no_votes": "There is no vote in this file.",
    "no_posts": "There is no column of a post.",
    "sign_unclear": (
        "The numbers in {counts} fit neither sign: if 1 is agree, {plus} rows are wrong, the first"
        " on line {line_plus}; if -1 is agree, {minus} rows are, the first on line {line_minus}."
    ),
}
_NOTES = {
    "flipped": "In this file -1 is agree, as its n-agree says. In the results, 1 is.",
    "moderated_unknown": "{count} moderated ids have no votes (first: “{value}”).",
    "replaced": "{count} votes were changed by a later one of the same person: the last one counts.",
}
TEMPLATES: Mapping[str, str] = {**tabular.TEMPLATES, **_ERRORS, **_NOTES}
"""The English template of every code."""


@dataclass(frozen=True, slots=True)
class Remark(tabular.Remark[Sheet]):
    """One thing to say about one file; ``fatal`` when there can be no map before it is put right."""

    templates = TEMPLATES


def remark(
    sheet: Sheet, code: str, line: int | None = None, column: str = "", **params: str | int
) -> Remark:
    """A remark whose code says whether it is fatal."""
    return Remark(sheet, code, line, column, params, fatal=code not in _NOTES)

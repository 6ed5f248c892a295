"""Pure rules of measures: what each paragraph rests on, who is writing, how a conflict is settled.

A paragraph says what it rests on by marks: ``[#3]`` for the third reference of the measure, ``[#panel]``
for words that are the panel's own. Being part of the text, a mark follows its words wherever they are moved
or merged.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.core.texts import Text
from isegoria.kernel.drafting import Conflict, Merge

PANEL_MARK = "[#panel]"
LONGEST_SECTION = 10_000
LEASE = timedelta(minutes=5)
"""How long after their last sign somebody is said to be writing."""
REQUIRED = (SectionCode.PROBLEM, SectionCode.ASK)
_MARK = re.compile(r"\[#(\d{1,4}|panel)\]")
_GAP = re.compile(r"\n[ \t]*\n+")
_SHOWN = 60


def marks(text: str) -> set[str]:
    """What the marks in ``text`` name: numbers of references, ``panel``."""
    return set(_MARK.findall(text))


def mark_of(number: int) -> str:
    """The mark of a reference."""
    return f"[#{number}]"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, in order."""
    return [part.strip("\n") for part in _GAP.split(text) if part.strip()]


def without_marks(text: str) -> str:
    """``text`` as it is read aloud."""
    return _MARK.sub("", text).replace("  ", " ").strip()


def with_notes(text: str) -> str:
    """``text`` with its references as numbers between brackets, for where there are no links."""
    spoken = re.sub(r"[ \t]*\[#panel\]", "", text)
    return _MARK.sub(lambda mark: f"[{mark[1]}]", spoken).strip()


def with_mark(text: str, rank: int, mark: str) -> str:
    """``text`` with ``mark`` at the end of its paragraph of that rank, from 0; once.

    Raises IndexError when there is no such paragraph.
    """
    parts = paragraphs(text)
    if mark not in parts[rank]:
        parts[rank] = f"{parts[rank].rstrip()} {mark}"
    return "\n\n".join(parts)


def _is_heading(paragraph: str) -> bool:
    return paragraph.lstrip().startswith("#") and "\n" not in paragraph.strip()


def beginning(text: str) -> str:
    """The first words of a paragraph, to tell which it is."""
    words = " ".join(without_marks(text).split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0]} …"


def problems_of_sources(texts: Mapping[str, str], references: Collection[int]) -> list[Text]:
    """Why a measure of ``texts`` by section cannot be put to the vote: what is missing, paragraphs that
    neither name a source nor are the panel's own, marks that name nothing. All of them."""
    problems: list[Text] = [
        _("“%(section)s” is empty.") % {"section": SectionCode(code).label}
        for code in REQUIRED
        if not texts.get(code, "").strip()
    ]
    known = {str(number) for number in references}
    for code in SectionCode:
        for paragraph in paragraphs(texts.get(code, "")):
            if _is_heading(paragraph):
                continue
            named = marks(paragraph)
            place = {"section": code.label, "words": beginning(paragraph)}
            if not named:
                problems.append(
                    _(
                        "%(section)s: “%(words)s” names no source and is not marked as the panel’s own."
                    )
                    % place
                )
            problems.extend(
                _("%(section)s: “%(words)s” names the source %(number)s, which does not exist.")
                % {**place, "number": number}
                for number in sorted(named - known - {"panel"})
            )
    return problems


def whole_text(texts: Mapping[str, str]) -> str:
    """The words of a measure as one text, for search, lists and data."""
    return "\n\n".join(
        f"## {code.label}\n\n{with_notes(texts[code])}"
        for code in SectionCode
        if texts.get(code, "").strip()
    )


def is_writing(seen_at: datetime, now: datetime) -> bool:
    """Whether somebody seen at ``seen_at`` is said to be writing still."""
    return now < seen_at + LEASE


class Side(StrEnum):
    """What to make of a passage that two people changed differently."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision on one conflict; ``words`` for a third wording."""

    side: Side
    words: str = ""


def settled(merged: Merge, choices: Sequence[Choice]) -> str:
    """The text that ``choices``, one per conflict and in order, make of ``merged``, whose ``ours`` is
    mine. Raises ValueError when they are not as many."""
    left = list(choices)
    if len(left) != len(merged.conflicts):
        raise ValueError(f"{len(left)} choices for {len(merged.conflicts)} conflicts")
    return "".join(
        part if isinstance(part, str) else _chosen(part, left.pop(0)) for part in merged.parts
    )


def in_context(merged: Merge) -> list[tuple[str, Conflict, str]]:
    """Each conflict with the agreed words just before and just after it."""
    parts = ("", *merged.parts, "")
    return [
        (_end_of(parts[rank - 1]), part, _start_of(parts[rank + 1]))
        for rank, part in enumerate(parts)
        if isinstance(part, Conflict)
    ]


def _end_of(part: str | Conflict) -> str:
    text = part if isinstance(part, str) else ""
    return text if len(text) <= _SHOWN else f"… {text[-_SHOWN:].partition(' ')[2]}"


def _start_of(part: str | Conflict) -> str:
    text = part if isinstance(part, str) else ""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rpartition(' ')[0]} …"


def _chosen(conflict: Conflict, choice: Choice) -> str:
    match choice.side:
        case Side.MINE:
            return conflict.ours
        case Side.THEIRS:
            return conflict.theirs
        case Side.BOTH:
            return f"{conflict.theirs} {conflict.ours}"
        case Side.OTHER:
            return choice.words

"""Pure rules of posts: what a text must be, how long it can be changed, how positions are counted."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core.post_kinds import PostKind, Titles
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import number
from isegoria.core.ui.markdown import plain

LONGEST_TITLE = 200
LONGEST_REASON = 300
LONGEST_PLACE = 120
LONGEST_SIGNATURE = 80
LONGEST_EXCERPT = 300
_READ_FOR_EXCERPT = 1_200
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Signs of Unicode of the categories Cc and Cs, line ends and tabs apart."""
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Signs of Unicode (UAX 9) that turn the direction of writing and can make a text read as another."""
_LINES = re.compile(r"\r\n?|[\u2028\u2029]")
_BLANKS = re.compile(r"\n{4,}")


def tidy(text: str) -> str:
    """``text`` as it is stored: one way of writing letters (NFC) and line ends, no blank edges."""
    return _BLANKS.sub("\n\n\n", _LINES.sub("\n", unicodedata.normalize("NFC", text))).strip()


def tidy_line(text: str) -> str:
    """A title or a reason as it is stored: on one line."""
    return " ".join(tidy(text).split())


def problems_of_title(kind: PostKind, title: str, *, complete: bool) -> list[Text]:
    """Why a tidy ``title`` cannot be kept or, when ``complete``, be published."""
    if kind.titles is Titles.NONE:
        return [_("This is published without a title.")] if title else []
    problems = problems_of_signs(title)
    if len(title) > LONGEST_TITLE:
        problems.append(_too_long(title, LONGEST_TITLE))
    if complete and kind.titles is Titles.REQUIRED and not title:
        problems.append(_("Give a title: it is what people see first."))
    return problems


def problems_of_text(kind: PostKind, text: str, *, complete: bool) -> list[Text]:
    """Why a tidy ``text`` cannot be kept or, when ``complete``, be published."""
    problems = problems_of_signs(text)
    if len(text) > kind.longest:
        problems.append(_too_long(text, kind.longest))
    if complete and not text:
        problems.append(_("Write your text."))
    return problems


def problems_of_reason(reason: str) -> list[Text]:
    """Why a tidy ``reason`` cannot stand beside a change."""
    problems = problems_of_signs(reason)
    if not reason:
        problems.append(_("Say in a few words why you change your text: everybody can read it."))
    if len(reason) > LONGEST_REASON:
        problems.append(_too_long(reason, LONGEST_REASON))
    return problems


def problems_of_place(kind: PostKind, place: str) -> list[Text]:
    """Why a tidy ``place`` cannot be kept."""
    return _problems_of_line(place, LONGEST_PLACE, _("No place is asked here."), asked=kind.places)


def problems_of_signature(kind: PostKind, signature: str) -> list[Text]:
    """Why a tidy ``signature`` cannot stand in place of a name."""
    refusal = _("Here, texts are published under the name of their author.")
    return _problems_of_line(signature, LONGEST_SIGNATURE, refusal, asked=kind.pseudonyms)


def problems_of_side(kind: PostKind, side: int) -> list[Text]:
    """Why a comment cannot take this ``side``. None taken (0) is always possible."""
    if side not in ((-1, 0, 1) if kind.sided else (0,)):
        return [_("Say whether your comment argues for or against.")]
    return []


def _problems_of_line(line: str, most: int, refusal: Promise, *, asked: bool) -> list[Text]:
    if line and not asked:
        return [refusal]
    return [*problems_of_signs(line), *([_too_long(line, most)] if len(line) > most else [])]


def problems_of_signs(text: str) -> list[Text]:
    """Which signs of ``text`` no screen can show, or turn the direction of writing."""
    problems: list[Text] = []
    for wrong, sentence in (
        (
            _UNSEEN,
            _("There is a sign in it that no screen can show, after “%(before)s”. Delete it."),
        ),
        (
            _DIRECTIONS,
            _(
                "There is an invisible sign in it that turns the direction of writing, after"
                " “%(before)s”. Delete it, or type this passage again."
            ),
        ),
    ):
        if found := wrong.search(text):
            before = text[max(0, found.start() - 20) : found.start()]
            problems.append(sentence % {"before": before.strip()})
    return problems


def _too_long(text: str, most: int) -> Text:
    return _("Shorten it: %(most)s characters at most, there are %(count)s.") % {
        "most": number(most),
        "count": number(len(text)),
    }


def beginning(text: str) -> str:
    """The beginning of a text in plain words, for a list: whole words, at most 300 characters."""
    words = " ".join(plain(text[:_READ_FOR_EXCERPT]).split())
    if len(words) <= LONGEST_EXCERPT:
        return words
    cut = words[: LONGEST_EXCERPT - 2]
    return f"{cut.rpartition(' ')[0] or cut} …"


def editable_until(kind: PostKind, published_at: datetime) -> datetime | None:
    """The first instant at which the text can no longer be changed; None when its activity decides."""
    return None if kind.edit_window is None else published_at + kind.edit_window


@dataclass(frozen=True, slots=True)
class Position:
    """A person's position on a post: −1, 0 or +1, and the set of qualifiers as bits."""

    value: int
    qualifiers: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of position adds to the counters of a post: by value, and by bit of qualifier."""

    values: Mapping[int, int] = field(default_factory=dict)
    bits: Mapping[int, int] = field(default_factory=dict)


def change(before: Position | None, after: Position | None) -> Change:
    """The difference that going from ``before`` to ``after`` makes (None: no position)."""
    values: dict[int, int] = {}
    bits: dict[int, int] = {}
    for position, sign in ((before, -1), (after, 1)):
        if position is not None:
            values[position.value] = values.get(position.value, 0) + sign
            for bit in bits_of(position.qualifiers):
                bits[bit] = bits.get(bit, 0) + sign
    return Change(
        {value: by for value, by in values.items() if by},
        {bit: by for bit, by in bits.items() if by},
    )


def bits_of(qualifiers: int) -> list[int]:
    """The bits that stand in a stored set."""
    return [bit for bit in range(qualifiers.bit_length()) if qualifiers >> bit & 1]


def problems_of_position(kind: PostKind, position: Position) -> Sequence[Text]:
    """Why ``position`` cannot be taken on a post of ``kind``."""
    if position.value not in kind.stances:
        return [_("This position does not exist here.")]
    fitting = {item.bit for item in kind.qualifiers if item.value == position.value}
    if position.qualifiers < 0 or not set(bits_of(position.qualifiers)) <= fitting:
        return [_("What you added does not go with this position.")]
    return []

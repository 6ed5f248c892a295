"""How a measure came about, told in order; two versions of a section compared."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from isegoria.capabilities.drafting.models import Amendment, Measure, Version
from isegoria.capabilities.drafting.sections import SectionCode
from isegoria.capabilities.drafting.states import Outcome
from isegoria.commons.decisions.models import Decision
from isegoria.commons.posts.cards import author_of
from isegoria.commons.processes.body_queries import name_in_public, unnamed_members
from isegoria.core.texts import Text
from isegoria.core.ui import formatting
from isegoria.kernel.drafting import Change, Kind, difference

MOST = 400
"""Events told at most, the last ones."""
_AROUND = 80


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a measure: who, what in a sentence, why, and what changed."""

    at: str
    at_iso: str
    sentence: str
    reason: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a section, with those one can choose."""

    sections: tuple[tuple[str, Text, int], ...]
    code: str
    before: int
    after: int
    changes: tuple[Change, ...]


def story(measure: Measure) -> tuple[Event, ...]:
    """What happened to a measure, from the first day. Four statements."""
    told: list[tuple[datetime, Event]] = [*_of_versions(measure), *_of_amendments(measure)]
    for decision in Decision.objects.filter(post=measure.post):
        told.append((decision.opened_at, _event(decision.opened_at, _("The vote opened"), "")))
        if decision.closed_at is not None:
            said = _("Adopted") if decision.adopted else _("Not adopted")
            told.append((decision.closed_at, _event(decision.closed_at, said, "")))
    if measure.post.published_at is not None:
        opened = _event(measure.post.published_at, _("Opened to everybody"), "")
        told.append((measure.post.published_at, opened))
    if measure.handed_over_at is not None:
        handed = _event(measure.handed_over_at, _("Handed over to the authority"), "")
        told.append((measure.handed_over_at, handed))
    told.sort(key=lambda pair: pair[0])
    return tuple(event for _at, event in told[-MOST:])


def _event(at: datetime, sentence: str, reason: str, changes: tuple[Change, ...] = ()) -> Event:
    return Event(formatting.instant(at), at.isoformat(), sentence, reason, changes)


def _of_versions(measure: Measure) -> list[tuple[datetime, Event]]:
    versions = Version.objects.filter(section__measure=measure).select_related("section", "author")
    before: dict[int, str] = {}
    unnamed = unnamed_members(measure.post.body) if measure.post.body else frozenset()
    told = []
    for version in versions.order_by("section_id", "number"):
        section = SectionCode(version.section.code).label
        name = name_in_public(version.author, unnamed)
        sentence = (
            _("%(name)s gave up other words for “%(section)s”")
            if version.aside
            else _("%(name)s changed “%(section)s”, put together with what others saved meanwhile")
            if version.merged
            else _("%(name)s wrote “%(section)s”")
            if version.number == 1
            else _("%(name)s changed “%(section)s”")
        ) % {"name": name, "section": section}
        changes = difference(before.get(version.section_id, ""), version.text)
        if not version.aside:
            before[version.section_id] = version.text
        told.append((version.at, _event(version.at, sentence, version.reason, around(changes))))
    return told


def _of_amendments(measure: Measure) -> list[tuple[datetime, Event]]:
    found = Amendment.objects.filter(section__measure=measure, post__shown=True).select_related(
        "post__author", "post__body", "section"
    )
    told = []
    for one in found:
        at = one.post.published_at or one.post.created_at
        section = SectionCode(one.section.code).label
        name = author_of(one.post).name
        said = _("%(name)s proposed a change of “%(section)s”") % {"name": name, "section": section}
        told.append((at, _event(at, said, one.post.excerpt)))
        if one.decided_at is not None:
            outcome = Outcome(one.outcome).label
            said = _("A change proposed by %(name)s: %(outcome)s") % {
                "name": name,
                "outcome": outcome,
            }
            told.append((one.decided_at, _event(one.decided_at, said, one.answer)))
    return told


def around(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """What changed with a few words around it; what stayed is cut in its middle."""
    return tuple(
        Change(change.kind, _cut(change.text)) if change.kind is Kind.SAME else change
        for change in changes
    )


def _cut(text: str) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    start = text[:_AROUND].rpartition(" ")[0]
    end = text[-_AROUND:].partition(" ")[2]
    return f"{start} […] {end}"


def compared(measure: Measure, code: str, before: str, after: str) -> Comparison | None:
    """Two versions of a section: the last two of the one that changed most, unless told; None while nothing
    was written."""
    numbers: dict[str, list[int]] = {}
    for section, number in Version.objects.filter(section__measure=measure).values_list(
        "section__code", "number"
    ):
        numbers.setdefault(section, []).append(number)
    if not numbers:
        return None
    written = [one for one in SectionCode if one in numbers]
    chosen = code if code in numbers else max(written, key=lambda one: max(numbers[one]))
    last = max(numbers[chosen])
    to = int(after) if after.isdecimal() and 0 < int(after) <= last else last
    since = int(before) if before.isdecimal() and int(before) <= last else max(0, to - 1)
    texts = dict(
        Version.objects.filter(
            section__measure=measure, section__code=chosen, number__in=(since, to)
        ).values_list("number", "text")
    )
    return Comparison(
        sections=tuple((one.value, one.label, max(numbers[one])) for one in written),
        code=str(chosen),
        before=since,
        after=to,
        changes=difference(texts.get(since, ""), texts.get(to, "")),
    )

"""Possible or not possible, and why, in sentences; the composition of the pool as charts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from isegoria.capabilities.lottery.models import Draw, Feature, FrozenPool
from isegoria.capabilities.lottery.pool import terms_now
from isegoria.capabilities.lottery.queries import (
    ask_of,
    count_volunteers,
    counts_by_value,
    members_without_answers,
)
from isegoria.capabilities.lottery.rules import WHOLE, problems_of_seated
from isegoria.capabilities.lottery.token import pool_token
from isegoria.core.texts import Text, pick
from isegoria.core.ui.charts import BarChart, bar_chart
from isegoria.kernel.lottery.feasibility import Obstacle, Side, assess
from isegoria.kernel.lottery.model import Draw as KernelDraw
from isegoria.kernel.lottery.model import Quota
from isegoria.kernel.lottery.reading import Standing

MOST_KNOWN = 64

SHOWN_FROM = 50
"""How many volunteers there must be before everybody reads what they look like."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a panel is possible with the present volunteers. ``can_relax``: a change of quotas helps.
    ``lost`` are people whom no panel can hold under these quotas."""

    sentences: tuple[Text, ...] = ()
    possible: bool = False
    can_relax: bool = False
    people: int = 0
    eligible: int = 0
    lost: int = 0


_KNOWN: dict[tuple[str, int, str | None], Verdict] = {}
"""Verdicts of this process by what they depend on: nothing to invalidate, the oldest leave first."""


def verdict(draw: Draw, features: Sequence[Feature]) -> Verdict:
    """What can be said of the draw as it stands. Two seconds of work for six thousand people, done once
    for as long as neither they nor what is asked of them changes."""
    if draw.pk is None:
        return _found(draw, features)
    unknown = members_without_answers(draw)
    key = (pool_token(draw, ask_of(draw, features)), unknown, get_language())
    known = _KNOWN.get(key)
    if known is None:
        known = _found(draw, features, unknown)
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[key] = known
    return known


def _found(draw: Draw, features: Sequence[Feature], unknown: int = 0) -> Verdict:
    terms = terms_now(draw, features)
    people = len(terms.people)
    eligible = sum(person.standing is Standing.ELIGIBLE for person in terms.people)
    if not features:
        return Verdict((_("Add a feature: there is nothing to draw on yet."),))
    sentences: list[Text] = list(problems_of_seated(terms))
    if unknown:
        sentences.append(
            ngettext(
                "%(count)s member of the panel has not filled in the form.",
                "%(count)s members of the panel have not filled in the form.",
                unknown,
            )
            % {"count": unknown}
        )
    if sentences:
        return Verdict(tuple(sentences), people=people, eligible=eligible)
    found = assess(terms.draw())
    lost = sum(len(found.poly.types[t].members) for t in found.never)
    if found.obstacle is None:
        return Verdict(possible=True, people=people, eligible=eligible, lost=lost)
    told = tuple(obstacle_in_words(terms.draw(), found.obstacle))
    can_relax = found.obstacle.changes is not None
    return Verdict(told, can_relax=can_relax, people=people, eligible=eligible)


def obstacle_in_words(draw: KernelDraw, obstacle: Obstacle) -> Iterator[str]:
    """Why there is no panel, and the least that has to change."""
    if obstacle.conflict:
        bounds = (
            (
                _("%(value)s: %(seats)s at least")
                if bound.side is Side.MINIMUM
                else _("%(value)s: %(seats)s at most")
            )
            % {"value": _name(draw.quotas[bound.quota]), "seats": bound.seats}
            for bound in obstacle.conflict
        )
        yield _("These cannot be kept together: %(bounds)s.") % {"bounds": " ; ".join(bounds)}
    if obstacle.households:
        yield _("Without the rule of one person per household, a panel would be possible.")
    if obstacle.changes is None:
        yield _(
            "%(people)s people can be drawn for %(seats)s seats: no change of the quotas helps, more"
            " volunteers are needed."
        ) % {"people": len(draw.volunteers), "seats": draw.size}
        return
    for change in obstacle.changes:
        before, after = change.before, change.after
        if before.minimum != after.minimum:
            yield _("The least change: %(value)s, %(after)s at least instead of %(before)s.") % {
                "value": _name(before),
                "after": after.minimum,
                "before": before.minimum,
            }
        if before.maximum != after.maximum:
            yield _("The least change: %(value)s, %(after)s at most instead of %(before)s.") % {
                "value": _name(before),
                "after": after.maximum,
                "before": before.maximum,
            }


def _name(quota: Quota) -> str:
    return f"{quota.feature} · {quota.value}"


def portraits(
    features: Sequence[Feature], counts: Mapping[int, int], *, is_open: bool = True
) -> tuple[BarChart, ...]:
    """For each feature, who is in the pool beside the population; while it is open, who is missing so far.
    No statement."""
    return tuple(_portrait(feature, counts, is_open=is_open) for feature in features)


def who_is_missing(
    draw: Draw, features: Sequence[Feature], *, is_open: bool
) -> tuple[BarChart, ...]:
    """Who is missing so far, for everybody who can spread the call: until the pool is frozen, and once so
    many came forward that a share tells of nobody. Two statements at most."""
    if draw.pk is None or draw.frozen_at is not None or count_volunteers(draw) < SHOWN_FROM:
        return ()
    return portraits(features, counts_by_value(draw), is_open=is_open)


def frozen_portraits(features: Sequence[Feature], pool: FrozenPool) -> tuple[BarChart, ...]:
    """The composition of the pool as it was frozen. No statement."""
    held = {(feature, value): people for feature, value, people in pool.composition}
    counts = {
        value.pk: held.get((feature.name, value.name), 0)
        for feature in features
        for value in feature.values.all()
    }
    return portraits(features, counts, is_open=False)


def _portrait(feature: Feature, counts: Mapping[int, int], *, is_open: bool) -> BarChart:
    values = list(feature.values.all())
    total = sum(counts.get(value.pk, 0) for value in values)
    held = {value.pk: counts.get(value.pk, 0) / total if total else 0.0 for value in values}
    known = all(value.share is not None for value in values)
    if not known:
        rows = [(pick(value.title), [held[value.pk]]) for value in values]
        return _chart(feature, rows, [_("Volunteers")], "")
    shares = {value.pk: float(value.share or 0) / WHOLE for value in values}
    gap, rarest = min((held[value.pk] - shares[value.pk], value.pk) for value in values)
    title = next(pick(value.title) for value in values if value.pk == rarest)
    tells = is_open and total and gap < 0
    missing = _("Most missing so far: %(value)s.") % {"value": title} if tells else ""
    rows = [(pick(value.title), [held[value.pk], shares[value.pk]]) for value in values]
    return _chart(feature, rows, [_("Volunteers"), _("Population")], missing)


def _chart(
    feature: Feature, rows: list[tuple[str, list[float]]], series: list[str], summary: str
) -> BarChart:
    return bar_chart(
        pick(feature.title),
        rows,
        series=series,
        label_heading=_("Answer"),
        summary=summary,
        as_shares=True,
    )

"""Setting up a draw: what is asked of the panel. Each service locks the draw, and none works once the
pool is frozen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import (
    KEPT,
    LEAST_KEPT,
    MOST_KEPT,
    Draw,
    Feature,
    Value,
    Volunteer,
)
from isegoria.capabilities.lottery.pool import terms_now
from isegoria.capabilities.lottery.presets import BY_CODE
from isegoria.capabilities.lottery.queries import sheet
from isegoria.capabilities.lottery.rules import (
    Typed,
    problems_of_values,
    proposed,
    read_values,
)
from isegoria.capabilities.lottery.states import Place
from isegoria.capabilities.lottery.writing import organised, refuse_volunteers
from isegoria.commons.processes.models import Activity, Body, BodyKind
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text, pick
from isegoria.kernel.lottery.feasibility import assess
from isegoria.kernel.lottery.sheets import alike

PREPARED = Private("what is asked of the panel is published whole when the pool is frozen")
MOST_SEATS = 1_000
LONGEST_NAME = 60


@service(journal=PREPARED)
def set_terms(
    *,
    actor: Actor,
    activity: Activity,
    size: int,
    one_per_household: bool,
    no_past_members: bool,
    body: Body | None = None,
    kept_days: int = KEPT.days,
) -> Draw:
    """The size of the panel, its body, who cannot be drawn, and how long after the last step what
    volunteers wrote is kept. Raises Invalid with all that is wrong."""
    draw = organised(actor, activity)
    problems: list[Text] = []
    if not 1 <= size <= MOST_SEATS:
        problems.append(_("A panel has from 1 to 1,000 seats."))
    if body is not None and (
        body.process_id != draw.activity.process_id or body.kind != BodyKind.PANEL
    ):
        problems.append(_("Choose a panel of this process."))
    if not LEAST_KEPT.days <= kept_days <= MOST_KEPT.days:
        problems.append(_("What volunteers write is kept 15 to 365 days after the last step."))
    if problems:
        raise Invalid(_("Nothing was changed."), problems, code="terms")
    draw.size, draw.body, draw.kept_days = size, body, kept_days
    draw.one_per_household, draw.no_past_members = one_per_household, no_past_members
    draw.save()
    return draw


@service(journal=PREPARED)
def add_presets(*, actor: Actor, activity: Activity, codes: Sequence[str]) -> Draw:
    """Add the features of ``codes`` that are not there yet, with any number of seats for each answer."""
    draw = organised(actor, activity)
    refuse_volunteers(draw)
    there = set(Feature.objects.filter(draw=draw).values_list("name", flat=True))
    wanted = [
        BY_CODE[code] for code in codes if code in BY_CODE and BY_CODE[code].name not in there
    ]
    if not wanted:
        nothing_changed()
    for position, preset in enumerate(wanted, start=len(there)):
        feature = Feature.objects.create(
            draw=draw, name=preset.name, title=preset.title, why=preset.why, position=position
        )
        Value.objects.bulk_create(
            Value(
                feature=feature,
                name=pick(title, settings.LANGUAGE_CODE),
                title=title,
                maximum=draw.size,
                position=rank,
            )
            for rank, title in enumerate(preset.values)
        )
    return draw


@service(journal=PREPARED)
def save_feature(
    *,
    actor: Actor,
    activity: Activity,
    title: str,
    why: str,
    values: str,
    language: str,
    feature: Feature | None = None,
) -> Feature:
    """Add a feature, or change one: its question, why it is asked, its values with their shares.

    ``values`` is what was typed or pasted (:func:`rules.read_values`). Quotas are proposed from the shares.
    Once somebody has volunteered only shares, title and reason can change. Raises Invalid with all that
    is wrong, Conflict when the answers can no longer change.
    """
    draw = organised(actor, activity)
    typed = read_values(values)
    title, why = " ".join(title.split()), " ".join(why.split())
    if problems := [*_problems_of_title(draw, feature, title), *problems_of_values(typed)]:
        raise Invalid(_("The feature was not saved."), problems, code="feature")
    if feature is None:
        refuse_volunteers(draw)
        feature = Feature(draw=draw, name=title, position=Feature.objects.filter(draw=draw).count())
    else:
        feature = Feature.objects.prefetch_related("values").get(pk=feature.pk, draw=draw)
    feature.title = {**feature.title, language: title}
    feature.why = {**feature.why, language: why}
    feature.save()
    _write_values(draw, feature, typed, language)
    return feature


def _problems_of_title(draw: Draw, feature: Feature | None, title: str) -> list[Text]:
    if not 1 <= len(title) <= LONGEST_NAME:
        return [_("Ask the question in 60 characters or less.")]
    others = Feature.objects.filter(draw=draw, name=title)
    if feature is not None:
        others = others.exclude(pk=feature.pk)
    return [_("There is a feature with this name already.")] if others.exists() else []


def _write_values(draw: Draw, feature: Feature, typed: Sequence[Typed], language: str) -> None:
    known = {alike(pick(value.title, language)): value for value in feature.values.all()}
    same = [alike(value.name) for value in typed] == list(known)
    if not same:
        refuse_volunteers(draw)
        Value.objects.filter(feature=feature).delete()
    ranges = proposed([value.share for value in typed], draw.size)
    for rank, (value, (low, high)) in enumerate(zip(typed, ranges, strict=True)):
        row = known[alike(value.name)] if same else Value(feature=feature, name=value.name)
        if not same:
            row.title, row.position = {language: value.name}, rank
        if not same or row.share != value.share:
            row.minimum, row.maximum = low, high
        row.share = value.share
        row.save()


@service(journal=PREPARED)
def remove_feature(*, actor: Actor, activity: Activity, feature: Feature) -> None:
    """Take a feature out, as long as nobody has answered."""
    draw = organised(actor, activity)
    refuse_volunteers(draw)
    Feature.objects.filter(draw=draw, pk=feature.pk).delete()


@service(journal=PREPARED)
def set_quotas(*, actor: Actor, activity: Activity, quotas: Mapping[int, tuple[int, int]]) -> Draw:
    """The seats that each value may have, by its key. Raises Invalid with all that cannot be."""
    draw = organised(actor, activity)
    problems: list[Text] = []
    changed = []
    for feature in sheet(draw):
        values = list(feature.values.all())
        for value in values:
            low, high = quotas.get(value.pk, (value.minimum, value.maximum))
            value.minimum, value.maximum = low, high
            changed.append(value)
            if not 0 <= low <= high <= draw.size:
                problems.append(
                    _(
                        "%(value)s: from %(low)s to %(high)s seats cannot be, the panel has %(size)s."
                    )
                    % {"value": pick(value.title), "low": low, "high": high, "size": draw.size}
                )
        lows, highs = sum(v.minimum for v in values), sum(v.maximum for v in values)
        if not lows <= draw.size <= highs:
            problems.append(
                _(
                    "%(feature)s: the seats add up to between %(lows)s and %(highs)s, the panel has"
                    " %(size)s."
                )
                % {
                    "feature": pick(feature.title),
                    "lows": lows,
                    "highs": highs,
                    "size": draw.size,
                }
            )
    if problems:
        raise Invalid(_("The quotas were not saved."), problems, code="quotas")
    Value.objects.bulk_update(changed, ["minimum", "maximum"])
    return draw


@service(journal=PREPARED)
def propose_quotas(*, actor: Actor, activity: Activity) -> Draw:
    """Replace all quotas by those that the shares give for the present size."""
    draw = organised(actor, activity)
    changed = []
    for feature in sheet(draw):
        values = list(feature.values.all())
        shares: list[Decimal | None] = [value.share for value in values]
        for value, (low, high) in zip(values, proposed(shares, draw.size), strict=True):
            value.minimum, value.maximum = low, high
            changed.append(value)
    Value.objects.bulk_update(changed, ["minimum", "maximum"])
    return draw


@service(journal=PREPARED)
def relax_quotas(*, actor: Actor, activity: Activity) -> Draw:
    """Move the quotas by the fewest seats that make a panel possible with the present volunteers.

    Computed anew under the lock, so that it answers the pool as it is. Raises Conflict when no change
    of quotas helps.
    """
    draw = organised(actor, activity)
    features = sheet(draw)
    found = assess(terms_now(draw, features).draw()).obstacle
    if found is None:
        nothing_changed()
        return draw
    if found.changes is None:
        raise Conflict(
            _("No change of the quotas helps: more volunteers are needed."), code="too_few"
        )
    rows = {
        (feature.name, value.name): value for feature in features for value in feature.values.all()
    }
    for change in found.changes:
        value = rows[change.before.feature, change.before.value]
        value.minimum = max(0, value.minimum + change.after.minimum - change.before.minimum)
        value.maximum += change.after.maximum - change.before.maximum
        value.save()
    return draw


@service(journal=PREPARED)
def place_volunteer(
    *, actor: Actor, activity: Activity, volunteer: Volunteer, place: Place
) -> Volunteer:
    """Set an entry aside (it was made twice), or let it be drawn again."""
    draw = organised(actor, activity)
    found = Volunteer.objects.get(draw=draw, pk=volunteer.pk)
    found.place = place
    found.save(update_fields=["place"])
    return found

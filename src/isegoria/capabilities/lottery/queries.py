"""Reads of a draw: its sheet of features, its pool without names, one volunteer's place."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from isegoria.capabilities.lottery.models import Answer, Draw, Feature, FrozenPool, Volunteer
from isegoria.capabilities.lottery.rules import WHOLE, Ask, Row
from isegoria.commons.posts.activities import activity_of
from isegoria.commons.processes.models import Activity, BodyKind, Membership, Process
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.routes import actor_of
from isegoria.kernel.lottery.model import Quota

CAPABILITY = "lottery"
activity_of_draw = activity_of(CAPABILITY)


def activity_by_ref(_request: HttpRequest, ref: UUID) -> Activity:
    """The lottery whose draw a notice is about, with all that policies read. Two statements."""
    return get_object_or_404(
        Activity.objects.select_related("process").prefetch_related("phases"), draw__ref=ref
    )


def own_place(request: HttpRequest, slug: str, activity: str) -> Volunteer:
    """The place of whoever asks in the pool at an address; the pool knows nobody else by this page."""
    person = actor_of(request).person_id
    found = (
        Volunteer.objects.select_related("draw__activity__process", "contact")
        .filter(draw__activity__process__slug=slug, draw__activity__slug=activity, person=person)
        .first()
    )
    if person is None or found is None:
        raise Http404
    return found


def draw_of(activity: Activity) -> Draw:
    """The draw of a lottery, a new one that is not saved when nothing was asked yet. One statement."""
    found = Draw.objects.select_related("body", "pool").filter(activity=activity).first()
    draw = found or Draw(activity=activity)
    draw.activity = activity
    return draw


def sheet(draw: Draw) -> Sequence[Feature]:
    """The features of a draw with their values. Two statements."""
    if draw.pk is None:
        return ()
    return list(Feature.objects.filter(draw=draw).prefetch_related("values"))


def ask_of(draw: Draw, features: Sequence[Feature]) -> Ask:
    """What is asked of the panel. No statement."""
    pairs = [(feature, value) for feature in features for value in feature.values.all()]
    return Ask(
        size=draw.size,
        features=tuple(feature.name for feature in features),
        quotas=tuple(
            Quota(feature.name, value.name, value.minimum, value.maximum)
            for feature, value in pairs
        ),
        population={
            (feature.name, value.name): Fraction(value.share) / WHOLE
            for feature, value in pairs
            if value.share is not None
        },
        one_per_household=draw.one_per_household,
    )


def rows_of(draw: Draw, features: Sequence[Feature]) -> tuple[Row, ...]:
    """Everybody in the pool who answered all questions, without names. Four statements at most."""
    held: defaultdict[int, dict[int, str]] = defaultdict(dict)
    answers = Answer.objects.filter(volunteer__draw=draw).values_list(
        "volunteer_id", "feature_id", "value__name"
    )
    for volunteer, feature, value in answers:
        held[volunteer][feature] = value
    order = [feature.pk for feature in features]
    seated, past = seated_members(draw), past_members(draw)
    volunteers = Volunteer.objects.filter(draw=draw, withdrawn_at=None).values_list(
        "pk", "ref", "household", "place", "person_id"
    )
    return tuple(
        Row(
            id=str(ref),
            values=tuple(held[pk][feature] for feature in order),
            household=household,
            place=place,
            seated=person in seated,
            past_member=person in past and person not in seated,
        )
        for pk, ref, household, place, person in volunteers
        if len(held[pk]) == len(order)
    )


def seated_members(draw: Draw) -> set[UUID]:
    """Who sits in the panel of a draw now. One statement."""
    if draw.body_id is None:
        return set()
    return Membership.objects.running(clock.now()).filter(body=draw.body_id).people()


def past_members(draw: Draw) -> set[UUID]:
    """Who has been in a panel and leaves the place to others, if the draw asks for that. One statement."""
    if not draw.no_past_members:
        return set()
    were = Membership.objects.filter(body__kind=BodyKind.PANEL)
    return were.exclude(body=draw.body_id, ended_at=None).people()


def members_without_answers(draw: Draw) -> int:
    """Members who sit in the panel and did not fill in the form: their profile is unknown."""
    if draw.body_id is None:
        return 0
    running = Membership.objects.filter(body=draw.body_id, ended_at=None).exclude(person=None)
    there = Volunteer.objects.filter(draw=draw, withdrawn_at=None).exclude(person=None)
    return running.exclude(person__in=there.values("person")).count()


def count_volunteers(draw: Draw) -> int:
    """How many people are in the pool now."""
    return Volunteer.objects.filter(draw=draw, withdrawn_at=None).count() if draw.pk else 0


def counts_by_value(draw: Draw) -> dict[int, int]:
    """How many people of the pool gave each answer. One statement."""
    counted = (
        Answer.objects.filter(volunteer__draw=draw, volunteer__withdrawn_at=None)
        .values_list("value_id")
        .annotate(people=Count("pk"))
    )
    return dict(counted.values_list("value_id", "people"))


def alike_entries(draw: Draw) -> list[list[Volunteer]]:
    """Entries of one name at one address, for the organiser to look at. Two statements."""
    entered = Volunteer.objects.filter(draw=draw, withdrawn_at=None).exclude(likeness="")
    twice = entered.values("likeness").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    found: defaultdict[str, list[Volunteer]] = defaultdict(list)
    several = entered.filter(likeness__in=twice.values("likeness")).select_related("contact")
    for volunteer in several:
        found[volunteer.likeness].append(volunteer)
    return list(found.values())


def frozen_pool(draw: Draw) -> FrozenPool | None:
    """The pool of a draw that is frozen. One statement."""
    return FrozenPool.objects.filter(draw=draw).first() if draw.frozen_at else None


def has_volunteered(actor: Actor, draw: Draw) -> bool:
    """Is the actor in the pool?"""
    if actor.person_id is None or draw.pk is None:
        return False
    return Volunteer.objects.filter(draw=draw, person=actor.person_id, withdrawn_at=None).exists()


def volunteers_of_process(process: Process) -> int:
    """The public number of a process."""
    return Volunteer.objects.filter(draw__activity__process=process, withdrawn_at=None).count()

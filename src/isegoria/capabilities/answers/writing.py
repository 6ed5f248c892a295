"""What the services of this room share: locks, and who is told. No rule and no permission."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.commons.posts.models import Follow, Post
from isegoria.commons.posts.thread import sources_of
from isegoria.commons.processes.models import BodyKind, Membership, TeamRole
from isegoria.core import clock


def demands() -> QuerySet[Demand]:
    """Demands with all that policies read."""
    return Demand.objects.select_related("post__body", "activity__process").prefetch_related(
        "activity__phases"
    )


def answers() -> QuerySet[Answer]:
    """Answers with all that policies read."""
    return Answer.objects.select_related(
        "post__body", "post__activity__process", "demand__post__body", "demand__activity__process"
    ).prefetch_related("demand__activity__phases", "post__activity__phases")


def milestones() -> QuerySet[Milestone]:
    """Milestones with all that policies read."""
    return Milestone.objects.select_related(
        "commitment__answer__post",
        "commitment__answer__demand__post",
        "commitment__answer__demand__activity__process",
    )


def lock_demand(pk: int) -> Demand:
    """A demand, locked: whatever changes an answer, a promise or their state holds this lock."""
    return demands().select_for_update(of=("self",)).get(pk=pk)


def lock_answer(pk: int) -> Answer:
    """An answer that is being written, locked with what it answers."""
    answer = answers().get(pk=pk)
    lock_demand(answer.demand_id)
    return answers().select_for_update(of=("self",)).get(pk=pk)


def today() -> date:
    """The day it is here."""
    return timezone.localtime(clock.now()).date()


def end_of_day(day: date) -> datetime:
    """The last minute of a day, here."""
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())


def seated(demand: Demand, *kinds: str) -> set[UUID]:
    """Who sits now in the bodies of ``kinds`` of the process. One statement."""
    mandates = Membership.objects.running(clock.now())
    return mandates.filter(body__process=demand.activity.process, body__kind__in=kinds).people()


def who_owes(demand: Demand) -> set[UUID]:
    """Who is reminded of an answer: the authority, and the organisers of the process. One statement."""
    mandates = Membership.objects.running(clock.now()).filter(
        Q(body__kind=BodyKind.AUTHORITY) | Q(role=TeamRole.ORGANISER),
        body__process=demand.activity.process,
    )
    return mandates.people()


def who_waits(demand: Demand) -> set[UUID]:
    """Who is told what becomes of a demand: whoever follows it, the body that asked, and the author of
    every text it rests on. Three statements."""
    people = set(Follow.objects.filter(post=demand.post_id).values_list("person_id", flat=True))
    if demand.post.body_id is not None:
        people |= Membership.objects.running(clock.now()).filter(body=demand.post.body_id).people()
    authors: Iterable[UUID | None] = Post.objects.filter(
        pk__in=sources_of(demand.post_id), shown=True
    ).values_list("author_id", flat=True)
    return people | {author for author in authors if author is not None}

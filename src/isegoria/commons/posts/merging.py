"""Two persons turn out to be one: what they wrote and thought is that of one person from now on.

Where both took a position on a post, the later one stands. The earlier is taken back in the counters
and, as an act, in the public journal, so that the sum of the acts stays that of the counters.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from isegoria.commons.posts.journal import STANCES
from isegoria.commons.posts.models import Follow, Post, Revision, Source, Stance, StanceAct
from isegoria.commons.posts.rules import Position, change
from isegoria.commons.posts.statements import count
from isegoria.commons.processes.openings import open_activities
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.journal.commitments import commit, new_salt
from isegoria.core.journal.record import record_acts
from isegoria.core.service import nothing_changed, service


def merge_person(kept: UUID, gone: UUID) -> None:
    """Give everything that ``gone`` wrote, thought and follows to ``kept``."""
    take_back_earlier_positions(actor=SYSTEM, kept=kept, gone=gone)
    _keep_one_follow(kept, gone)
    for model, column in (
        (Post, "author_id"),
        (Post, "entered_by_id"),
        (Revision, "author_id"),
        (Stance, "person_id"),
        (Stance, "entered_by_id"),
        (StanceAct, "person"),
        (Source, "linked_by_id"),
        (Follow, "person_id"),
    ):
        model._default_manager.filter(**{column: gone}).update(**{column: kept})


@service(journal=STANCES)
def take_back_earlier_positions(*, actor: Actor, kept: UUID, gone: UUID) -> None:  # noqa: ARG001 - of nobody
    """Where both took a position on a post, take back the earlier of the two."""
    both = Stance.objects.filter(person_id=gone, post__stances__person_id=kept)
    posts = _locked_posts(both)
    stances = Stance.objects.filter(post_id__in=posts, person_id__in=[kept, gone])
    later = {stance.post_id: stance for stance in stances.order_by("changed_at", "pk")}
    _take_back([stance for stance in stances if stance.pk != later[stance.post_id].pk], kept)


def counted_activities(person_id: UUID) -> Iterable[UUID]:
    """The activities still open in which a person took positions, which stay counted. One statement."""
    taken = Stance.objects.filter(person=person_id, post__activity=OuterRef("pk"))
    return open_activities(clock.now()).filter(Exists(taken)).values_list("ref", flat=True)


def take_back_in(person_id: UUID, activities: frozenset[UUID]) -> None:
    """Take back the positions of a person who counts already in ``activities``."""
    take_back_second_positions(actor=SYSTEM, person=person_id, activities=activities)


@service(journal=STANCES)
def take_back_second_positions(
    *,
    actor: Actor,  # noqa: ARG001 - of nobody
    person: UUID,
    activities: frozenset[UUID],
) -> None:
    """Take back what a person thought in ``activities``, where positions of theirs stand that nobody can
    find any more: those of an account that was deleted."""
    second = Stance.objects.filter(person_id=person, post__activity__ref__in=activities)
    posts = _locked_posts(second)
    _take_back(list(second.filter(post_id__in=posts)), person)


def _locked_posts(stances: QuerySet[Stance]) -> list[int]:
    """The posts of some positions, locked: nobody else counts on them until the end."""
    posts = Post.objects.select_for_update().filter(pk__in=stances.values("post_id"))
    return list(posts.order_by("pk").values_list("pk", flat=True))


def _take_back(stances: Sequence[Stance], person: UUID) -> None:
    if not stances:
        nothing_changed()
        return
    for stance in stances:
        count(stance.post_id, change(Position(stance.value, stance.qualifiers), None))
    Stance.objects.filter(pk__in=[stance.pk for stance in stances]).delete()
    record_acts(STANCES, [_taken_back(stance, person) for stance in stances])


def _taken_back(stance: Stance, person: UUID) -> StanceAct:
    salt = new_salt()
    return StanceAct(
        post_id=stance.post_id,
        person=person,
        value=None,
        former_value=stance.value,
        former_qualifiers=stance.qualifiers,
        channel=stance.channel,
        at=clock.now(),
        salt=salt,
        commitment=commit(salt, person),
    )


def _keep_one_follow(kept: UUID, gone: UUID) -> None:
    double = Follow.objects.filter(person_id=gone)
    posts = Follow.objects.filter(person_id=kept, post__isnull=False).values("post_id")
    processes = Follow.objects.filter(person_id=kept, process__isnull=False).values("process_id")
    twice = list(double.filter(post_id__in=posts).values_list("post_id", flat=True))
    Post.objects.filter(pk__in=twice).update(follow_count=F("follow_count") - 1)
    double.filter(post_id__in=twice).delete()
    double.filter(process_id__in=processes).delete()

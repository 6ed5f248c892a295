"""Taking a position: what a service call does, in as few statements as it takes."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts import journal, policies
from isegoria.commons.posts.models import Post, QualifierCount, Stance, StanceAct
from isegoria.commons.posts.rules import Change, Position, change, problems_of_position
from isegoria.commons.posts.writing import kind_of, locked, somebody
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.decision import no
from isegoria.core.errors import Invalid, Refused
from isegoria.core.journal.commitments import commit, new_salt
from isegoria.core.journal.record import record_acts
from isegoria.core.service import nothing_changed

COUNTERS = {1: "agree_count", 0: "neutral_count", -1: "disagree_count"}
"""The counter of each position."""


def kept(before: Position | None, value: int, qualifiers: int | None) -> int:
    """The qualifiers given or, when none are, those that stand already with the same position."""
    if qualifiers is not None:
        return qualifiers
    return before.qualifiers if before is not None and before.value == value else 0


def move(actor: Actor, ref: UUID, go: Callable[[Position | None], Position | None]) -> None:
    """Go from one's present position on a post to the one that ``go`` makes of it (None: none)."""
    post = locked().filter(ref=ref).first()
    if post is None:
        raise Refused(no("not_found", _("There is no such text."), hidden=True))
    policies.TAKE_STANCE.authorise(actor, post)
    person_id = somebody(actor)
    stance = Stance.objects.filter(post=post, person_id=person_id).first()
    before = Position(stance.value, stance.qualifiers) if stance else None
    after = go(before)
    if after is not None and (problems := problems_of_position(kind_of(post), after)):
        raise Invalid(_("Your position was not kept."), problems, code="position")
    if before == after:
        nothing_changed()
        return
    _write(actor, post, stance, after)
    count(post.pk, change(before, after))
    salt = new_salt()
    act = StanceAct(
        post=post,
        person=person_id,
        value=after.value if after else None,
        qualifiers=after.qualifiers if after else 0,
        former_value=before.value if before else None,
        former_qualifiers=before.qualifiers if before else 0,
        channel=actor.channel,
        at=clock.now(),
        salt=salt,
        commitment=commit(salt, person_id),
    )
    record_acts(journal.STANCES, [act])


def _write(actor: Actor, post: Post, stance: Stance | None, after: Position | None) -> None:
    """The row of the present position. The lock of the post is what makes it one per person."""
    if after is None:
        if stance is not None:
            stance.delete()
        return
    stance = stance or Stance(post=post, person_id=actor.person_id)
    stance.value, stance.qualifiers = after.value, after.qualifiers
    stance.changed_at = clock.now()
    stance.channel, stance.entered_by_id = actor.channel, actor.entered_by
    stance.save()


def count(post_id: int, by: Change) -> None:
    """Carry a change of positions over to the counters of a post, which the caller has locked."""
    if by.values:
        columns = {COUNTERS[value]: F(COUNTERS[value]) + step for value, step in by.values.items()}
        Post.objects.filter(pk=post_id).update(**columns)
    for bit, step in by.bits.items():
        QualifierCount.objects.get_or_create(post_id=post_id, bit=bit)
        QualifierCount.objects.filter(post_id=post_id, bit=bit).update(count=F("count") + step)

"""Taking a position: lock, authorise, decide, write, seal."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts import journal, policies
from isegoria.commons.posts.models import StanceAct
from isegoria.commons.posts.rules import Position, change, problems_of_position
from isegoria.commons.posts.statements import count, lock_post, read_stance, write_stance
from isegoria.commons.posts.writing import kind_of, somebody
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.decision import no
from isegoria.core.errors import Invalid, Refused
from isegoria.core.journal.commitments import commit, new_salt
from isegoria.core.journal.record import record_acts
from isegoria.core.service import nothing_changed


def kept(before: Position | None, value: int, qualifiers: int | None) -> int:
    """The qualifiers given or, when none are, those that stand already with the same position."""
    if qualifiers is not None:
        return qualifiers
    return before.qualifiers if before is not None and before.value == value else 0


def move(actor: Actor, ref: UUID, go: Callable[[Position | None], Position | None]) -> None:
    """Go from one's present position on a post to the one that ``go`` makes of it (None: none). The lock
    of the post is what makes it one per person."""
    post = lock_post(ref)
    if post is None:
        raise Refused(no("not_found", _("There is no such text."), hidden=True))
    now = clock.now()
    policies.TAKE_STANCE.authorise(actor, post, now=now)
    person_id = somebody(actor)
    key, before = read_stance(post.pk, person_id) or (None, None)
    after = go(before)
    if after is not None and (problems := problems_of_position(kind_of(post), after)):
        raise Invalid(_("Your position was not kept."), problems, code="position")
    if before == after:
        nothing_changed()
        return
    write_stance(post.pk, actor, key, after, now)
    count(post.pk, change(before, after))
    salt = new_salt()
    act = StanceAct(
        post_id=post.pk,
        person=person_id,
        value=after.value if after else None,
        qualifiers=after.qualifiers if after else 0,
        former_value=before.value if before else None,
        former_qualifiers=before.qualifiers if before else 0,
        channel=actor.channel,
        at=now,
        salt=salt,
        commitment=commit(salt, person_id),
    )
    record_acts(journal.STANCES, [act])

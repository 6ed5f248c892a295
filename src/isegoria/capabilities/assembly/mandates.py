"""Mandates and wishes: a body votes on fixed words, under the rule that it was told. Each service: lock,
authorise, decide, write, journal."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.policies import CLOSE_TEXT_VOTE, MEMBERS, PUT_TO_VOTE, VOTED
from isegoria.commons.decisions import voting
from isegoria.commons.decisions.journal import VOTE_CLOSED, VOTE_OPENED
from isegoria.commons.decisions.models import Decision
from isegoria.commons.posts import writing
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity, Body
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text


@service(journal=VOTE_OPENED)
def put_to_vote(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    title: str,
    text: str,
    body: Body,
    language: str,
    ref: UUID,
    majority: str,
    quorum: str,
    secret: bool,
    closes_at: datetime,
) -> Post:
    """Publish a mandate or a wish in the name of ``body``, and call its members to vote on it. ``ref`` is
    that of the form: sent twice, it is one vote. Raises Invalid with what is wrong.
    """
    activity = writing.activity_with_phases(activity.pk)
    PUT_TO_VOTE.authorise(actor, activity)
    known = Post.objects.filter(ref=ref, activity=activity, kind__in=VOTED).first()
    if known is not None:
        nothing_changed()
        return known
    problems: list[Text] = []
    if body.process_id != activity.process_id or body.kind not in MEMBERS:
        problems.append(_("Choose the panel or one of its working groups."))
    said = writing.Wording.of(kind, title=title, text=text, language=language)
    said.check(activity, complete=True, others=problems)
    now = clock.now()
    post = Post(
        ref=ref,
        activity=activity,
        body=body,
        state=PostState.PUBLISHED,
        published_at=now,
        **said.columns(actor),
    )
    writing.keep(post, actor, now)
    voting.open_vote(
        actor=actor,
        post=post,
        body=body,
        majority=majority,
        quorum=quorum,
        secret=secret,
        closes_at=closes_at,
    )
    return post


@service(journal=VOTE_CLOSED)
def close_vote(*, actor: Actor, post: Post) -> None:
    """Count the vote on a mandate or a wish and publish its result. Raises Conflict before its time, and once
    it is closed."""
    post = writing.lock(post.pk)
    CLOSE_TEXT_VOTE.authorise(actor, post)
    voting.close_vote(actor=actor, decision=Decision.objects.get(post=post))


def close_votes() -> int:
    """Close the votes on mandates and wishes whose time has come. How many."""
    due = voting.over().filter(post__kind__in=VOTED, post__shown=True)
    return voting.close_each(due, lambda post: close_vote(actor=SYSTEM, post=post))

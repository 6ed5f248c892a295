"""Opening and closing a vote: what the services of capabilities do, under policies of their own, in services
that declare :data:`~isegoria.commons.decisions.journal.VOTE_OPENED` and ``VOTE_CLOSED``."""

import logging
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions import journal, notices
from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.decisions.models import Ballot, Decision, Elector
from isegoria.commons.decisions.rules import outcome_of
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts.journal import committed_text
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Body, Membership
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.record import record
from isegoria.core.texts import Text
from isegoria.kernel.tally import Counts, Outcome

logger = logging.getLogger(__name__)


def open_vote(
    *,
    actor: Actor,
    post: Post,
    body: Body,
    majority: str,
    quorum: str,
    secret: bool,
    closes_at: datetime,
) -> Decision:
    """Call the members of ``body`` to vote on ``post``, whose words must not change any more. Who can vote
    is fixed now. Raises Invalid with everything that is wrong."""
    now = clock.now()
    people = Membership.objects.running(now).filter(body=body).people()
    problems: list[Text] = []
    if majority not in Majority.values or quorum not in Quorum.values:
        problems.append(_("Choose a majority and a quorum."))
    if closes_at <= now:
        problems.append(_("Choose a closing date to come."))
    if not people:
        problems.append(_("Nobody sits in this body now: nobody could vote."))
    if problems:
        raise Invalid(_("The vote was not opened."), problems, code="vote")
    decision = Decision.objects.create(
        post=post,
        body=body,
        majority=majority,
        quorum=quorum,
        secret=secret,
        opened_at=now,
        closes_at=closes_at,
        members=len(people),
    )
    roll = (Elector(id=uuid4(), decision=decision, person_id=person) for person in people)
    Elector.objects.bulk_create(sorted(roll, key=lambda elector: elector.id))
    record(
        journal.VOTE_OPENED,
        subject=post.ref,
        facts={
            "decision": decision.ref,
            "body": body.ref,
            "majority": majority,
            "quorum": quorum,
            "ballot": "secret" if secret else "by_name",
            "members": len(people),
            "text": sha256(committed_text(post.title, post.text)).hexdigest(),
            "closes_at": closes_at,
        },
    )
    told = {person for person in people if person is not None}
    notify(notices.CALLED, told, about=decision.ref, title=post.title, actor=actor)
    return decision


def over() -> "QuerySet[Decision]":
    """The votes whose time has come and that nobody closed, in processes that run: a capability closes by
    itself those on its own texts."""
    return Decision.objects.filter(
        closed_at__isnull=True,
        closes_at__lte=clock.now(),
        post__activity__process__state=ProcessState.PUBLISHED,
    )


def close_each(due: "QuerySet[Decision]", close: Callable[[Post], object]) -> int:
    """Close the votes that are ``due`` by the service of a capability, each in its own transaction. How
    many were."""
    closed = 0
    for decision in due.select_related("post"):
        try:
            close(decision.post)
        except (Conflict, Refused):
            logger.info("somebody closed the vote %s meanwhile", decision.pk)
        else:
            closed += 1
    return closed


def close_vote(*, actor: Actor, decision: Decision) -> Outcome:
    """Count a vote, once: when its time has come or everybody has voted. Raises Conflict before."""
    decision = (
        Decision.objects.select_for_update(of=("self",)).select_related("post").get(pk=decision.pk)
    )
    if decision.closed_at is not None:
        raise Conflict(_("This vote is closed already."), code="closed")
    electors = Elector.objects.filter(decision=decision)
    if clock.now() < decision.closes_at and electors.filter(voted=False).exists():
        raise Conflict(
            _("The vote goes on: it can be closed when everybody has voted or its time has come."),
            code="open",
        )
    counts = counted(decision)
    outcome = outcome_of(decision.majority, decision.quorum, counts)
    decision.closed_at = clock.now()
    decision.agree, decision.disagree = counts.agree, counts.disagree
    decision.abstain, decision.adopted = counts.abstain, outcome.adopted
    decision.save(update_fields=["closed_at", "agree", "disagree", "abstain", "adopted"])
    record(
        journal.VOTE_CLOSED,
        subject=decision.post.ref,
        facts={
            "decision": decision.ref,
            "agree": counts.agree,
            "disagree": counts.disagree,
            "abstain": counts.abstain,
            "members": counts.members,
            "outcome": "adopted" if outcome.adopted else f"missed_{outcome.missed}",
        },
    )
    people = electors.filter(person__isnull=False).values_list("person_id", flat=True)
    told = {person for person in people if person is not None}
    notify(notices.DECIDED, told, about=decision.ref, title=decision.post.title, actor=actor)
    return outcome


def counted(decision: Decision) -> Counts:
    """What was cast. Only for a vote that is being closed, or is."""
    rows = (
        Ballot.objects.filter(decision=decision)
        if decision.secret
        else Elector.objects.filter(decision=decision, voted=True)
    )
    cast = dict(rows.values_list("choice").annotate(Count("pk")))
    return Counts(
        agree=cast.get(Choice.FOR, 0),
        disagree=cast.get(Choice.AGAINST, 0),
        abstain=cast.get(Choice.ABSTAIN, 0),
        members=decision.members,
    )

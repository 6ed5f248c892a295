"""After the answer: reports, reactions, opinions, reminders. Each service: lock, authorise, decide, write,
journal."""

import logging
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers import journal, notices, rules, writing
from isegoria.capabilities.answers.kinds import OPINION, REACTION
from isegoria.capabilities.answers.models import Answer, Demand, Milestone, Report
from isegoria.capabilities.answers.policies import (
    GIVE_OPINION,
    REACT_TO_ANSWER,
    WATCHERS,
)
from isegoria.capabilities.answers.policies import REPORT as MAY_REPORT
from isegoria.capabilities.answers.states import (
    DEMAND_MACHINE,
    MILESTONE_MACHINE,
    DemandState,
)
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.journal import COMMENT_PUBLISHED
from isegoria.commons.posts.models import Post, Relation
from isegoria.commons.posts.rules import tidy_line
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Body
from isegoria.commons.processes.roles import mandates_of
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service

logger = logging.getLogger(__name__)


@service(journal=journal.REPORTED)
def report(
    *,
    actor: Actor,
    milestone: Milestone,
    event: str,
    text: str,
    evidence: str = "",
    due_on: date | None = None,
) -> Report:
    """Say of a dated step how far it is (``tell``), that it is put off (``move``), done (``do``) or given
    up (``drop``). What was said before stays. Raises Invalid, or Conflict when it was closed meanwhile.
    """
    found = writing.milestones().get(pk=milestone.pk)
    demand = writing.lock_demand(found.commitment.answer.demand_id)
    milestone = writing.milestones().select_for_update(of=("self",)).get(pk=milestone.pk)
    MAY_REPORT.authorise(actor, milestone)
    state = MILESTONE_MACHINE.after(milestone.state, event)
    text = tidy_line(text)
    problems = rules.problems_of_report(event, text, due_on, milestone.due_on, writing.today())
    if problems:
        raise Invalid(_("Nothing was reported."), problems, code="report")
    former = milestone.due_on
    said = Report.objects.create(
        milestone=milestone,
        event=event,
        text=text,
        evidence=evidence,
        former_due_on=former if due_on else None,
        due_on=due_on,
        by_id=actor.person_id,
        at=clock.now(),
    )
    milestone.state, milestone.due_on = state, due_on or former
    milestone.save(update_fields=["state", "due_on"])
    kind = notices.DONE if _finished(demand) else notices.MOVED
    told = writing.who_waits(demand)
    notify(kind, told, about=demand.post.ref, title=title_of(demand.post), actor=actor)
    record(
        journal.REPORTED,
        subject=demand.post.ref,
        facts={
            "milestone": milestone.ref,
            "event": event,
            "due_on": milestone.due_on.isoformat(),
            "text": sha256(text.encode()).hexdigest(),
        },
    )
    return said


def _finished(demand: Demand) -> bool:
    """Note how a demand ends once no step is ahead; whether it is carried out, with nothing given up."""
    steps = set(
        Milestone.objects.filter(
            commitment__answer__demand=demand,
            commitment__answer__post__state=PostState.PUBLISHED,
        ).values_list("state", flat=True)
    )
    event = rules.how_it_ends(demand.state, steps)
    if event is None:
        return False
    demand.state = DEMAND_MACHINE.after(demand.state, event)
    demand.save(update_fields=["state"])
    return event == "finish"


@service(journal=COMMENT_PUBLISHED)
def react(*, actor: Actor, answer: Answer, text: str, language: str, ref: UUID) -> Post:
    """Say what one thinks of an answer, once. Raises Invalid, or Conflict for a second reaction."""
    answer = writing.lock_answer(answer.pk)
    REACT_TO_ANSWER.authorise(actor, answer)
    post, author_id = answer.post, posts.somebody(actor)
    known = Post.objects.filter(parent=post, kind=REACTION.code, author=author_id).first()
    if known is not None:
        if known.ref != ref:
            raise Conflict(
                _("You have reacted to this answer already: one reaction each. Nothing was added."),
                code="reacted",
            )
        nothing_changed()
        return known
    post.activity = posts.activity_with_phases(post.activity_id)
    said = posts.Wording.of(REACTION.code, text=text, language=language)
    said.check(post.activity, complete=True)
    reaction, _created = posts.publish_below(post, said, actor=actor, ref=ref)
    return reaction


@service(journal=journal.OPINION_GIVEN)
def give_opinion(*, actor: Actor, demand: Demand, text: str, language: str, ref: UUID) -> Post:
    """Publish what a body that watches thinks of an answer or of what is done. ``ref`` is that of the form:
    sent twice, it is published once. Raises Invalid."""
    demand = writing.lock_demand(demand.pk)
    GIVE_OPINION.authorise(actor, demand)
    known = Post.objects.filter(ref=ref, kind=OPINION.code).first()
    if known is not None:
        nothing_changed()
        return known
    activity, now = posts.activity_with_phases(demand.activity_id), clock.now()
    said = posts.Wording.of(OPINION.code, text=text, language=language)
    said.check(activity, complete=True)
    body = Body.objects.filter(
        pk__in=mandates_of(actor).bodies, kind__in=WATCHERS, process=activity.process
    ).earliest("position", "id")
    opinion = Post(
        ref=ref,
        activity=activity,
        body=body,
        author_id=posts.somebody(actor),
        state=PostState.PUBLISHED,
        published_at=now,
        visibility=Visibility.VISIBLE,
        **said.columns(actor),
    )
    posts.keep(opinion, actor, now)
    posts.link(opinion, demand.post, Relation.CITED_BY, "", actor)
    told = writing.who_waits(demand)
    notify(notices.MOVED, told, about=demand.post.ref, title=title_of(demand.post), actor=actor)
    record(
        journal.OPINION_GIVEN,
        subject=demand.post.ref,
        facts={
            "body": body.ref,
            "opinion": opinion.ref,
            "text": sha256(opinion.text.encode()).hexdigest(),
        },
    )
    return opinion


def warn() -> int:
    """Remind whoever owes an answer, fourteen days and three days before its date and when it has come.

    Each reminder is one transaction with its mark: cut anywhere, nobody is reminded twice. Answers with
    how many were sent.
    """
    now, sent = clock.now(), 0
    near = Demand.objects.filter(
        state__in=(DemandState.AWAITED, DemandState.STUDIED),
        due_at__lte=now + timedelta(days=max(rules.WARNINGS)),
    )
    for pk in near.values_list("pk", flat=True):
        with transaction.atomic():
            demand = writing.lock_demand(pk)
            warning = rules.warning_due(demand.due_at, now, demand.warned)
            if warning is None or demand.answered_at is not None:
                continue
            demand.warned = warning
            demand.save(update_fields=["warned"])
            people = writing.who_owes(demand)
            title = title_of(demand.post)
            notify(notices.NEAR, people, about=demand.post.ref, title=title, actor=SYSTEM)
            sent += 1
    logger.info("%s reminders of answers that are owed", sent)
    return sent

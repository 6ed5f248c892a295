"""From what is owed to a published answer. Each service: lock, authorise, decide, write, journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers import journal, notices, rules, writing
from isegoria.capabilities.answers.kinds import ANSWER
from isegoria.capabilities.answers.models import Answer, Commitment, Demand, Milestone
from isegoria.capabilities.answers.policies import ANSWER as MAY_ANSWER
from isegoria.capabilities.answers.policies import WRITE_ANSWER
from isegoria.capabilities.answers.queries import CAPABILITY
from isegoria.capabilities.answers.states import DEMAND_MACHINE, DemandState, Verdict
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.models import Post, Relation
from isegoria.commons.posts.rules import tidy_line
from isegoria.commons.posts.states import POST_MACHINE, Visibility
from isegoria.commons.processes.models import Activity, Body, BodyKind
from isegoria.commons.processes.roles import mandates_of
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service

_BEING_WRITTEN = Private("an answer is public once it is published")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an answer says: its verdict, its reasons, who is responsible. ``part``: what it is about, when
    that is not the whole; ``closes``: all that was asked is then answered; ``until``: studied until."""

    verdict: str
    text: str
    responsible: str
    part: str = ""
    closes: bool = True
    budget: str = ""
    until: date | None = None


def owe(post: Post, actor: Actor) -> None:
    """``post`` was handed over: from now on an answer is owed, by the date that the activity of answers of
    its process gives. Raises Conflict where the process has no such activity."""
    activity = (
        Activity.objects.select_related("process")
        .filter(process=post.activity.process_id, capability=CAPABILITY)
        .first()
    )
    if activity is None:
        raise Conflict(
            _(
                "Nothing was handed over: nobody has said yet by when the authority answers. An"
                " organiser adds the activity of its answers to this process first."
            ),
            code="no_answers",
        )
    _owed(actor=actor, post=post, activity=activity)


@service(journal=journal.OWED)
def _owed(*, actor: Actor, post: Post, activity: Activity) -> Demand:
    """Write that an answer is owed. The service that hands ``post`` over has authorised it."""
    day = writing.today() + timedelta(days=rules.days_of(activity.settings))
    due_at = writing.end_of_day(day)
    demand = Demand.objects.create(
        post=post, activity=activity, promised_at=due_at, due_at=due_at, handed_over_at=clock.now()
    )
    people = writing.seated(demand, BodyKind.AUTHORITY)
    notify(notices.OWED, people, about=post.ref, title=title_of(post), actor=actor)
    record(journal.OWED, subject=post.ref, facts={"activity": activity.ref, "due_at": due_at})
    return demand


@service(journal=_BEING_WRITTEN)
def begin_answer(*, actor: Actor, demand: Demand, terms: Terms, language: str, ref: UUID) -> Answer:
    """Begin an answer, which nobody but the authority reads before it is published. ``ref`` is that of the
    form: sent twice, it is one answer. Raises Invalid with everything that is wrong."""
    demand = writing.lock_demand(demand.pk)
    MAY_ANSWER.authorise(actor, demand)
    known = writing.answers().filter(post__ref=ref, demand=demand).first()
    if known is not None:
        nothing_changed()
        return known
    fields = _checked(demand, terms)
    said = posts.Wording.of(ANSWER.code, text=terms.text, language=language)
    said.check(posts.activity_with_phases(demand.activity_id), complete=False)
    post = Post.objects.create(
        ref=ref,
        activity=demand.activity,
        body=_authority(actor, demand),
        author_id=posts.somebody(actor),
        **said.columns(actor),
    )
    return Answer.objects.create(post=post, demand=demand, **fields)


@service(journal=_BEING_WRITTEN)
def change_answer(*, actor: Actor, answer: Answer, terms: Terms) -> Answer:
    """Change an answer that is not published. Raises Invalid."""
    answer = writing.lock_answer(answer.pk)
    WRITE_ANSWER.authorise(actor, answer)
    fields = _checked(answer.demand, terms)
    post = answer.post
    said = posts.Wording.of(ANSWER.code, text=terms.text, language=post.language)
    said.check(posts.activity_with_phases(post.activity_id), complete=False)
    post.text = said.text
    post.save(update_fields=["text"])
    for name, value in fields.items():
        setattr(answer, name, value)
    answer.save(update_fields=list(fields))
    return answer


def _checked(demand: Demand, terms: Terms) -> dict[str, Any]:
    """The columns of an answer. Raises Invalid with everything that is wrong but its reasons."""
    responsible = tidy_line(terms.responsible)
    until = None if terms.until is None else writing.end_of_day(terms.until)
    problems = rules.problems_of_answer(
        verdict=terms.verdict,
        until=until,
        responsible=responsible,
        due_at=demand.due_at,
        now=clock.now(),
    )
    if problems:
        raise Invalid(_("The answer was not kept."), problems, code="answer")
    return {
        "verdict": terms.verdict,
        "responsible": responsible,
        "part": tidy_line(terms.part),
        "closes": terms.closes and terms.verdict != Verdict.STUDY,
        "budget": tidy_line(terms.budget),
        "until": until,
    }


def _authority(actor: Actor, demand: Demand) -> Body:
    """The body for which the actor answers."""
    return Body.objects.filter(
        pk__in=mandates_of(actor).bodies,
        kind=BodyKind.AUTHORITY,
        process=demand.activity.process_id,
    ).earliest("position", "id")


@service(journal=_BEING_WRITTEN)
def commit(
    *, actor: Actor, answer: Answer, text: str, steps: Sequence[tuple[str, date | None]]
) -> Commitment:
    """Add to an answer what it promises, with its dated steps. Raises Invalid with all that is wrong."""
    answer = writing.lock_answer(answer.pk)
    WRITE_ANSWER.authorise(actor, answer)
    text = tidy_line(text)
    tidied = [(tidy_line(said), day) for said, day in steps]
    problems = rules.problems_of_steps(tidied, writing.today())
    if not text:
        problems.insert(0, _("Say what is promised."))
    if problems:
        raise Invalid(_("The commitment was not added."), problems, code="commitment")
    commitment = Commitment.objects.create(answer=answer, text=text)
    Milestone.objects.bulk_create(
        Milestone(commitment=commitment, text=said, due_on=day, promised_on=day)
        for said, day in tidied
        if said and day
    )
    return commitment


@service(journal=_BEING_WRITTEN)
def take_back(*, actor: Actor, answer: Answer, commitment: Commitment) -> None:
    """Take a commitment out of an answer that is not published."""
    answer = writing.lock_answer(answer.pk)
    WRITE_ANSWER.authorise(actor, answer)
    Commitment.objects.filter(pk=commitment.pk, answer=answer).delete()


@service(journal=_BEING_WRITTEN)
def throw_away(*, actor: Actor, answer: Answer) -> None:
    """Throw an answer away that was never published."""
    answer = writing.lock_answer(answer.pk)
    WRITE_ANSWER.authorise(actor, answer)
    answer.post.delete()


@service(journal=journal.ANSWERED)
def publish_answer(*, actor: Actor, answer: Answer) -> Answer:
    """Publish an answer, which then never changes. Whoever asked, whoever follows and whoever wrote what
    was asked rests on are told. Raises Invalid for an answer without reasons, or that accepts without
    saying what will be done and when.
    """
    answer = writing.lock_answer(answer.pk)
    WRITE_ANSWER.authorise(actor, answer)
    demand, post, now = answer.demand, answer.post, clock.now()
    steps = Milestone.objects.filter(commitment__answer=answer)
    problems = [
        *rules.problems_before_publishing(answer.verdict, post.text, len(steps)),
        *rules.problems_of_answer(
            verdict=answer.verdict,
            until=answer.until,
            responsible=answer.responsible,
            due_at=demand.due_at,
            now=now,
        ),
    ]
    if any(step.due_on < writing.today() for step in steps):
        problems.append(_("The date of a step has passed meanwhile: take it out and give another."))
    if problems:
        raise Invalid(_("The answer was not published."), problems, code="answer")
    post.state = POST_MACHINE.after(post.state, "publish")
    post.published_at, post.visibility = now, Visibility.VISIBLE
    posts.keep(post, actor, now)
    posts.link(post, demand.post, Relation.ANSWERED_BY, "", actor)
    _move(demand, answer, now)
    told = writing.who_waits(demand)
    notify(notices.ANSWERED, told, about=demand.post.ref, title=title_of(demand.post), actor=actor)
    record(
        journal.ANSWERED,
        subject=demand.post.ref,
        facts={
            "answer": post.ref,
            "verdict": answer.verdict,
            "whole": int(answer.closes),
            "commitments": answer.commitments.count(),
            "milestones": len(steps),
            "text": sha256(post.text.encode()).hexdigest(),
        },
    )
    return answer


def _move(demand: Demand, answer: Answer, now: datetime) -> None:
    """What a published answer changes in what is owed: all of it, its date, or a part and nothing."""
    if answer.until is not None:
        demand.state = DEMAND_MACHINE.after(demand.state, "study")
        demand.due_at, demand.warned = answer.until, None
    elif answer.closes:
        demand.state = DEMAND_MACHINE.after(demand.state, "answer")
        demand.answered_at = demand.answered_at or now
    elif demand.state in (DemandState.DONE, DemandState.ENDED):
        demand.state = DEMAND_MACHINE.after(demand.state, "answer")
    demand.save(update_fields=["state", "due_at", "warned", "answered_at"])

"""From the words of a group to the hands of the authority: reading, vote, report. Each service: lock,
authorise, decide, write, journal."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from isegoria.capabilities.drafting import journal, notices, writing
from isegoria.capabilities.drafting.kinds import MEASURE
from isegoria.capabilities.drafting.models import Amendment, Measure, Reference, Section, Writing
from isegoria.capabilities.drafting.policies import (
    CALL_VOTE,
    CLOSE_VOTE,
    OPEN_MEASURE,
    SUBMIT_MEASURES,
)
from isegoria.capabilities.drafting.report import report_digest
from isegoria.capabilities.drafting.rules import problems_of_sources
from isegoria.capabilities.drafting.states import MEASURE_MACHINE, MeasureState, Outcome
from isegoria.commons.decisions import voting
from isegoria.commons.decisions.journal import VOTE_CLOSED, VOTE_OPENED
from isegoria.commons.decisions.models import Decision
from isegoria.commons.notifications.notify import notify
from isegoria.commons.posts import writing as posts
from isegoria.commons.posts.handing import hand_over
from isegoria.commons.posts.journal import POST_PUBLISHED, committed_text
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.notices import BECAME, tell
from isegoria.commons.posts.states import POST_MACHINE, PostState, Visibility
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import service
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import number


@service(journal=POST_PUBLISHED)
def open_measure(*, actor: Actor, measure: Measure) -> Measure:
    """Let everybody read a measure while it is written. Raises Invalid while it has no words."""
    measure = writing.lock(measure.pk)
    OPEN_MEASURE.authorise(actor, measure)
    if not measure.post.text:
        raise Invalid(
            _("The measure was not opened."),
            [_("There is nothing to read in it yet.")],
            code="empty",
        )
    measure.state = MEASURE_MACHINE.after(measure.state, "open")
    measure.save(update_fields=["state"])
    _publish(measure.post, actor, clock.now())
    record(
        POST_PUBLISHED,
        subject=measure.post.ref,
        facts=posts.facts(measure.post),
        commits={"text": committed_text(measure.post.title, measure.post.text)},
    )
    return measure


def _publish(post: Post, actor: Actor, now: datetime) -> None:
    post.state = POST_MACHINE.after(post.state, "publish")
    post.published_at, post.visibility = now, Visibility.VISIBLE
    posts.keep(post, actor, now)
    cited = Source.objects.filter(post=post, relation=Relation.CITED_BY)
    for source in cited.select_related("origin"):
        tell(BECAME, source.origin, actor, author=True)


def problems_before_vote(measure: Measure) -> list[Text]:
    """Everything that stands against putting a measure to the vote. Four statements."""
    sections = list(Section.objects.filter(measure=measure))
    texts = {section.code: section.text for section in sections}
    references = Reference.objects.filter(measure=measure).values_list("number", flat=True)
    problems: list[Text] = [*problems_of_sources(texts, list(references))]
    waiting = Amendment.objects.filter(
        section__measure=measure, outcome=Outcome.WAITING, post__shown=True
    ).count()
    if waiting:
        sentence = ngettext(
            "%(number)s proposed change waits for an answer.",
            "%(number)s proposed changes wait for an answer.",
            waiting,
        )
        problems.append(sentence % {"number": number(waiting)})
    unsaved = Writing.objects.filter(section__measure=measure).select_related("section", "person")
    present = {section.pk: section for section in sections}
    problems += [
        _("%(name)s has words in “%(section)s” that are not saved.")
        % {"name": kept.person, "section": kept.section.get_code_display()}
        for kept in unsaved
        if kept.text != present[kept.section_id].text
    ]
    return problems


@service(journal=VOTE_OPENED)
def call_vote(
    *,
    actor: Actor,
    measure: Measure,
    majority: str,
    quorum: str,
    secret: bool,
    closes_at: datetime,
) -> Decision:
    """Put a measure to the vote of the body that wrote it. Its words no longer change, and everybody reads
    them. Raises Invalid with everything that stands against it: a paragraph that neither names a source
    nor is the panel's own, a proposed change without an answer, words that somebody has not saved.
    """
    measure = writing.lock(measure.pk)
    CALL_VOTE.authorise(actor, measure)
    if problems := problems_before_vote(measure):
        raise Invalid(_("The measure was not put to the vote."), problems, code="measure")
    measure.state = MEASURE_MACHINE.after(measure.state, "call_vote")
    measure.save(update_fields=["state"])
    Writing.objects.filter(section__measure=measure).delete()
    post = measure.post
    if post.state == PostState.DRAFT:
        _publish(post, actor, clock.now())
    if post.body is None:
        raise Conflict(_("Nobody is in charge of this measure any more."), code="body")
    return voting.open_vote(
        actor=actor,
        post=post,
        body=post.body,
        majority=majority,
        quorum=quorum,
        secret=secret,
        closes_at=closes_at,
    )


@service(journal=VOTE_CLOSED)
def close_vote(*, actor: Actor, measure: Measure) -> Measure:
    """Count the vote on a measure, publish its result, adopt it or not."""
    measure = writing.lock(measure.pk)
    CLOSE_VOTE.authorise(actor, measure)
    decision = Decision.objects.get(post=measure.post, closed_at__isnull=True)
    outcome = voting.close_vote(actor=actor, decision=decision)
    event = "adopt" if outcome.adopted else "reject"
    measure.state = MEASURE_MACHINE.after(measure.state, event)
    measure.save(update_fields=["state"])
    if outcome.adopted:
        post = measure.post
        notify(notices.ADOPTED, authors_behind(post), about=post.ref, title=post.title, actor=actor)
    return measure


def close_votes() -> int:
    """Close the votes on measures whose time has come. How many were."""
    due = voting.over().filter(post__kind=MEASURE.code).select_related("post__measure")
    return voting.close_each(due, lambda post: close_vote(actor=SYSTEM, measure=post.measure))


@service(journal=journal.MEASURES_HANDED_OVER)
def hand_measures_over(*, actor: Actor, activity: Activity) -> list[Measure]:
    """Hand every adopted measure of an activity over to the authority, numbered, in one report whose
    digest the public journal keeps. Whoever wrote what they rest on is told.

    Raises Invalid when none is adopted.
    """
    activity = posts.activity_with_phases(activity.pk)
    SUBMIT_MEASURES.authorise(actor, activity)
    adopted = Measure.objects.filter(post__activity=activity, state=MeasureState.ADOPTED)
    measures = [writing.lock(pk) for pk in adopted.order_by("pk").values_list("pk", flat=True)]
    if not measures:
        raise Invalid(
            _("Nothing was handed over."), [_("No measure is adopted and waiting.")], code="none"
        )
    known = Measure.objects.filter(post__activity=activity)
    last = known.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    for rank, measure in enumerate(measures, start=last + 1):
        measure.state = MEASURE_MACHINE.after(measure.state, "submit")
        measure.number, measure.handed_over_at = rank, now
        measure.save(update_fields=["state", "number", "handed_over_at"])
        hand_over(measure.post, actor)
        told = authors_behind(measure.post)
        notify(
            notices.HANDED_OVER, told, about=measure.post.ref, title=measure.post.title, actor=actor
        )
    record(
        journal.MEASURES_HANDED_OVER,
        subject=activity.ref,
        facts={"measures": len(measures), "report": report_digest(activity)},
    )
    return measures


def authors_behind(post: Post) -> set[UUID]:
    """Who wrote what a measure cites, and what was grouped in the ideas that it cites. One statement."""
    cited = Source.objects.filter(post=post, relation=Relation.CITED_BY).values("origin_id")
    grouped = Source.objects.filter(post__in=cited, relation=Relation.GROUPED_IN)
    authors: Iterable[UUID | None] = Post.objects.filter(
        pk__in=cited.union(grouped.values("origin_id"))
    ).values_list("author_id", flat=True)
    return {author for author in authors if author is not None}

"""Reads about answers: constant numbers of statements, frozen view models."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers import rules, writing
from isegoria.capabilities.answers.cards import (
    AnswerView,
    Choice,
    DemandCard,
    DemandPage,
    Said,
    Standing,
    VerdictView,
)
from isegoria.capabilities.answers.kinds import OPINION, REACTION
from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.capabilities.answers.states import DemandState, Verdict
from isegoria.capabilities.answers.step_queries import (
    NO_STEPS,
    commitment_views,
    commitments_with_reports,
    steps_of,
)
from isegoria.commons.posts.activities import activity_of
from isegoria.commons.posts.addresses import address_of_text, anchor
from isegoria.commons.posts.cards import author_of, opinions_of, title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.queries import own_positions
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity, Process
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import Text
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import Page, paginate

CAPABILITY = "answers"
answers_by_slugs = activity_of(CAPABILITY)
OWED = (DemandState.AWAITED, DemandState.STUDIED)
LATE = "late"
MOST_REACTIONS = 50
STATE_TAGS = {DemandState.DONE: "good", DemandState.ANSWERED: "open", DemandState.ENDED: "warn"}
VERDICT_TAGS = {
    Verdict.ACCEPTED: "good",
    Verdict.CHANGED: "good",
    Verdict.PARTLY: "warn",
    Verdict.REFUSED: "bad",
    Verdict.STUDY: "open",
}


def address_of_answers(activity: Activity) -> str:
    """The page of an activity of answers."""
    return reverse("answers:list", args=[activity.process.slug, activity.slug])


def demand_by_ref(_request: HttpRequest, ref: UUID) -> Demand:
    """The demand about the text ``ref``, with all that policies read. Two statements."""
    return get_object_or_404(writing.demands(), post__ref=ref)


def answer_by_ref(_request: HttpRequest, ref: UUID) -> Answer:
    """The answer whose text is ``ref``, with all that policies read. Three statements."""
    return get_object_or_404(writing.answers(), post__ref=ref)


def demand_of_answer(request: HttpRequest, ref: UUID) -> Demand:
    """The demand that the answer ``ref`` is about, which everybody may read."""
    answer = answer_by_ref(request, ref)
    if not answer.post.shown:
        raise Http404
    return demand_by_ref(request, answer.demand.post.ref)


def milestone_by_ref(_request: HttpRequest, ref: UUID) -> Milestone:
    """The dated step ``ref``, with all that policies read."""
    return get_object_or_404(writing.milestones(), ref=ref)


def shown_demands(activity: Activity) -> QuerySet[Demand]:
    """What was asked in an activity and can be read."""
    return Demand.objects.filter(activity=activity, post__visibility=Visibility.VISIBLE)


def handed_over(keys: Iterable[int]) -> QuerySet[Demand]:
    """What is owed to the texts ``keys``, where everybody may read it."""
    return Demand.objects.filter(post__in=keys, post__visibility=Visibility.VISIBLE).select_related(
        "post"
    )


def choices(activity: Activity, show: str) -> tuple[Choice, ...]:
    """The filters of the dashboard with their counts. One statement."""
    late = Q(state__in=OWED, due_at__lt=clock.now())
    counted = shown_demands(activity).aggregate(
        all=Count("pk"),
        late=Count("pk", filter=late),
        **{state: Count("pk", filter=Q(state=state)) for state in DemandState.values},
    )
    labels: dict[str, Text] = {
        "": _("All measures"),
        LATE: _("Late"),
        DemandState.AWAITED: _("Awaited"),
        DemandState.STUDIED: _("Under study"),
        DemandState.ANSWERED: _("Already answered"),
        DemandState.DONE: _("Carried out"),
        DemandState.ENDED: _("Over, not all done"),
    }
    return tuple(
        Choice(code, label, formatting.number(counted[code or "all"]), code == show)
        for code, label in labels.items()
    )


def dashboard(activity: Activity, *, show: str, cursor: str) -> Page[DemandCard]:
    """What was asked, by date, as ``show`` filters it. Three statements."""
    found = shown_demands(activity).select_related("post__body")
    if show == LATE:
        found = found.filter(state__in=OWED, due_at__lt=clock.now())
    elif show:
        found = found.filter(state=show)
    page = paginate(found, order=("due_at", "id"), cursor=cursor)
    verdicts, steps = verdicts_of(page.items), steps_of(page.items)
    return page.map(
        lambda demand: DemandCard(
            url=reverse("answers:demand", args=[demand.post.ref]),
            title=title_of(demand.post),
            language=demand.post.language,
            body=author_of(demand.post) if demand.post.body else None,
            standing=standing_of(demand),
            verdicts=verdicts.get(demand.pk, ()),
            **steps.get(demand.pk, NO_STEPS),
        )
    )


def verdicts_of(demands: Iterable[Demand]) -> dict[int, tuple[VerdictView, ...]]:
    """What each answer that everybody reads says, by demand, the first one first. One statement."""
    found: dict[int, tuple[VerdictView, ...]] = {}
    rows = Answer.objects.filter(demand__in=list(demands), post__shown=True).order_by("pk")
    for answer in rows:
        found[answer.demand_id] = (*found.get(answer.demand_id, ()), _verdict(answer))
    return found


def _verdict(answer: Answer) -> VerdictView:
    verdict = Verdict(answer.verdict)
    return VerdictView(verdict.label, VERDICT_TAGS[verdict], answer.part)


def standing_of(demand: Demand) -> Standing:
    """Where a demand stands today."""
    state = DemandState(demand.state)
    day = timezone.localtime(demand.due_at).date()
    due = rules.due(day, writing.today())
    owed = state in OWED
    late = owed and bool(due.late)
    return Standing(
        state=_("late") if late else state.label,
        tag="bad" if late else STATE_TAGS.get(state, ""),
        due=due.sentence if owed else "",
        due_date=formatting.date(day),
        due_iso=day.isoformat(),
        is_late=late,
    )


def demand_page(demand: Demand, actor: Actor) -> DemandPage:
    """The page of a demand. Eight statements."""
    post = demand.post
    found = (
        Answer.objects.filter(demand=demand, post__shown=True)
        .select_related("post__body", "post__author", "post__activity__process")
        .prefetch_related("post__activity__phases", commitments_with_reports())
        .order_by("post__published_at", "pk")
    )
    answers = list(found)
    positions = own_positions(actor, [answer.post for answer in answers])
    reactions, reacted = _reactions(answers), _reacted(answers, actor)
    now = clock.now()
    return DemandPage(
        ref=str(post.ref),
        title=title_of(post),
        language=post.language,
        url=address_of_text(post),
        body=author_of(post) if post.body else None,
        handed_over=formatting.date(demand.handed_over_at),
        standing=standing_of(demand),
        promised=formatting.date(demand.promised_at) if demand.promised_at != demand.due_at else "",
        answers=tuple(
            AnswerView(
                ref=str(answer.post.ref),
                anchor=anchor(answer.post),
                verdict=_verdict(answer),
                author=author_of(answer.post),
                text=render_markdown(answer.post.text, top_heading=3),
                language=answer.post.language,
                published=formatting.instant(answer.post.published_at or now),
                published_iso=(answer.post.published_at or now).isoformat(),
                responsible=answer.responsible,
                budget=answer.budget,
                until=formatting.date(answer.until) if answer.until else "",
                closes=answer.closes,
                commitments=commitment_views(answer),
                opinions=opinions_of(answer.post, actor, positions.get(answer.post_id), now),
                reactions=reactions.get(answer.post_id, ()),
                reaction_count=answer.post.comment_count,
                has_reacted=answer.post_id in reacted,
            )
            for answer in answers
        ),
        opinions=_opinions(demand),
    )


def _reactions(answers: Iterable[Answer]) -> dict[int, tuple[Said, ...]]:
    """The first reactions to some answers. One statement."""
    posts = Post.objects.filter(
        parent__in=[answer.post_id for answer in answers], kind=REACTION.code, shown=True
    )
    found: dict[int, tuple[Said, ...]] = {}
    rows = posts.select_related("author", "body").order_by("published_at", "pk")
    for post in rows[:MOST_REACTIONS]:
        if post.parent_id is not None:
            found[post.parent_id] = (*found.get(post.parent_id, ()), _said(post))
    return found


def _reacted(answers: Iterable[Answer], actor: Actor) -> set[int | None]:
    """The answers to which ``actor`` has reacted, shown or not. One statement, none for a visitor."""
    if actor.person_id is None:
        return set()
    keys = [answer.post_id for answer in answers]
    mine = Post.objects.filter(parent__in=keys, kind=REACTION.code, author=actor.person_id)
    return set(mine.values_list("parent_id", flat=True))


def _opinions(demand: Demand) -> tuple[Said, ...]:
    """What bodies that watch published of a demand. One statement."""
    posts = Post.objects.filter(sources__origin=demand.post_id, kind=OPINION.code, shown=True)
    return tuple(
        _said(post)
        for post in posts.select_related("author", "body").order_by("published_at", "pk")
    )


def _said(post: Post) -> Said:
    at = post.published_at or post.created_at
    return Said(
        anchor(post),
        author_of(post),
        render_markdown(post.text, top_heading=4),
        post.language,
        formatting.instant(at),
        at.isoformat(),
    )


def drafts_of(demand: Demand) -> tuple[str, ...]:
    """The references of the answers that are being written. One statement."""
    rows = Answer.objects.filter(demand=demand, post__state=PostState.DRAFT).order_by("pk")
    return tuple(str(ref) for ref in rows.values_list("post__ref", flat=True))


def answered_count(process: Process) -> int:
    """How many demands of a process are answered: for its public numbers."""
    answered = (DemandState.ANSWERED, DemandState.DONE, DemandState.ENDED)
    return Demand.objects.filter(activity__process=process, state__in=answered).count()

"""The latest answers and reports of an activity as an Atom feed."""

from isegoria.capabilities.answers.models import Answer, Report
from isegoria.capabilities.answers.queries import address_of_answers, answers_by_slugs
from isegoria.capabilities.answers.states import Verdict
from isegoria.capabilities.answers.step_queries import EVENTS
from isegoria.commons.posts.addresses import address_of_text
from isegoria.commons.posts.cards import title_of
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.processes.models import Activity
from isegoria.core.feeds.atom import Entry, Feed
from isegoria.core.feeds.views import feed_view
from isegoria.core.texts import pick
from isegoria.core.ui.markdown import plain

LATEST = 50


def _latest(activity: Activity) -> Feed:
    """Three statements at most."""
    answers = (
        Answer.objects.filter(demand__activity=activity, post__shown=True)
        .select_related("post__parent", "demand__post")
        .order_by("-post__published_at")[:LATEST]
    )
    reports = (
        Report.objects.filter(
            milestone__commitment__answer__demand__activity=activity,
            milestone__commitment__answer__post__shown=True,
        )
        .select_related(
            "milestone__commitment__answer__post", "milestone__commitment__answer__demand__post"
        )
        .order_by("-at")[:LATEST]
    )
    entries = [_of_answer(answer) for answer in answers] + [_of_report(one) for one in reports]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    return Feed(
        ref=activity.ref,
        title=f"{pick(activity.title)} – {pick(activity.process.title)}",
        address=address_of_answers(activity),
        entries=entries[:LATEST],
    )


def _of_answer(answer: Answer) -> Entry:
    post = answer.post
    return Entry(
        ref=post.ref,
        title=f"{title_of(answer.demand.post)} – {Verdict(answer.verdict).label}",
        address=address_of_text(post),
        updated=post.published_at or post.created_at,
        summary=plain(post.text),
    )


def _of_report(report: Report) -> Entry:
    step = report.milestone
    answer = step.commitment.answer
    return Entry(
        ref=report.ref,
        title=f"{title_of(answer.demand.post)} – {step.text} – {EVENTS[report.event]}",
        address=address_of_text(answer.post),
        updated=report.at,
        summary=report.text,
    )


ANSWERS_FEED = feed_view(LIST_POSTS, _latest, load=answers_by_slugs)

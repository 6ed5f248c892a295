"""Reads of moderation: a constant number of statements, frozen view models."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Case,
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from isegoria.commons.moderation.models import Appeal, Report, Ruling
from isegoria.commons.moderation.policies import DECIDE_APPEAL
from isegoria.commons.moderation.rules import is_late
from isegoria.commons.moderation.states import Act, AppealState, Reason
from isegoria.commons.posts.addresses import address_of
from isegoria.commons.posts.cards import kind_label, title_of
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.posts.writing import with_activity
from isegoria.commons.processes.models import Process
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import duration, instant
from isegoria.core.ui.markdown import render_markdown
from isegoria.core.ui.pagination import Page, paginate

PAGE_SIZE = 30
REPORTS_SHOWN = 30
"""Open reports of one text that a moderator reads in full; the rest is counted."""
_NEVER = Value(datetime(9999, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for a moderator."""

    title: str
    excerpt: str
    language: str
    kind: Text
    url: str
    why: Text
    reports: int
    age: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One decision, as the public log and the pages of a text show it."""

    ref: UUID
    act: Text
    reason: Text
    explanation: str
    when: str
    kind: Text
    url: str
    look_url: str
    appeal: "AppealLine | None"


@dataclass(frozen=True, slots=True)
class AppealLine:
    """What became of an appeal."""

    pk: int
    words: str
    state: Text
    is_open: bool
    explanation: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report, without who made it."""

    reason: Text
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class Item:
    """All that a moderator needs to decide about one text."""

    ref: UUID
    title: str
    text: SafeString
    raw: str
    language: str
    kind: Text
    url: str
    visibility: Text
    is_pending: bool
    is_hidden: bool
    reports: tuple[ReportLine, ...]
    more_reports: int
    rulings: tuple[Line, ...]
    author_hidden_before: int

    @property
    def appeal(self) -> AppealLine | None:
        """The appeal that waits, if there is one."""
        appeals = (ruling.appeal for ruling in self.rulings)
        return next((appeal for appeal in appeals if appeal and appeal.is_open), None)


def post_to_moderate(_request: HttpRequest, ref: UUID) -> Post:
    """The text at an address, with all that policies read."""
    return get_object_or_404(with_activity(Post.objects.filter(ref=ref)))


def ruling_by_ref(_request: HttpRequest, ref: UUID) -> Ruling:
    """The decision at an address."""
    return get_object_or_404(Ruling.objects.select_related("post__parent"), ref=ref)


def last_ruling_on(_request: HttpRequest, ref: UUID) -> Ruling:
    """The last decision about the text at an address."""
    found = Ruling.objects.select_related("post__parent").filter(post__ref=ref).last()
    if found is None:
        raise Http404
    return found


def appeal_by_pk(_request: HttpRequest, pk: int) -> Appeal:
    """The appeal at an address."""
    return get_object_or_404(
        Appeal.objects.select_related("ruling__post__activity__process", "ruling__post__parent"),
        pk=pk,
    )


def waiting_posts(process: Process) -> QuerySet[Post]:
    """The texts of a process that wait: ``since`` is when the oldest reason to look came."""
    reports = Report.objects.filter(ruling=None)
    appeals = Appeal.objects.filter(state=AppealState.OPEN)
    pending = Q(visibility=Visibility.PENDING)
    waits = Q(pk__in=appeals.values("ruling__post")) | (
        Q(state=PostState.PUBLISHED) & (pending | Q(pk__in=reports.values("post")))
    )
    return Post.objects.filter(waits, activity__process=process).annotate(
        open_reports=_of_post(reports, "post", Count("pk"), Value(0)),
        open_appeals=_of_post(appeals, "ruling__post", Count("pk"), Value(0)),
        since=Least(
            _of_post(reports, "post", Min("at"), _NEVER),
            _of_post(appeals, "ruling__post", Min("at"), _NEVER),
            Case(When(pending, then=F("published_at")), default=_NEVER),
        ),
    )


def _of_post(rows: QuerySet[Any], path: str, summary: Aggregate, otherwise: Value) -> Coalesce:
    """What ``rows`` say of each text, to which ``path`` leads from them."""
    of_post = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_post.annotate(found=summary).values("found")), otherwise)


def queue(process: Process, cursor: str = "") -> Page[Waiting]:
    """What waits in a process, longest first. One statement; the texts themselves are not read."""
    now = clock.now()
    posts = waiting_posts(process).defer("text")
    page = paginate(posts, order=("since", "id"), cursor=cursor, size=PAGE_SIZE)
    return page.map(lambda post: _waiting(post, now))


def _waiting(post: Post, now: datetime) -> Waiting:
    reports: int = post.open_reports  # type: ignore[attr-defined]  # annotated
    appeals: int = post.open_appeals  # type: ignore[attr-defined]  # annotated
    since: datetime = post.since  # type: ignore[attr-defined]  # annotated
    return Waiting(
        title=title_of(post),
        excerpt=post.excerpt if post.title else "",
        language=post.language,
        kind=kind_label(post),
        url=reverse("moderation:item", args=[post.ref]),
        why=_why(post, appeals),
        reports=reports,
        age=duration((now - since).total_seconds()),
        is_late=is_late(since, now),
    )


def _why(post: Post, appeals: int) -> Text:
    """What is asked of a moderator, beside the reports."""
    if appeals:
        return AppealState.OPEN.label
    return Visibility.PENDING.label if post.visibility == Visibility.PENDING else ""


def item(post: Post, actor: Actor) -> Item:
    """One text, the reports about it, what was decided before. Four statements."""
    reports = list(Report.objects.filter(post=post, ruling=None).order_by("at", "id"))
    hidden = Ruling.objects.filter(post__author=post.author_id, act=Act.HIDE).exclude(post=post)
    return Item(
        ref=post.ref,
        title=title_of(post),
        text=render_markdown(post.text),
        raw=post.text,
        language=post.language,
        kind=kind_label(post),
        url=address_of(post),
        visibility=Visibility(post.visibility).label,
        is_pending=post.visibility == Visibility.PENDING,
        is_hidden=post.visibility == Visibility.HIDDEN,
        reports=tuple(
            ReportLine(Reason(report.reason).label, report.words, instant(report.at))
            for report in reports[:REPORTS_SHOWN]
        ),
        more_reports=max(len(reports) - REPORTS_SHOWN, 0),
        rulings=tuple(line(ruling, actor) for ruling in rulings_of(post)),
        author_hidden_before=hidden.count() if post.author_id else 0,
    )


def rulings_of(post: Post) -> QuerySet[Ruling]:
    """What was decided about a text, latest first."""
    return _whole(Ruling.objects.filter(post=post)).order_by("-at", "-id")


def public_log(process: Process, cursor: str = "") -> Page[Line]:
    """Every decision about the texts of a process, latest first. One statement."""
    found = _whole(Ruling.objects.filter(post__activity__process=process))
    return paginate(found, order=("-at", "-id"), cursor=cursor, size=PAGE_SIZE).map(line)


def _whole(rulings: QuerySet[Ruling]) -> QuerySet[Ruling]:
    return rulings.select_related("appeal", "post__parent", "post__activity__process")


def line(ruling: Ruling, actor: Actor | None = None) -> Line:
    """One decision; what is said by an author in an appeal is shown to moderators alone."""
    post = ruling.post
    return Line(
        ref=ruling.ref,
        act=Act(ruling.act).label,
        reason=Reason(ruling.reason).label if ruling.reason else "",
        explanation=ruling.explanation,
        when=instant(ruling.at),
        kind=kind_label(post),
        url=address_of(post) if post.shown else "",
        look_url=reverse("moderation:item", args=[post.ref]),
        appeal=_appeal(ruling, actor),
    )


def _appeal(ruling: Ruling, actor: Actor | None) -> AppealLine | None:
    appeal = getattr(ruling, "appeal", None)
    if appeal is None:
        return None
    appeal.ruling = ruling
    return AppealLine(
        pk=appeal.pk,
        words=appeal.words if actor is not None else "",
        state=AppealState(appeal.state).label,
        is_open=appeal.state == AppealState.OPEN,
        explanation=appeal.explanation,
        may_decide=actor is not None and bool(DECIDE_APPEAL.decide(actor, appeal)),
    )


def oldest_waiting(process: Process) -> datetime | None:
    """Since when the oldest text of a process has been waiting. One statement."""
    found: dict[str, datetime | None] = waiting_posts(process).aggregate(oldest=Min("since"))
    return found["oldest"]


def how_many_wait(process: Process) -> int:
    """How many texts of a process wait. One statement."""
    return waiting_posts(process).count()

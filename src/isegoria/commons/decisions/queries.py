"""Reads about votes: frozen view models."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.decisions.kinds import DISSENTING
from isegoria.commons.decisions.models import Decision, Elector
from isegoria.commons.decisions.policies import DISSENT, VOTE
from isegoria.commons.decisions.rules import in_words, outcome_of
from isegoria.commons.posts.addresses import address_of_text, anchor
from isegoria.commons.posts.cards import Author, author_of
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.body_queries import name_in_public, unnamed_members
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import Text, language_of, pick
from isegoria.core.ui import formatting
from isegoria.core.ui.markdown import render_markdown
from isegoria.kernel.tally import Counts


@dataclass(frozen=True, slots=True)
class Tally:
    """How many voted one way, with its part of all who could vote."""

    label: Text
    count: str
    width: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dissent:
    """A dissenting opinion."""

    anchor: str
    author: Author
    text: SafeString
    language: str
    published: str
    published_iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A vote as pages show it. ``result`` and ``tallies`` are empty while it is open, and while it
    ``is_over`` and not counted yet."""

    ref: str
    url: str
    title: str
    language: str
    subject_url: str
    body: str
    body_language: str
    rule: Text
    quorum: Text
    secret: bool
    is_closed: bool
    is_over: bool
    adopted: bool
    closes: str
    turnout: str
    result: str
    tallies: tuple[Tally, ...]
    dissents: tuple[Dissent, ...]


@dataclass(frozen=True, slots=True)
class Voting:
    """What the reader can do in a vote."""

    may_vote: bool
    reason: Text
    has_voted: bool
    mine: int | None
    may_dissent: bool


def decision_by_ref(_request: HttpRequest, ref: UUID) -> Decision:
    """The vote at an address, with all that its policies and its page read."""
    return get_object_or_404(
        Decision.objects.select_related(
            "post__activity__process", "post__parent", "body"
        ).prefetch_related("post__activity__phases"),
        ref=ref,
    )


def decision_on(post: Post) -> Decision | None:
    """The last vote on a text. One statement."""
    found = Decision.objects.filter(post=post).select_related("body").order_by("-opened_at").first()
    if found is not None:
        found.post = post
    return found


def decision_view(decision: Decision) -> DecisionView:
    """A vote, ready to be shown. Four statements at most."""
    electors = Elector.objects.filter(decision=decision)
    voters = electors.aggregate(voters=Count("pk", filter=Q(voted=True)))["voters"]
    counts = _counts(decision)
    turnout = ngettext(
        "%(voters)s member of %(members)s voted",
        "%(voters)s members of %(members)s voted",
        voters,
    )
    return DecisionView(
        ref=str(decision.ref),
        url=reverse("decisions:decision", args=[decision.ref]),
        title=decision.post.title,
        language=decision.post.language,
        subject_url=address_of_text(decision.post),
        body=pick(decision.body.title),
        body_language=language_of(decision.body.title),
        rule=Majority(decision.majority).label,
        quorum=Quorum(decision.quorum).label,
        secret=decision.secret,
        is_closed=decision.closed_at is not None,
        is_over=decision.closed_at is None and decision.closes_at <= clock.now(),
        adopted=bool(decision.adopted),
        closes=formatting.instant(decision.closed_at or decision.closes_at),
        turnout=turnout
        % {
            "voters": formatting.number(voters),
            "members": formatting.number(decision.members),
        },
        result=in_words(outcome_of(decision.majority, decision.quorum, counts), counts)
        if counts
        else "",
        tallies=_tallies(decision, counts) if counts else (),
        dissents=_dissents(decision.post),
    )


def _counts(decision: Decision) -> Counts | None:
    if decision.agree is None or decision.disagree is None or decision.abstain is None:
        return None
    return Counts(decision.agree, decision.disagree, decision.abstain, decision.members)


def _tallies(decision: Decision, counts: Counts) -> tuple[Tally, ...]:
    names: dict[int, list[str]] = {}
    drawn: Counter[int] = Counter()
    if not decision.secret:
        unnamed = unnamed_members(decision.body)
        voted = Elector.objects.filter(decision=decision, voted=True).select_related("person")
        for elector in voted:
            if elector.person_id in unnamed:
                drawn[elector.choice or 0] += 1
            else:
                name = name_in_public(elector.person, unnamed)
                names.setdefault(elector.choice or 0, []).append(name)
    numbers = {
        Choice.FOR: counts.agree,
        Choice.AGAINST: counts.disagree,
        Choice.ABSTAIN: counts.abstain,
    }
    return tuple(
        Tally(
            choice.label,
            formatting.number(count),
            f"{100 * count / counts.members:.2f}%",
            (*sorted(names.get(choice.value, ())), *_not_named(drawn[choice.value])),
        )
        for choice, count in numbers.items()
    )


def _not_named(drawn: int) -> tuple[str, ...]:
    """Those who were drawn by lot and are not named, together."""
    if not drawn:
        return ()
    said = ngettext("%(number)s member drawn by lot", "%(number)s members drawn by lot", drawn)
    return (said % {"number": formatting.number(drawn)},)


def _dissents(post: Post) -> tuple[Dissent, ...]:
    opinions = Post.objects.filter(parent=post, kind=DISSENTING.code, shown=True)
    return tuple(
        Dissent(
            anchor=anchor(opinion),
            author=author_of(opinion),
            text=render_markdown(opinion.text, top_heading=4),
            language=opinion.language,
            published=formatting.date(opinion.published_at or opinion.created_at),
            published_iso=(opinion.published_at or opinion.created_at).isoformat(),
        )
        for opinion in opinions.select_related("author", "body").order_by("published_at", "pk")
    )


def voting_of(decision: Decision, actor: Actor) -> Voting:
    """What ``actor`` can do in a vote. Three statements."""
    may_vote = VOTE.decide(actor, decision)
    mine = (
        Elector.objects.filter(decision=decision, person_id=actor.person_id).first()
        if actor.person_id is not None
        else None
    )
    has_voted = mine is not None and mine.voted
    return Voting(
        may_vote=bool(may_vote) and not (decision.secret and has_voted),
        reason="" if may_vote or mine is None else may_vote.reason,
        has_voted=has_voted,
        mine=mine.choice if mine is not None else None,
        may_dissent=bool(DISSENT.decide(actor, decision)),
    )

"""The vote of the council, measure by measure and by name, and the report that is handed over."""

from datetime import timedelta
from uuid import uuid4

from isegoria.capabilities.drafting import adopting
from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.decisions.models import Decision
from isegoria.commons.decisions.services import publish_dissent, vote_by_name
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.site.demonstration.cast import ARIANE, actor_of
from isegoria.site.demonstration.chapters import Chapter, chapters
from isegoria.site.demonstration.council_draw import members
from isegoria.site.demonstration.council_plan import SLUG, VOTE
from isegoria.site.demonstration.council_work import measure_of
from isegoria.site.demonstration.preparing import activity_of
from isegoria.site.demonstration.stage import Stage, later


def vote(stage: Stage) -> None:
    """The last session: each measure needs two thirds, and whoever disagrees may say why beside it."""
    seats, organiser = members(), actor_of(ARIANE)
    told = chapters()
    for chapter, _at in zip(told, stage.moments(VOTE, VOTE + 2, len(told)), strict=True):
        _vote_on(chapter, seats, organiser)


def _vote_on(chapter: Chapter, seats: list[Actor], organiser: Actor) -> None:
    measure = measure_of(chapter)
    decision = adopting.call_vote(
        actor=organiser,
        measure=measure,
        majority=Majority.TWO_THIRDS,
        quorum=Quorum.TWO_THIRDS,
        secret=False,
        closes_at=clock.now() + timedelta(hours=3),
    )
    for rank, member in enumerate(seats):
        with later(2 * rank):
            vote_by_name(actor=member, decision=decision, choice=_choice(chapter, rank))
    with later(55):
        _dissent(chapter, decision, seats)
        adopting.close_vote(actor=organiser, measure=measure)


def _choice(chapter: Chapter, member: int) -> Choice:
    if member in chapter.against:
        return Choice.AGAINST
    return Choice.ABSTAIN if member in chapter.abstain else Choice.FOR


def _dissent(chapter: Chapter, decision: Decision, seats: list[Actor]) -> None:
    for told in chapter.dissents:
        publish_dissent(
            actor=seats[told.member],
            decision=decision,
            text=told.text.strip(),
            language="fr",
            ref=uuid4(),
        )


def hand_over(_stage: Stage) -> None:
    """The ten measures are handed over in one report, whose digest the public journal keeps."""
    adopting.hand_measures_over(actor=actor_of(ARIANE), activity=activity_of(SLUG, "drafting"))

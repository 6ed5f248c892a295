"""Who is asked how often to hear of what: everybody of what may happen to them, a mandate of its own news."""

import pytest

from isegoria.commons.processes.models import BodyKind, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor
from isegoria.core.registry import notice_kinds

VOTES = {"decisions.called", "decisions.decided"}
MEASURES = {"drafting.proposed"}
ANSWERS = {"answers.owed", "answers.near"}
QUEUE = {"moderation.queue_waits"}
ASKED: dict[str, set[str]] = {
    TeamRole.ORGANISER: {*QUEUE, "answers.near", "lottery.seat_empty"},
    TeamRole.FACILITATOR: set(),
    TeamRole.MODERATOR: QUEUE,
    TeamRole.AGENT: set(),
    TeamRole.OBSERVER: set(),
    BodyKind.PANEL: VOTES | MEASURES,
    BodyKind.WORKING_GROUP: VOTES | MEASURES,
    BodyKind.MIRROR_GROUP: VOTES,
    BodyKind.GUARANTORS: VOTES,
    BodyKind.EXPERTS: VOTES,
    BodyKind.AUTHORITY: VOTES | ANSWERS,
}
"""The news that each mandate adds to what everybody is asked about."""


def asked(mandates: Mandates) -> set[str]:
    """The kinds of news that concern whoever holds ``mandates``."""
    actor = Actor(roles={ROOM: mandates})
    return {code for code, kind in notice_kinds().items() if kind.concerns(actor)}


def holding(which: str) -> Mandates:
    """One running mandate: a role in a team, or a seat."""
    is_role = which in TeamRole.values
    kind = BodyKind.TEAM if is_role else which
    team = {1: frozenset({which})} if is_role else {}
    return Mandates(team=team, bodies=frozenset({1}), kinds={kind: frozenset({1})})


def test_without_a_mandate_one_is_asked_about_nothing_of_the_teams() -> None:
    nobody = asked(Mandates(team={}, bodies=frozenset()))
    assert notice_kinds().keys() - nobody == set().union(*ASKED.values())


@pytest.mark.parametrize("which", ASKED)
def test_a_mandate_adds_its_own_news(which: str) -> None:
    nobody = asked(Mandates(team={}, bodies=frozenset()))
    assert asked(holding(which)) - nobody == ASKED[which]

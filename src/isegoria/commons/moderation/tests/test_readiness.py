"""Where people write, somebody moderates and somebody else can decide an appeal."""

import pytest

from isegoria.commons.moderation.readiness import lacks_of_moderators
from isegoria.commons.moderation.tests.support import team_member
from isegoria.commons.people.models import Account
from isegoria.commons.posts.tests.support import World, account
from isegoria.commons.processes.models import Activity, Membership, TeamRole
from isegoria.commons.processes.readiness import missing


def test_one_person_looks_and_another_decides_appeals(place: World) -> None:
    team_member(place, "Olga", TeamRole.ORGANISER)
    assert len(lacks_of_moderators(place.process)) == 1, "nobody moderates"
    team_member(place, "Mona")
    assert len(lacks_of_moderators(place.process)) == 1, "nobody else could decide an appeal"
    team_member(place, "Max")
    assert not lacks_of_moderators(place.process)
    Membership.objects.filter(role=TeamRole.MODERATOR).delete()
    (lack,) = [each for each in missing(place.process) if "equipe" in each.url]
    assert lack.sentence == lacks_of_moderators(place.process)[0]


def test_an_administrator_can_decide_appeals_and_does_not_replace_a_moderator(place: World) -> None:
    boss = account("boss@exemple.test", "Boss")
    Account.objects.filter(pk=boss.pk).update(is_administrator=True)
    assert len(lacks_of_moderators(place.process)) == 1
    team_member(place, "Mona")
    assert not lacks_of_moderators(place.process)


@pytest.mark.usefixtures("place")
def test_dates_and_meetings_want_no_moderator() -> None:
    Activity.objects.update(capability="processes")
    (activity,) = Activity.objects.select_related("process")
    assert not lacks_of_moderators(activity.process)

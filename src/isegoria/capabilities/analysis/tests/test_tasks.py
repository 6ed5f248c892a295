"""When maps are drawn: on demand, each hour while positions open where the team wants it, once after."""

from datetime import timedelta

from django.test import Client

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.tasks import draw_map, renew
from isegoria.capabilities.analysis.tests import support
from isegoria.commons.posts.tests.support import CLOSES, NOW, World, text_of
from isegoria.core import clock
from isegoria.core.tasks import worker
from isegoria.core.tasks.models import Run


def test_each_hour_while_open_then_once_and_never_again(drawn: World) -> None:
    assert renew() == 0
    Analysis.objects.update(hourly=True)
    assert renew() == 1
    assert renew() == 1
    assert Run.objects.filter(function=draw_map.path).count() == 1
    worker.drain()
    after = CLOSES + timedelta(minutes=5)
    with clock.frozen(after):
        assert renew() == 1
        worker.drain()
        assert Analysis.objects.get().mapped_at == after
        assert renew() == 0


def test_an_archived_process_is_left_alone(drawn: World) -> None:
    Analysis.objects.update(hourly=True)
    drawn.process.state = "archived"
    drawn.process.save()
    assert renew() == 0


def test_the_team_chooses_and_asks(place: World, team: Client) -> None:
    support.people(support.texts(place))
    answer = team.post(
        f"{support.MANAGE}textes/plan/", {"textes-hourly": "on", "textes-votes_published": "on"}
    )
    assert answer.status_code == 302
    kept = Analysis.objects.get()
    assert (kept.hourly, kept.votes_published, kept.mapped_at) == (True, True, None)
    first = team.post(f"{support.MANAGE}textes/map/")
    assert team.post(f"{support.MANAGE}textes/map/")["Location"] == first["Location"]
    assert "Waiting" in text_of(team.get(support.MANAGE))
    worker.drain()
    kept.refresh_from_db()
    assert (kept.hourly, kept.mapped_at) == (True, NOW)
    page = text_of(team.get(support.MANAGE))
    assert "36 people, 324 positions, 10 texts" in page


def test_a_map_that_somebody_else_asked_for_is_told_and_not_shown(
    drawn: World, team: Client
) -> None:
    Analysis.objects.update(hourly=True)
    renew()
    answer = team.post(f"{support.MANAGE}textes/map/")
    assert answer["Location"] == support.MANAGE
    assert "being computed already" in text_of(team.get(support.MANAGE))

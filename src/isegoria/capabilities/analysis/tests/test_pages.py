"""The page of results and its files: honest without a map, and silent while results are hidden."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.tests import support
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import NOW, World, account, text_of
from isegoria.core import clock
from isegoria.core.post_kinds import PostKind, Results
from isegoria.core.tasks.models import Run

RESULTS = support.RESULTS
CSV, JSON, VOTES = (
    f"/en/analysis/eau/textes/{name}" for name in ("opinion.csv", "map.json", "votes.csv")
)


def body(answer: Any) -> str:
    """What an answer holds, to its end."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(whole).decode()


def answers(reader: Client) -> list[int]:
    """What each file answers."""
    found = [reader.get(file) for file in (CSV, JSON, VOTES)]
    for one in found:
        body(one)
    return [one.status_code for one in found]


def shows(monkeypatch: pytest.MonkeyPatch, results: Results) -> None:
    """Make the results of the plain texts wait."""
    monkeypatch.setattr(PostKind, "within", lambda kind, _activity: replace(kind, results=results))


def test_before_the_first_map_the_page_says_so(place: World, client: Client) -> None:
    page = client.get(RESULTS)
    assert page.status_code == 200
    assert "No map was drawn yet" in text_of(page)
    assert answers(client) == [404] * 3


def test_the_map_has_a_table_and_what_unites_comes_first(drawn: World, client: Client) -> None:
    page = text_of(client.get(RESULTS))
    assert "36 people" in page
    assert "opinion.dictionary.csv" in page
    assert page.index("What most people agree on") < page.index("What every group tends")
    assert page.index("What every group tends") < page.index('id="map"')
    assert page.index('id="map"') < page.index("What divides most")
    for letter in "ABC":
        assert f"Group {letter}: 12 people (33%)" in page
    assert page.count('<path class="group-') == 6 + 3
    assert "nearly the same groups came out" in page
    assert "style=" not in page
    assert "This map means little" not in page
    assert "you alone see it" not in page


def test_too_few_people_is_a_sentence_and_no_figures(place: World, client: Client) -> None:
    from isegoria.capabilities.analysis.tasks import draw_map
    from isegoria.core.tasks.progress import SILENT

    support.people(support.texts(place), 5)
    draw_map(SILENT, activity_id=place.activity.pk)
    page = text_of(client.get(RESULTS))
    assert "A map is shown from 20 such people on" in page
    assert "Proposition" not in page


def test_a_map_that_means_little_says_so_before_anything_else(drawn: World, client: Client) -> None:
    kept = Analysis.objects.get()
    kept.findings["doubts"] = ["few_people", "noise", "little", "unstable", "blurred", "one_axis"]
    kept.findings["stability"] = 0.4
    first, second, *_others = kept.findings["agreed"]
    kept.findings["agreed"] = [{**first, "count": 4, "seen": 4}, {**second, "count": 5, "seen": 5}]
    kept.save()
    page = text_of(client.get(RESULTS))
    assert "5 of 5 agree" in page
    assert "4 of 4 agree" not in page
    assert page.index("This map means little") < page.index("What most people agree on")
    assert "Only 36 people are on the map" in page
    assert "Do not rely on these." in page
    assert "{" not in page[page.index("<main") : page.index("</main")]


def test_a_hidden_text_is_gone_from_the_page_and_the_files_at_once(
    drawn: World, client: Client
) -> None:
    assert "Proposition 0" in text_of(client.get(RESULTS))
    Post.objects.filter(title="Proposition 0").update(visibility="hidden")
    for file in (RESULTS, CSV):
        said = body(client.get(file))
        assert "Proposition 0" not in said
        assert "Proposition 1" in said


def test_the_reader_alone_sees_where_they_are(drawn: World, client: Client) -> None:
    mine = account()
    Stance.objects.bulk_create(
        Stance(post=post, person_id=mine.person_id, value=value)
        for post, value in zip(Post.objects.order_by("pk"), support.CURRENTS[1], strict=True)
    )
    other = Client()
    other.force_login(account("d@exemple.test", "Dominique"))
    client.force_login(mine)
    own, strange = client.get(RESULTS), other.get(RESULTS)
    assert "you alone see it" in text_of(own)
    assert 'class="me"' in text_of(own)
    assert "no-store" in own["Cache-Control"] or "private" in own["Cache-Control"]
    assert 'class="me"' not in text_of(strange)


def test_until_the_end_nobody_sees_anything(
    drawn: World, client: Client, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows(monkeypatch, Results.AT_THE_END)
    Analysis.objects.update(votes_published=True)
    for reader in (client, team):
        page = text_of(reader.get(RESULTS))
        assert "Everybody will see the results at the end" in page
        assert "Proposition" not in page
        assert "<path" not in page[page.index("<main") : page.index("</main")]
        assert answers(reader) == [403] * 3
    with clock.frozen(NOW + timedelta(days=11)):
        assert "Proposition 0" in text_of(client.get(RESULTS))
        assert answers(client) == [200] * 3


def test_until_one_voted_only_the_texts_one_voted_on_are_told(
    drawn: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows(monkeypatch, Results.AFTER_VOTING)
    page = text_of(client.get(RESULTS))
    assert "Proposition" not in page
    assert "take a position on them to see which" in page
    assert "Group A: 12 people" in page
    assert "Check it yourself" not in page
    mine = account()
    client.force_login(mine)
    one = Post.objects.get(title="Proposition 0")
    Stance.objects.create(post=one, person_id=mine.person_id, value=1)
    page = text_of(client.get(RESULTS))
    assert "Proposition 0" in page
    assert "Proposition 1" not in page


def test_positions_leave_only_where_the_team_said_so(drawn: World, client: Client) -> None:
    assert client.get(VOTES).status_code == 403
    assert VOTES not in text_of(client.get(RESULTS))
    Analysis.objects.update(votes_published=True)
    page = client.get(VOTES)
    assert page.status_code == 200
    assert body(page).startswith("voter-id,comment-id,vote\n")
    assert VOTES in text_of(client.get(RESULTS))


def test_the_files_hold_the_figures_and_no_person(drawn: World, client: Client) -> None:
    assert client.get(JSON).json()["kept"] == 36
    table = body(client.get(CSV))
    assert len(table.splitlines()) == 11
    head = table.splitlines()[0].split(",")
    assert head[:5] == ["ref", "title", "agree", "neutral", "disagree"]
    assert "group_c_agree" in head
    assert not any(str(person) in table for person in Person.objects.values_list("pk", flat=True))


def test_a_failed_run_leaves_the_last_map_where_it_is(
    drawn: World, client: Client, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from isegoria.capabilities.analysis import tasks
    from isegoria.core.tasks import worker

    def broken(*_args: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(tasks, "opinion_map", broken)
    before = text_of(client.get(RESULTS))
    answer = team.post(f"{support.MANAGE}textes/map/")
    assert answer["Location"].startswith("/en/background/")
    worker.drain()
    assert Run.objects.filter(function=tasks.draw_map.path).get().state == "failed"
    assert text_of(client.get(RESULTS)) == before
    assert "Failed" in text_of(team.get(support.MANAGE))


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_takes_the_same_statements_whatever_there_is(
    drawn: World, client: Client, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(account())

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(RESULTS).status_code == 200
        return len(statements)

    asked()
    before = asked()
    support.texts(drawn, 3)
    assert asked() == before


def test_an_activity_without_disagreement_has_no_results(
    place: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.activity.capability = "lottery"
    place.activity.save()
    assert client.get(RESULTS).status_code == 404


def test_a_process_that_is_not_published_has_no_results_for_others(
    drawn: World, client: Client, team: Client
) -> None:
    drawn.process.state = "draft"
    drawn.process.save()
    assert client.get(RESULTS).status_code == 404
    assert team.get(RESULTS).status_code == 200

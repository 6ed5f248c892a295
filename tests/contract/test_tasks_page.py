"""The page of a background run, as the person who asked for it sees it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.commons.people.models import Account
from isegoria.core.actor import Actor
from isegoria.core.tasks import worker
from isegoria.core.tasks.erasure import erase_runs
from isegoria.core.tasks.execution import claim
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import RunState
from tests.contract import tasks_functions as functions

pytestmark = pytest.mark.django_db


def signed_in(email: str, **fields: bool) -> tuple[Client, Account]:
    account = Account.objects.create_user(email, **fields)
    client = Client()
    client.force_login(account)
    return client, account


@pytest.fixture
def asked():
    """A client, and the run its person asked for."""
    client, account = signed_in("one@example.org")
    actor = Actor(person_id=account.person_id)
    run_id = functions.walk.enqueue(
        tag="a", steps=4, pause=0, requested_by=actor, label="Walking the dog", return_to="/there/"
    )
    return client, run_id


def address(run_id, name="run") -> str:
    return reverse(f"tasks:{name}", args=[run_id])


def test_it_shows_how_far_the_run_is_and_offers_to_cancel(asked):
    client, run_id = asked
    claim(run_id)
    Run.objects.update(done=1, total=4)
    page = client.get(address(run_id)).content.decode()
    assert "Walking the dog" in page
    assert 'value="1" max="4"' in page
    assert f'action="{address(run_id, "cancel")}"' in page
    assert "/there/" not in page


def test_when_done_it_leads_to_the_result(asked):
    client, run_id = asked
    worker.drain()
    page = client.get(address(run_id)).content.decode()
    assert 'href="/there/"' in page
    assert address(run_id, "cancel") not in page


def test_a_page_that_polls_loads_itself_anew_when_all_is_over(asked):
    client, run_id = asked
    polled = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(address(run_id), headers=polled)
    worker.drain()
    assert client.get(address(run_id), headers=polled)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(address(run_id))


def test_a_failure_is_told_in_a_sentence(asked):
    client, run_id = asked
    Run.objects.update(state=RunState.FAILED, error="The file holds no line.")
    assert "The file holds no line." in client.get(address(run_id)).content.decode()


def test_cancelling_is_a_post_that_leads_back_to_the_page(asked):
    client, run_id = asked
    assert client.get(address(run_id, "cancel")).status_code == 405
    for _time in range(2):
        response = client.post(address(run_id, "cancel"))
        assert (response.status_code, response["Location"]) == (302, address(run_id))
    assert Run.objects.get().state == RunState.CANCELLED


def test_a_run_that_is_stopping_says_so(asked):
    client, run_id = asked
    claim(run_id)
    client.post(address(run_id, "cancel"))
    page = client.get(address(run_id)).content.decode()
    assert address(run_id, "cancel") not in page
    assert _("It will stop at its next step. What is already saved is kept.") in page


def test_to_everybody_else_it_does_not_exist(asked):
    _client, run_id = asked
    other, _account = signed_in("other@example.org")
    nowhere = "00000000-0000-4000-8000-000000000000"
    for visitor in (Client(), other):
        pages = [visitor.get(address(key)) for key in (run_id, nowhere)]
        assert [page.status_code for page in pages] == [404, 404]
        posts = [visitor.post(address(key, "cancel")) for key in (run_id, nowhere)]
        expected = 404 if visitor is other else 302  # nobody may post anything: sign in first
        assert [answer.status_code for answer in posts] == [expected, expected]
    assert Run.objects.get().state == RunState.WAITING


def test_a_person_who_is_forgotten_leaves_their_runs_without_a_name(asked):
    client, run_id = asked
    erase_runs(Run.objects.get().requested_by)
    assert Run.objects.get().requested_by is None
    assert client.get(address(run_id)).status_code == 404


def test_work_that_nobody_asked_for_is_for_administrators_alone():
    run_id = functions.mark.enqueue(tag="a")
    administrator, _account = signed_in("admin@example.org", is_administrator=True)
    assert administrator.get(address(run_id)).status_code == 200
    assert Client().get(address(run_id)).status_code == 404


def test_the_page_costs_a_constant_number_of_statements(asked, django_assert_max_num_queries):
    client, run_id = asked
    with django_assert_max_num_queries(5):
        client.get(address(run_id))

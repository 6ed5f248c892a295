"""Who is counted with whom, on which windows, and what a visitor cannot choose."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from isegoria.commons.abuse.counters import MEMORY, Memory
from isegoria.commons.abuse.limiting import TooManyError, hold
from isegoria.commons.abuse.rules import DAY, HOUR, MINUTE, Limit, Rate, windows
from isegoria.commons.abuse.tests.support import STREET, sent
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor, Channel

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WIDE = windows(100, MINUTE, 1_000, DAY)
LIMIT = Limit("test", person=windows(3, MINUTE, 5, HOUR), address=WIDE, network=WIDE)
STREETS = Limit("test", address=windows(3, MINUTE, 50, DAY), network=windows(6, MINUTE, 90, DAY))


def somebody() -> Actor:
    """One more person."""
    return Actor(person_id=uuid4())


def passes(limit: Limit, actor: Actor = ANONYMOUS, **where: str) -> bool:
    """Whether one act goes through."""
    try:
        hold(sent(actor, **where), limit)
    except TooManyError:
        return False
    return True


def test_a_burst_and_patience_are_both_stopped_and_the_page_says_until_when() -> None:
    person = somebody()
    with clock.frozen(NOON):
        assert [passes(LIMIT, person) for _act in range(4)] == [True, True, True, False]
        with pytest.raises(TooManyError) as refusal:
            hold(sent(person), LIMIT)
        assert refusal.value.until == NOON + timedelta(minutes=1)
    with clock.frozen(NOON + timedelta(minutes=1)), pytest.raises(TooManyError) as refusal:
        hold(sent(person), LIMIT)
    assert refusal.value.until == NOON + timedelta(hours=1)
    with clock.frozen(NOON + timedelta(hours=1)):
        assert passes(LIMIT, person)


def test_one_person_does_not_use_up_what_another_may_do() -> None:
    tired = somebody()
    for _act in range(4):
        passes(LIMIT, tired)
    assert not passes(LIMIT, tired)
    assert passes(LIMIT, somebody())


def test_many_persons_at_one_address_are_counted_together() -> None:
    assert [passes(STREETS, somebody()) for _act in range(5)] == [True] * 3 + [False] * 2
    assert passes(STREETS, somebody(), address="198.51.100.1")


@pytest.mark.parametrize(
    ("neighbours", "beyond"),
    [("203.0.113.{}", "203.0.114.1"), ("2001:db8:1:2:{}::1", "2001:db8:1:3::1")],
)
def test_many_addresses_of_one_network_are_counted_together(neighbours: str, beyond: str) -> None:
    answers = [passes(STREETS, address=neighbours.format(rank)) for rank in range(1, 10)]
    assert answers == [True] * 6 + [False] * 3
    assert passes(STREETS, address=beyond)


def test_what_a_visitor_writes_into_x_forwarded_for_is_ignored_without_a_proxy() -> None:
    answers = [passes(STREETS, forwarded=f"198.51.{rank}.1") for rank in range(5)]
    assert answers == [True] * 3 + [False] * 2


def test_behind_one_proxy_only_the_address_that_it_adds_is_believed(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxied = {"address": "10.0.0.1"}
    answers = [
        passes(STREETS, forwarded=f"198.51.{rank}.1, {STREET}", **proxied) for rank in range(5)
    ]
    assert answers == [True] * 3 + [False] * 2
    assert passes(STREETS, forwarded=f"{STREET}, 198.51.100.1", **proxied)


def test_a_network_without_limit_counts_its_persons_only(settings: Settings) -> None:
    settings.NETWORKS_WITHOUT_LIMIT = ["203.0.113.0/24"]
    assert all(passes(STREETS) for _act in range(20))
    person = somebody()
    assert [passes(LIMIT, person) for _act in range(4)] == [True] * 3 + [False]


def test_what_an_agent_types_from_paper_is_not_counted() -> None:
    helped = Actor(person_id=uuid4(), channel=Channel.PAPER, entered_by=uuid4())
    assert all(passes(LIMIT, helped) for _act in range(20))


def test_an_operator_s_number_holds(settings: Settings) -> None:
    follow = Limit("follow", person=windows(60, MINUTE, 500, DAY))
    settings.LIMITS = ["follow.person=2/60"]
    person = somebody()
    assert [passes(follow, person) for _act in range(3)] == [True, True, False]


def test_a_mistyped_number_stops_the_site_from_opening(settings: Settings) -> None:
    assert not [error for error in run_checks() if str(error.id).startswith("abuse.")]
    settings.LIMITS = ["follow.persons=2/60"]
    settings.NETWORKS_WITHOUT_LIMIT = ["here"]
    settings.PROOF_OF_WORK = -1
    found = [error.id for error in run_checks() if str(error.id).startswith("abuse.")]
    assert found == ["abuse.E001", "abuse.E001", "abuse.E002"]


def test_an_act_costs_one_statement_and_leaves_no_address_behind() -> None:
    person = somebody()
    with CaptureQueriesContext(connection) as asked:
        assert passes(LIMIT, person)
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM people_ratecounter")
        rows = cursor.fetchall()
    assert len(rows) == 6
    text = str(rows)
    assert STREET not in text
    assert "203.0.113" not in text
    assert str(person.person_id) not in text


def test_an_act_counted_in_memory_costs_no_statement() -> None:
    limit = Limit("test", person=windows(2, MINUTE, 5, DAY), in_memory=True)
    person = somebody()
    with CaptureQueriesContext(connection) as asked:
        assert [passes(limit, person) for _act in range(3)] == [True, True, False]
    assert not asked
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert passes(limit, person)


def test_memory_has_an_end() -> None:
    memory = Memory()
    for rank in range(200_050):
        [(_rate, stands, _until)] = memory.count([(str(rank), Rate(1, DAY))])
        assert stands == 1
    assert len(memory) < 200_002
    assert len(MEMORY) < 200_002

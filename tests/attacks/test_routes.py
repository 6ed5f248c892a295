"""Route × role: what every door answers to every kind of person, frozen in one readable file per room.

``ISEGORIA_FREEZE=1 pytest tests/attacks/test_routes.py`` writes the tables again; the difference is what a
reviewer reads. A route that is in no table fails.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.urls import reverse

from tests.attacks.asking import Read, unwritten
from tests.attacks.routes import Route, cases, walk
from tests.attacks.world import SECRET, World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TABLES = Path(__file__).with_name("tables")
ROUTES: dict[str, list[Route]] = defaultdict(list)
for _route in walk():
    ROUTES[_route.room].append(_route)
ROOMS = sorted(ROUTES)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
MAY_BE_WRITTEN_BY_A_GET = ("django_session", "people_ratecounter")
"""What a reader leaves behind: a session that is remembered, a request that is counted."""
ABBREVIATED = {
    "nobody": "nob", "cookie": "coo", "citizen": "cit", "author": "aut", "member": "mem",
    "moderator": "mod", "facilitator": "fac", "agent": "age", "observer": "obs",
    "organiser": "org", "organiser/1": "or1", "administrator": "adm", "administrator/1": "ad1",
    "moderator/air": "mo+", "organiser/air": "or+",
}  # fmt: skip
READ_BY = {
    "nobody": Read.ALL, "citizen": Read.ALL, "member": Read.PAGES, "organiser/air": Read.PAGES,
}  # fmt: skip
"""Strangers: no text that is hidden, withdrawn, pending or in a draft exists for them at all. A visitor by
cookie is shown what nobody is, a moderator of another process no more than its organiser."""
NOT_ASKED = ("cookie", "moderator", "facilitator", "agent", "observer", "moderator/air")
"""Not asked about a draft, nor about a thing of one process by the address of another: there they can do no
more than the citizen and the two organisers who are asked."""
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
LEGEND = """\
# What each door answers to each kind of person. Frozen by tests/attacks/test_routes.py; read the differences.
# in: led to signing in; 2nd: led to the second proof; 302: done, led on; 405: no such method; .: not asked.
# nob nobody, coo visitor by cookie, cit citizen, aut author of the texts, mem member of the panel,
# mod moderator, fac facilitator, age agent, obs observer, org organiser, or1 organiser without second proof,
# adm administrator, ad1 without second proof, mo+ moderator of another process, or+ organiser of another.
"""


@contextmanager
def no_row_changed(what: str) -> Iterator[None]:
    """Refuses any statement that writes, sessions and counts of requests apart."""

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        verb = sql.lstrip(" (").split(" ", 1)[0].upper()
        if verb in WRITES and not any(table in sql for table in MAY_BE_WRITTEN_BY_A_GET):
            raise AssertionError(f"{what} writes: {sql[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def told(answer: Any) -> str:
    """An answer in three letters."""
    if answer.status_code != 302:
        return str(answer.status_code)
    where = answer.headers["Location"]
    if where.startswith(reverse("account_login")):
        return "in"
    return "2nd" if where.startswith(reverse("mfa_index") + "?") else "302"


def check_nothing_leaks(address: str, answer: Any) -> None:
    """Nothing that is not for everybody is in the answer; a thing not for this person is not there, in the
    very words that tell of what never was."""
    kind = answer.headers.get("Content-Type", "")
    if answer.streaming or not kind.startswith(("text/", "application/json", "application/atom")):
        return
    assert SECRET not in answer.text, f"{address} shows what is not for everybody"
    if answer.status_code == 404 and kind.startswith("text/html") and answer.content:
        title, _head, rest = answer.text.partition("</title>")
        said = _TOKEN.sub("", title + rest.partition("<main")[2].partition("</main>")[0])
        for typed in (address, quote_plus(address)):
            said = said.replace(typed, "")
        first = _not_there.setdefault(answer.wsgi_request.actor.is_signed_in, said)
        assert said == first, f"{address} is not missing as other things are"


_not_there: dict[bool, str] = {}


def line(world: World, route: Route, what: str, address: str, method: str) -> str:
    """One line of a table. What a stranger is shown is read; of refusals, those of two of them."""
    answers = []
    for who in ABBREVIATED:
        if who in NOT_ASKED and ("brouillon" in what or " as " in what):
            answers.append(" . ")
            continue
        if method == "GET":
            with no_row_changed(f"GET {address} by {who}"):
                answer = world.knock(who, address, read=READ_BY.get(who, Read.NOTHING))
            if who in READ_BY and not (what == "air" and who.endswith("/air")):  # at home there
                check_nothing_leaks(address, answer)
        else:
            answer = world.knock(who, address, method, read=Read.NOTHING)
        answers.append(told(answer).ljust(3))
    return f"{route.name:38}{what:17}{method:5}{' '.join(answers)}".rstrip()


def lines_of(route: Route, world: World) -> Iterator[tuple[str, str, str]]:
    """What stands in the table of a route: object, address, method. Where GET and POST are declared, one
    policy is asked before either (``page``), so that POST is tried on the first object alone."""
    for rank, (what, address) in enumerate(cases(route, world).items()):
        if "GET" in route.methods:
            yield what, address, "GET"
        if "POST" in route.methods and (rank == 0 or "GET" not in route.methods):
            yield what, address, "POST"


@pytest.mark.parametrize("room", ROOMS)
def test_10_11_12_13_17_every_door_answers_each_person_as_the_table_says(
    world: World, room: str
) -> None:
    """The table is frozen: a policy that changes changes its lines."""
    lines = [
        line(world, route, *asked) for route in ROUTES[room] for asked in lines_of(route, world)
    ]
    head = f"{'':60}{' '.join(ABBREVIATED.values())}"
    table = LEGEND + "\n".join([head, *lines]) + "\n"
    file = TABLES / f"{room}.txt"
    if os.environ.get("ISEGORIA_FREEZE"):
        file.write_text(table)
    assert file.exists(), f"{room}: freeze its table, and read it"
    frozen = file.read_text().splitlines()
    assert table.splitlines() == frozen


def test_13_no_table_is_left_of_a_room_that_is_gone() -> None:
    """Nor is one missing."""
    assert {file.stem for file in TABLES.glob("*.txt")} == set(ROOMS)


def test_17_a_door_refuses_the_methods_it_does_not_declare(world: World) -> None:
    """PUT, PATCH, DELETE everywhere, POST where only GET is declared, GET where only POST is; HEAD says
    what GET says."""
    for route in (route for routes in ROUTES.values() for route in routes):
        if not hasattr(route.view, "declared_methods") or not route.view.declared_methods:
            continue
        address = next(iter(cases(route, world).values()))
        asked = {
            method: world.knock("administrator", address, method, read=Read.NOTHING).status_code
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            if method not in route.methods or method in {"GET", "HEAD"}
        }
        refused = {method for method, status in asked.items() if status == 405}
        assert refused == set(asked) - set(route.methods), address
        if "HEAD" in route.methods:
            assert asked["HEAD"] == asked["GET"], address


def test_10_the_short_way_says_what_the_whole_way_says(world: World) -> None:
    """The tables are asked the short way (asking.py): each door is asked once through every middleware
    too, by one person after another."""
    for route, who in zip(walk(), cycle(ABBREVIATED), strict=False):
        address = next(iter(cases(route, world).values()))
        method = route.methods[0]
        with unwritten():
            whole = world.ask(who, address, method)
        short = world.knock(who, address, method, read=Read.NOTHING)
        assert told(whole) == told(short), address

"""What comes with a request beside its form: addresses, hosts, tokens, sizes."""

import ast
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core import mail
from django.db import connection
from django.http import SimpleCookie
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from isegoria.commons.people.models import Account
from isegoria.core.routes import actor_of
from isegoria.core.tasks.worker import drain
from isegoria.core.ui.markdown import MAX_NESTING, render_markdown
from tests.architecture.tree import PACKAGE, files, imported, name
from tests.attacks.asking import FORM, Read
from tests.attacks.reading import Page
from tests.attacks.routes import cases, walk
from tests.attacks.world import SECRET, World

pytestmark = pytest.mark.django_db

ELSEWHERE = ("https://zqx.example/", "//zqx.example/", "/\\zqx.example", "///zqx.example",
             "-1", "zqx", "javascript:zqx()", "data:text/html,zqx", "/%0d%0aLocation:%20//zqx.example",
             "\r\nLocation: //zqx.example", "https:zqx.example")  # fmt: skip
MALFORMED = ("'\"><script>zqx()</script>", "-1", "9" * 40, "\x01\u202e", "../../etc/passwd", "[]")
PARAMETERS = ("page", "per_page", "cursor", "sort", "order", "filter", "version", "from", "to",
              "lang", "locale", "theme", "by", "q", "show", "state", "next")  # fmt: skip


LEAD_ON = {"posts:stance", "people:age", "people:register"}
"""Routes that read in their form alone where to go next. Who reads it in an address is seen."""


@pytest.mark.any_database
def test_4_5_a_malformed_question_is_answered_as_if_it_had_not_been_asked(world: World) -> None:
    """Every page, with markup in every parameter that any page reads; then, in those that it reads itself,
    with everything else."""
    markup, *others = MALFORMED
    for route in walk():
        if "GET" not in route.methods:
            continue
        address, tried = next(iter(cases(route, world).values())), set[str]()
        for who in ("nobody", "administrator"):
            bare = world.knock(who, address, read=Read.NOTHING)
            asked = bare.wsgi_request.GET.read
            _ask(world, who, address, dict.fromkeys({*PARAMETERS, *asked}, markup))
            if bare.status_code == 200 and asked - tried:
                tried |= asked
                for value in others:
                    _ask(world, who, address, dict.fromkeys(asked, value))


def test_4_5_what_is_asked_of_a_missing_page_is_not_echoed_either(world: World) -> None:
    """Nor of one that is refused: the search of the masthead stands on each."""
    for address in ("/zqx/", "/gerer/", "/comptes/"):
        for who in ("nobody", "citizen"):
            where = f"{address}?{urlencode(dict.fromkeys(PARAMETERS, MALFORMED[0]))}"
            _stays_here(world.knock(who, where), address)


def _ask(world: World, who: str, address: str, given: dict[str, str]) -> None:
    _stays_here(world.knock(who, f"{address}?{urlencode(given)}", read=Read.PAGES), address)


@pytest.mark.any_database
def test_5_nobody_is_led_to_another_site(world: World) -> None:
    """By a page or a form that reads where to go next."""
    led = set()
    for route in walk():
        address = next(iter(cases(route, world).values()))
        for who in ("nobody", "citizen"):
            for method in {"GET", "POST"} & set(route.methods):
                for target in ELSEWHERE:
                    answer = _sent_on(world, who, address, method, target)
                    _stays_here(answer, address)
                    if not (route.name in LEAD_ON or "next" in answer.wsgi_request.GET.read):
                        break
                    led.add(route.name)
    assert {"account_login", "account_signup", "mfa_reauthenticate"} <= led


def _sent_on(world: World, who: str, address: str, method: str, target: str) -> Any:
    given = {"next": target, "value": "1", "declared_age": "30"} if method == "POST" else None
    where = f"{address}?next={quote(target)}"
    return world.knock(who, where, method, given, read=Read.PAGES)


def _stays_here(answer: Any, address: str) -> None:
    where = answer.headers.get("Location", "").lower()
    assert not where.startswith(("http", "//", "/\\", "javascript", "data", "\\")), address
    assert not {"\r", "\n"} & set(where)
    if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
        assert not Page(answer.text).harm, address


def test_8_a_hidden_column_neither_filters_nor_orders(world: World) -> None:
    """What is asked for and is in no list of ours is as good as not asked."""
    plain = world.ask("nobody", "/plain/eau/textes/?order=recent").text
    assert str(world.posts["public"].ref) in plain
    for column in ("author__account__email", "-author__account__password"):
        for key in ("order", "sort"):
            with CaptureQueriesContext(connection) as said:
                answer = world.knock("nobody", f"/plain/eau/textes/?{key}={column}")
            assert answer.status_code == 200
            assert not [query for query in said if Account._meta.db_table in query["sql"]]
    for question in ("author__account__email__startswith=zzz", "state=draft", "visibility=hidden"):
        for address in ("/plain/eau/textes/", "/api/v1/processes/eau/posts", "/demarches/"):
            without, given = (
                world.ask("nobody", where).text for where in (address, f"{address}?{question}")
            )
            assert SECRET not in given
            assert given.count(str(world.posts["public"].ref)) == without.count(
                str(world.posts["public"].ref)
            )


@pytest.mark.parametrize(
    "words", ["' OR '1'='1", "haies' --", '" OR "" = "', "haies) OR (1=1", "NEAR(", "haies*", "\\"]
)
def test_9_a_search_is_words_and_never_a_statement(world: World, words: str) -> None:
    """Quotes, operators and columns of both engines are words like others."""
    for address in ("/recherche/", "/plain/eau/textes/"):
        answer = world.ask("nobody", f"{address}?q={quote(words)}")
        assert answer.status_code == 200
        assert SECRET not in answer.text


def test_11_a_search_finds_nothing_that_is_not_for_everybody(world: World) -> None:
    """Hidden, withdrawn, pending, of a draft: words that stand in those alone find nothing."""
    for who in ("nobody", "citizen", "organiser/air"):
        for word in ("témoin", "Dessous", "Projet", "Réécrit"):
            assert SECRET not in world.ask(who, f"/recherche/?q={quote(word)}").text


def test_11_counters_count_what_everybody_sees(world: World) -> None:
    """What is public is listed; nothing else is, and no number tells of it."""
    listed = world.ask("nobody", "/api/v1/processes/eau/posts").json()
    there = {item["ref"] for item in listed["items"]}
    public = {str(world.posts[name].ref) for name in ("public", "comment", "proposal")}
    others = {str(post.ref) for post in world.posts.values()} - public
    assert public < there
    assert not others & there
    assert str(world.ideas["idea-hidden"].ref) not in there
    numbers = world.ask("nobody", "/api/v1/processes/eau").json()
    assert SECRET not in str(numbers)


@pytest.mark.parametrize(
    "headers", [{"host": "zqx.example"}, {"host": "localhost:80@zqx.example"}, {"host": "zqx"}]
)
def test_14_a_forged_host_is_not_answered(headers: dict[str, str]) -> None:
    """The hosts are those of the settings."""
    assert Client(headers=headers).get("/").status_code == 400


def test_14_what_a_proxy_would_say_changes_no_address(world: World) -> None:
    """Neither on a page nor in an e-mail."""
    forged = {"x-forwarded-host": "zqx.example", "x-forwarded-proto": "gopher",
              "forwarded": "host=zqx.example", "x-original-url": "/gerer/"}  # fmt: skip
    stranger = Client()
    for address in ("/", "/demarches/eau/", "/demarches/eau/timeline.atom", "/api/v1/processes"):
        answer = stranger.get(address, headers=forged)
        assert answer.status_code == 200
        assert "zqx.example" not in answer.text
    stranger.post(
        reverse("account_request_login_code"),
        {"email": world.accounts["citizen"].email},
        headers=forged,
    )
    drain()
    assert mail.outbox
    assert not [letter for letter in mail.outbox if "zqx.example" in str(letter.body)]


def test_14_a_session_of_elsewhere_opens_nothing(world: World) -> None:
    """A session key that this site never gave, and the cookie of a visitor of another site."""
    stranger = Client()
    stranger.cookies["sessionid"] = "z" * 32
    stranger.cookies["visitor"] = "z" * 43
    assert stranger.get(reverse("account_home")).status_code == 302
    actor = actor_of(stranger.get("/").wsgi_request)
    assert not actor.is_signed_in
    assert actor.is_anonymous


FROM_MAIL = {"notifications:stop"}
"""Routes that answer a POST without a token: the secret in their address is the proof (RFC 8058)."""


BY_TOKEN = {"api-v1:publish_comment", "api-v1:publish_post"}
"""Routes that no cookie opens: without the token of a program they answer 401, whoever is signed in."""


FORGERIES: tuple[tuple[str, dict[str, str], str], ...] = (
    ("administrator", {}, ""),
    ("author", {"origin": "https://zqx.example"}, ""),
    ("organiser", {}, "text/plain"),
)
"""By whom, with which headers, as which kind of words."""


@pytest.mark.any_database
def test_17_every_change_asks_for_the_token_of_the_page(world: World) -> None:
    """As an administrator; with the address of another site; as the text of a form that needs no leave of
    the browser: one of the three at each door in turn."""
    exempt = set()
    changing = [route for route in walk() if "POST" in route.methods]
    strict = Client(enforce_csrf_checks=True)
    for route, (who, headers, kind) in zip(changing, cycle(FORGERIES), strict=False):
        address = next(iter(cases(route, world).values()))
        strict.cookies = SimpleCookie(world.browsers[who].kept)
        given: dict[str, Any] = {"content_type": kind} if kind else {}
        data: Any = '{"a": 1}' if kind else {"a": "1"}
        answer = strict.post(address, data, headers=headers, **given)
        if answer.status_code != 403 or "csrf" not in _why(answer):
            exempt.add(route.name)
    assert exempt == FROM_MAIL | BY_TOKEN


def _why(answer: Any) -> str:
    names = [template.name for template in answer.templates]
    return "csrf" if "site/expired.html" in names else ""


def test_19_an_old_invitation_opens_nothing(world: World) -> None:
    """Expired, guessed, cut short, of another case, and after it was answered."""
    from datetime import timedelta

    from django.db import transaction

    from isegoria.commons.processes.models import Invitation
    from isegoria.commons.processes.states import InvitationState
    from isegoria.core import clock
    from tests.attacks.world import TOKEN

    for token in ("A" * 43, "a" * 42, "a" * 44, "b" * 42):
        address = reverse("processes:invitation", args=[token])
        assert world.ask("citizen", address).status_code in {403, 404}
    address = reverse("processes:invitation", args=[TOKEN])
    assert world.ask("citizen", address).status_code == 200
    mine = Invitation.objects.filter(pk=world.invitations["eau"].pk)
    for changes in (
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"state": InvitationState.ACCEPTED},
        {"state": InvitationState.CANCELLED},
    ):
        with transaction.atomic():
            mine.update(**changes)
            assert world.ask("citizen", address).status_code in {403, 404}, changes
            assert world.ask("citizen", address, "POST", {"act": "accept"}).status_code in {
                403,
                404,
            }
            transaction.set_rollback(True)


THE_PROVIDER = "src/isegoria/commons/people/identity_views.py"
"""Catches what goes wrong on the way to the identity provider of the settings."""
_CLIENTS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "ftplib"}


def test_21_no_page_fetches_an_address_that_somebody_gave() -> None:
    """There is nothing to point at this machine: no room opens an address. The identity provider's is in
    the settings."""
    found = {
        name(path)
        for path in files(".py", under=PACKAGE)
        if not {"commands", "tests"} & set(path.parts)
        and any(client in (words := path.read_text()) for client in _CLIENTS)
        and _CLIENTS & set(imported(ast.parse(words)))
    }
    assert found == {THE_PROVIDER}


def test_23_a_body_of_ten_megabytes_and_ten_thousand_fields_are_refused(world: World) -> None:
    """Before anything is read of them; a form within the limits is answered."""
    address = reverse("plain:write", args=["eau", "textes"])
    large = world.ask("author", address, "POST", {"text": "x" * 10_000_000})
    fields = "&".join(f"f{number}=1" for number in range(10_000))
    many = world.ask("author", address, "POST", fields, content_type=FORM)
    whole = world.ask(
        "author", address, "POST", {"text": "zqx " * 250_000, "title": "zqx " * 9_000}
    )
    assert whole.status_code < 500
    assert large.status_code in {400, 413}
    assert many.status_code in {400, 413}


@pytest.mark.parametrize(
    "bomb", [">" * 50_000, "* " * 20_000, "[" * 50_000, "`" * 50_001, "**a" * 20_000, "- " * 9_999]
)
def test_23_a_deep_text_is_shallow_on_the_page(bomb: str) -> None:
    """Bounded by ``maxNesting`` and by the parser’s own default: with the first alone taken out it holds."""
    html = render_markdown(bomb)
    assert html.count("<blockquote>") + html.count("<ul>") <= 2 * MAX_NESTING
    assert len(html) < 20 * len(bomb)

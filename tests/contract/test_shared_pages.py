"""The pages of the house behind the cache of one second: what visitors share, and what they never do."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import Client, RequestFactory

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.core import clock
from isegoria.core.shared_pages import SharedPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    """A published process whose only phase opens in half a second and lasts another."""
    now = clock.now()
    process = Process.objects.create(
        slug="eau",
        title={"fr": "L’eau", "en": "Water"},
        summary={"fr": "Résumé"},
        state="published",
        published_at=now,
    )
    activity = Activity.objects.create(process=process, capability="x", slug="x", title={"fr": "X"})
    Phase.objects.create(
        activity=activity,
        kind="milestone",
        title={"fr": "Séance"},
        opens_at=now + timedelta(seconds=0.5),
        closes_at=now + timedelta(seconds=1),
    )
    return process


@pytest.fixture
def read() -> Iterator[Callable[..., tuple[str, dict[str, str]]]]:
    """Asks the cache for a page: its text, and its headers in small letters."""
    pages = SharedPages(WSGIHandler())
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:  # the connection is the test's, and outlives a request
        signal.disconnect(close_old_connections)

    def ask(path: str, **environ: str) -> tuple[str, dict[str, str]]:
        said: list[Any] = []
        request = RequestFactory().get(path, **environ)
        answer = pages(request.environ, lambda status, headers: said.append((status, headers)))
        text = b"".join(answer).decode()
        return text, {name.lower(): value for name, value in said[0][1]}

    yield ask
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", ["/", "/en/", "/demarches/", "/demarches/eau/", "/registre/"])
def test_public_pages_are_shared(read: Any, process: Process, path: str) -> None:
    first, _headers = read(path)
    again, headers = read(path)
    assert headers["cache-status"] == "isegoria; hit"
    assert again == first


@pytest.mark.parametrize("path", ["/compte/connexion/", "/healthz"])
def test_forms_and_checks_are_not(read: Any, path: str) -> None:
    read(path)
    _text, headers = read(path)
    assert "hit" not in headers.get("cache-status", "")


def test_nobody_gets_the_page_of_somebody(read: Any, process: Process) -> None:
    account = Account.objects.create_user("a@exemple.test", display_name="Amandine Exemple")
    client = Client()
    client.force_login(account)
    cookie = "; ".join(f"{name}={value.value}" for name, value in client.cookies.items())
    stranger, _headers = read("/demarches/eau/")
    own, headers = read("/demarches/eau/", HTTP_COOKIE=cookie)
    assert "cache-status" not in headers
    assert own != stranger
    assert read("/demarches/eau/")[0] == stranger


def test_a_phase_is_seen_within_a_second_of_its_time(read: Any, process: Process) -> None:
    """The page made before the opening is gone one second after it, whoever asks."""
    before, _headers = read("/demarches/eau/")
    phase = Phase.objects.get()
    time.sleep(max(0.0, (phase.closes_at - clock.now()).total_seconds() + 1))
    after, _headers = read("/demarches/eau/")
    assert "upcoming" in before
    assert "upcoming" not in after

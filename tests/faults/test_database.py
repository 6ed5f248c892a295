"""The disk is full at the n-th page, the database is locked, the clock goes back: all or nothing, and the
person sees an honest page with what they typed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Revision
from isegoria.commons.posts.tests.support import account, citizen, comment, published, world
from isegoria.core import clock
from isegoria.core.actor import Verification
from isegoria.core.journal.models import Entry
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database

pytestmark = pytest.mark.django_db(transaction=True)
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
sqlite_only = pytest.mark.skipif(not ON_SQLITE, reason="pages and locks of a file are SQLite's")
postgres_only = pytest.mark.skipif(ON_SQLITE, reason="tables that are locked are PostgreSQL's")
WORDS = "Plantons des haies le long des rivières. " * 120
"""Several pages of the database."""
PAGES = 5
"""Sizes at which the disk is full."""


@pytest.fixture
def writer() -> Any:
    """Somebody at the form of a comment."""
    place = world(verification=Verification.NONE, now=clock.now())
    post = published(citizen(), place)
    browser = Client(raise_request_exception=False)
    browser.force_login(account())
    return browser, post


def state() -> tuple[int, int, int]:
    """What one comment changes."""
    return Post.objects.count(), Revision.objects.count(), Entry.objects.count()


def send(writer: Any) -> Any:
    """Send the form."""
    browser, post = writer
    given = {"text": WORDS[:900], "language": "fr"}
    return browser.post(reverse("posts:comment", args=[post.ref]), given)


def is_honest(answer: Any) -> None:
    """A 503 that says that nothing was saved, and holds the words."""
    assert answer.status_code == 503
    assert WORDS[:900].strip() in answer.text
    assert answer.headers["Retry-After"]
    assert "Traceback" not in answer.text


def nothing_is_broken() -> None:
    """Counters equal rows; the journal takes what waits, and verifies."""
    assert check_counters() == 0
    sequence_once()
    assert verify_database().problems == []


def pragma(words: str) -> int:
    """Ask SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return int(cursor.fetchone()[0])


@sqlite_only
def test_the_disk_is_full_at_the_nth_page(writer: Any) -> None:
    """One page more each time; at each size, comments until one finds the disk full, then the form of a
    person. At no size is half of a comment there.

    Seen to fail with the 503 of site/views.py taken out, and with counters that were counted wrongly.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    size, written = pragma("page_count"), 0
    try:
        for more in range(PAGES):
            pragma(f"max_page_count={size + more}")
            written += _fill(writer[1])
            before = state()
            is_honest(send(writer))
            assert state() == before
    finally:
        pragma("max_page_count=1000000000")
    assert written
    assert send(writer).status_code == 302
    nothing_is_broken()


def _fill(post: Post) -> int:
    """Comment until the disk is full, from long to short; how many comments there is room for."""
    who, before = citizen(), state()
    written = 0
    for length in (900, 90, 9):
        while True:
            try:
                comment(who, post, WORDS[:length])
            except OperationalError:
                break
            written += 1
            assert state() == tuple(count + written for count in before)
    return written


@contextmanager
def locked() -> Iterator[None]:
    """Another process holds the lock of writing."""
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


@sqlite_only
def test_the_database_is_locked_for_longer_than_anybody_waits(writer: Any) -> None:
    """The site waits 30 seconds in life and 50 ms here. Seen to fail with the 503 taken out."""
    before = state()
    patience = pragma("busy_timeout")
    with locked():
        pragma("busy_timeout=50")
        is_honest(send(writer))
        reader = Client()
        assert reader.get("/demarches/eau/").status_code == 200
    pragma(f"busy_timeout={patience}")
    assert state() == before
    assert send(writer).status_code == 302
    nothing_is_broken()


@contextmanager
def tables_locked() -> Iterator[None]:
    """Another connection holds every text, and does not let go."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE posts_post, posts_revision IN EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@postgres_only
def test_a_table_is_locked_for_longer_than_anybody_waits(writer: Any) -> None:
    """As on SQLite: 30 seconds in life and 50 ms here; readers go on. PostgreSQL by itself waits for ever,
    which the settings do not let it do."""
    before = state()
    _settle("SHOW lock_timeout", "30s")
    _settle("SET lock_timeout = 50")
    with tables_locked():
        is_honest(send(writer))
        assert Client().get("/demarches/eau/").status_code == 200
    _settle("SET lock_timeout = '30s'")
    assert state() == before
    assert send(writer).status_code == 302
    nothing_is_broken()


FULL = """
CREATE SEQUENCE fault_writes;
CREATE FUNCTION fault_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('fault_writes') >= current_setting('fault.write')::int THEN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END IF;
    RETURN NEW;
END $$;
"""
"""The disk is full from the n-th row on that is written, as the server says it."""
EMPTY = "DROP SEQUENCE IF EXISTS fault_writes; DROP FUNCTION IF EXISTS fault_full CASCADE"


@postgres_only
def test_the_disk_is_full_at_the_nth_write(writer: Any) -> None:
    """At the first row that a comment writes, at the second, and so on until none is left to fail at. At no
    row is half of a comment there."""
    before, wrong = state(), 0
    with _filling():
        for write in range(1, 60):
            _settle("ALTER SEQUENCE fault_writes RESTART")
            _settle(f"SET fault.write = {write}")
            answer = send(writer)
            if answer.status_code == 302:
                break
            is_honest(answer)
            assert state() == before
            wrong += 1
    assert wrong >= 3
    assert state() == (before[0] + 1, before[1] + 1, before[2] + 1)
    nothing_is_broken()


@contextmanager
def _filling() -> Iterator[None]:
    _settle(FULL)
    try:
        for table in connection.introspection.table_names():
            if table != "django_session":
                _settle(
                    f'CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON "{table}"'
                    " FOR EACH ROW EXECUTE FUNCTION fault_full()"
                )
        yield
    finally:
        _settle(EMPTY)


def _settle(statement: str, expected: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        if expected:
            assert cursor.fetchone() == (expected,)


def test_a_fault_of_ours_is_not_called_a_busy_site(writer: Any, monkeypatch: Any) -> None:
    """A 500 stays a 500: trying again in a minute would not help."""
    from isegoria.commons.posts import act_views

    def broken(**_given: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(act_views.services, "comment", broken)
    assert send(writer).status_code == 500


def test_the_clock_goes_back_an_hour() -> None:
    """What is written keeps its order in the journal, and everything still agrees."""
    now = clock.now()
    with clock.frozen(now + timedelta(hours=1)):
        place = world(now=now)
        post = published(citizen(), place)
        sequence_once()
    with clock.frozen(now):
        said = comment(citizen(), post)
        nothing_is_broken()
    numbers = Entry.objects.order_by("number").values_list("subject", flat=True)
    assert list(numbers).index(post.ref) < list(numbers).index(said.ref)

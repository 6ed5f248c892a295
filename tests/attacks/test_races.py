"""Fifty at once: one person's act, sent many times at the same moment, is one row; and the same acts with
their lock and their constraint taken away, which must oversell, so that the races are known to see."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, models
from django.db.models import QuerySet
from django.db.transaction import Atomic

from isegoria.commons.moderation import services as moderation
from isegoria.commons.moderation.models import Report
from isegoria.commons.people.models import Person
from isegoria.commons.posts import services
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Follow, Post, Stance
from isegoria.commons.posts.tests.support import (
    World,
    account,
    actor_of,
    citizen,
    counts,
    published,
    world,
)
from isegoria.commons.processes.mails import digest_of
from isegoria.commons.processes.models import Body, BodyKind, Invitation, Membership
from isegoria.commons.processes.services import accept_invitation
from isegoria.core import clock

pytestmark = pytest.mark.django_db(transaction=True)
FIFTY = 50


def at_once(
    act: Callable[[], object],
    times: int = FIFTY,
    threads: int = 10,
    *,
    looks: type[models.Model] | None = None,
) -> int:
    """Do ``act`` so many times from several connections that start together; how many succeeded. With
    ``looks``, none goes on before all have read its table."""
    done: list[bool] = []
    start, seen = threading.Barrier(threads), threading.Barrier(threads)

    def run() -> None:
        try:
            around = ExitStack()
            if looks is not None:
                around.enter_context(connection.execute_wrapper(_Together(looks, seen)))
            start.wait()
            for _turn in range(times // threads):
                try:
                    act()
                except Exception:  # noqa: BLE001 - a refusal is what most of them should get
                    done.append(False)
                else:
                    done.append(True)
        finally:
            connection.close()

    running = [threading.Thread(target=run) for _rank in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert len(done) == times
    return sum(done)


class _Together:
    """Lets nobody go on from a look at a table before everybody has looked, or two seconds have passed."""

    def __init__(self, model: type[models.Model], seen: threading.Barrier) -> None:
        self._look = re.compile(rf'\s*SELECT\b.*\bFROM "?{model._meta.db_table}\b', re.DOTALL)
        self._seen = seen

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if self._look.match(sql):
            with suppress(threading.BrokenBarrierError):
                self._seen.wait(2)
        return found


@contextmanager
def without_locks(model: type[models.Model], *names: str) -> Iterator[None]:
    """No transaction, so no lock that lasts; and none of the named constraints of ``model``."""
    gone = [rule for rule in model._meta.constraints if rule.name in names]
    assert len(gone) == len(names)
    kept = [rule for rule in model._meta.constraints if rule not in gone]
    with patch.object(model._meta, "constraints", kept), connection.schema_editor() as editor:
        for rule in gone:
            editor.remove_constraint(model, rule)
    try:
        with (
            patch.object(Atomic, "__enter__", lambda _self: None),
            patch.object(Atomic, "__exit__", lambda _self, *_raised: None),
            patch.object(QuerySet, "select_for_update", lambda rows, **_how: rows),
        ):
            yield
    finally:
        model._default_manager.all().delete()
        with connection.schema_editor() as editor:
            for rule in gone:
                editor.add_constraint(model, rule)


@pytest.fixture
def place() -> World:
    """A world that every connection sees."""
    return world(now=clock.now())


def test_18_fifty_positions_of_one_person_are_one(place: World) -> None:
    """The last of several defences is the constraint one_stance_per_person."""
    post, who = published(citizen(), place), citizen()
    at_once(lambda: services.take_stance(actor=who, ref=post.ref, value=1))
    assert Stance.objects.filter(post=post).count() == 1
    assert counts(post)[0] == 1
    assert check_counters() == 0


def test_18_fifty_follows_of_one_person_are_one(place: World) -> None:
    """The last of several defences is the constraint post_followed_once."""
    post, who = published(citizen(), place), citizen()
    at_once(lambda: services.follow_post(actor=who, post=post))
    assert Follow.objects.filter(post=post).count() == 1
    assert counts(post)[4] == 1


def test_18_fifty_reports_of_one_person_are_one(place: World) -> None:
    """The last of several defences is the constraint one_open_report_per_person."""
    post, who = published(citizen(), place), citizen()
    at_once(lambda: moderation.report_post(actor=who, post=post, reason="hate"))
    assert Report.objects.filter(post=post).count() == 1


def test_18_without_lock_and_constraint_one_person_takes_many_positions(place: World) -> None:
    """The control of the race of positions."""
    post, who = published(citizen(), place), citizen()
    with without_locks(Stance, "one_stance_per_person"):
        at_once(
            lambda: services.take_stance(actor=who, ref=post.ref, value=1), times=10, looks=Stance
        )
        assert Stance.objects.filter(post=post).count() > 1


def test_18_without_lock_and_constraint_one_person_follows_many_times(place: World) -> None:
    """The control of the race of follows."""
    post, who = published(citizen(), place), citizen()
    with without_locks(Follow, "post_followed_once"):
        at_once(lambda: services.follow_post(actor=who, post=post), times=10, looks=Follow)
        assert Follow.objects.filter(post=post).count() > 1


def test_18_without_lock_and_constraint_one_person_reports_many_times(place: World) -> None:
    """The control of the race of reports."""
    post, who = published(citizen(), place), citizen()
    with without_locks(Report, "one_open_report_per_person"):
        at_once(
            lambda: moderation.report_post(actor=who, post=post, reason="hate"),
            times=10,
            looks=Report,
        )
        assert Report.objects.filter(post=post).count() > 1


@pytest.fixture
def acceptance(place: World) -> Callable[[], object]:
    """Somebody who accepts a seat in a panel."""
    who = account("invitee@exemple.test")
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    body = Body.objects.create(process=place.process, kind=BodyKind.PANEL, slug="panel", title={})
    invitation = Invitation.objects.create(
        body=body,
        address=who.email,
        language="fr",
        because="Tirage",
        token_digest=digest_of("x"),
        expires_at=clock.now() + timedelta(days=1),
    )
    actor = actor_of(Person.objects.get(pk=who.person_id))
    return lambda: accept_invitation(actor=actor, invitation=invitation)


def test_18_one_invitation_accepted_fifty_times_is_one_mandate(
    acceptance: Callable[[], object],
) -> None:
    """Two people of one mailbox cannot both sit either: the invitation is locked with its process."""
    assert at_once(acceptance) == 1
    assert Membership.objects.count() == 1


def test_18_without_lock_and_constraint_one_invitation_seats_many(
    acceptance: Callable[[], object],
) -> None:
    """The control of the race of seats."""
    with without_locks(Membership, "one_running_mandate_per_person_and_role"):
        at_once(acceptance, times=10, looks=Membership)
        assert Membership.objects.count() > 1


def _counted_without_a_lock(post: Post, seen: threading.Barrier) -> Callable[[], None]:
    """What a careless counter does: look, then write what it saw plus one."""

    def act() -> None:
        count = Post.objects.values_list("agree_count", flat=True).get(pk=post.pk)
        seen.wait()
        Post.objects.filter(pk=post.pk).update(agree_count=count + 1)

    return act


def test_18_the_harness_sees_an_update_that_is_lost(place: World) -> None:
    """The control: without a lock between looking and writing, ten acts at once count as one."""
    post = published(citizen(), place)
    at_once(_counted_without_a_lock(post, threading.Barrier(10)), times=10)
    assert counts(post)[0] < 10


def test_18_the_constraint_stands_where_code_forgets_the_lock(place: World) -> None:
    """Ten connections that all looked before any wrote: the database itself keeps the second out."""
    post, who = published(citizen(), place), citizen().person_id
    assert who is not None
    seen = threading.Barrier(10)

    def careless() -> None:
        there = Stance.objects.filter(post=post, person_id=who).exists()
        seen.wait()
        assert not there
        Stance.objects.create(post=post, person_id=who, value=1)

    assert at_once(careless, times=10) == 1

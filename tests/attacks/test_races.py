"""Fifty at once: one person's act, sent many times at the same moment, is one row; and a control in which
the defence is taken out, which must oversell, so that the harness is known to see."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

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


def at_once(act: Callable[[], object], times: int = FIFTY, threads: int = 10) -> int:
    """Do ``act`` so many times from several connections that start together; how many succeeded."""
    done: list[bool] = []
    start = threading.Barrier(threads)

    def run() -> None:
        try:
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


def test_18_one_invitation_accepted_fifty_times_is_one_mandate(place: World) -> None:
    """Two people of one mailbox cannot both sit either: the invitation is locked with its process."""
    from datetime import timedelta

    from allauth.account.models import EmailAddress

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
    assert at_once(lambda: accept_invitation(actor=actor, invitation=invitation)) == 1
    assert Membership.objects.filter(body=body).count() == 1


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
    post, who = published(citizen(), place), citizen()
    seen = threading.Barrier(10)

    def careless() -> None:
        there = Stance.objects.filter(post=post, person_id=who.person_id).exists()
        seen.wait()
        assert not there
        Stance.objects.create(post=post, person_id=who.person_id, value=1)

    assert at_once(careless, times=10) == 1

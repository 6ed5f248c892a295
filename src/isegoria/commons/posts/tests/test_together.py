"""Many at once: no update is lost, one person has one position, a form sent twice publishes once."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from isegoria.commons.posts import services
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Revision, Stance, StanceAct
from isegoria.commons.posts.tests.support import (
    NOW,
    citizen,
    comment,
    counts,
    draft,
    published,
    world,
)
from isegoria.core import clock
from isegoria.core.errors import Conflict
from isegoria.core.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Run each act in a thread with its own connection, all at the same moment; what they raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            with clock.frozen(NOW):
                act()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def crowd():
    """A world, as other threads see it too."""
    with clock.frozen(NOW):
        yield world()


def test_positions_taken_at_once_are_all_counted_and_one_each(crowd) -> None:
    post = published(citizen(), crowd)
    people = [citizen() for _rank in range(4)]
    raised = at_once(
        *(
            lambda person=person, value=value: services.take_stance(
                actor=person, ref=post.ref, value=value, qualifiers=int(value == 1)
            )
            for person in people
            for value in (1, -1, 1)
        )
    )
    assert not raised
    assert Stance.objects.count() == 4
    assert sum(counts(post)[:3]) == 4
    assert check_counters() == 0
    for act in StanceAct.objects.all():
        assert act.value != act.former_value


def test_a_form_sent_twice_at_once_publishes_once(crowd) -> None:
    author, ref, said_ref = citizen(), uuid4(), uuid4()
    post = published(citizen(), crowd)

    def send() -> None:
        services.publish_post(actor=author, post=draft(author, crowd, ref=ref))

    def say() -> None:
        services.comment(actor=author, post=post, text="Oui", language="fr", ref=said_ref)

    assert not at_once(send, send, send, say, say)
    assert Post.objects.filter(ref=ref, state="published").count() == 1
    assert Entry.objects.filter(kind="post.published").count() == 2
    assert Entry.objects.filter(kind="post.commented").count() == 1
    assert counts(post)[3] == 1


def test_comments_follows_and_withdrawals_at_once_leave_the_counters_right(crowd) -> None:
    author, post = citizen(), published(citizen(), crowd)
    said = comment(author, post)
    raised = at_once(
        *(lambda: comment(citizen(), post) for _rank in range(3)),
        *(lambda: services.follow_post(actor=citizen(), post=post) for _rank in range(3)),
        lambda: services.withdraw_post(actor=author, post=said),
    )
    assert not raised
    assert counts(post)[3:] == (3, 3)


def test_of_two_changes_at_once_one_is_told_that_it_came_second(crowd) -> None:
    author = citizen()
    post = published(author, crowd)
    raised = at_once(
        *(
            lambda words=words: services.edit_post(
                actor=author, post=post, title="T", text=words, reason="r", revision=1
            )
            for words in ("Une fenêtre", "L’autre fenêtre")
        )
    )
    assert [type(error) for error in raised] == [Conflict]
    assert Revision.objects.filter(post=post).count() == 2

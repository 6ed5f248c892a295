"""Whoever wrote or follows something hears what becomes of it; nobody else does, nor who acts."""

from datetime import timedelta

from django.test import Client

from isegoria.commons.notifications.models import Notice
from isegoria.commons.notifications.queries import notices_of
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Relation
from isegoria.commons.posts.tests.support import World, citizen, comment, published
from isegoria.commons.processes.models import Phase
from isegoria.commons.processes.services import reschedule_phase
from isegoria.core.actor import SYSTEM, Actor


def heard(actor: Actor) -> list[str]:
    """The kinds of news of a person, oldest first."""
    mine = Notice.objects.filter(person=actor.person_id)
    return list(mine.order_by("id").values_list("kind", flat=True))


def test_authors_and_followers_hear_of_comments_changes_and_uses(place: World) -> None:
    author, follower, reader = citizen(), citizen(), citizen()
    post, other = published(author, place), published(citizen(), place)
    services.follow_post(actor=follower, post=post)
    comment(reader, post)
    comment(follower, post)
    services.edit_post(actor=author, post=post, title="x", text="y", reason="Plus court.")
    services.link_source(actor=SYSTEM, post=other, origin=post, relation=Relation.CITED_BY)
    assert heard(author) == ["posts.commented", "posts.became"]
    assert heard(follower) == ["posts.commented", "posts.changed", "posts.became"]
    assert heard(reader) == []
    assert Notice.objects.get(person=author.person_id, kind="posts.commented").count == 2


def test_whoever_follows_a_process_hears_of_its_timeline(place: World) -> None:
    follower = citizen()
    services.follow_process(actor=follower, process=place.process)
    phase = Phase.objects.get()
    reschedule_phase(
        actor=SYSTEM,
        phase=phase,
        opens_at=phase.opens_at,
        closes_at=phase.closes_at + timedelta(days=1),
        reason="Un jour de plus.",
    )
    assert heard(follower) == ["posts.process_moved"]
    (line,) = notices_of(follower.person_id).items
    answer = Client().get(line.url)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/demarches/eau/")

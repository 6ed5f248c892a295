"""The whole thread of provenance: nothing hidden in it, no end to a ring, counts of texts and of people."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.tests.support import NOW, World, citizen, page_of, text_of, world
from isegoria.commons.posts.thread import ahead, behind, sources_of
from isegoria.commons.posts.thread_page import thread_page
from isegoria.commons.processes.models import Body, BodyKind
from isegoria.core import clock
from isegoria.core.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = world()
    with clock.frozen(NOW):
        yield found


def text(place: World, title: str, author: Actor | None = None, **changes: object) -> Post:
    """A published text."""
    return Post.objects.create(
        kind="plain.text",
        activity=place.activity,
        author_id=author.person_id if author else None,
        language="fr",
        title=title,
        text="Texte.",
        state="published",
        published_at=NOW,
        **changes,
    )


def link(origin: Post, post: Post, relation: str = Relation.GROUPED_IN) -> None:
    Source.objects.create(post=post, origin=origin, relation=relation)


def tree(place: World) -> tuple[Post, Post, list[Post]]:
    """A measure on an idea on three contributions of two people."""
    panel = Body.objects.create(
        process=place.process, kind=BodyKind.PANEL, slug="panel", title={"fr": "Panel"}
    )
    measure, idea = text(place, "Mesure", body=panel), text(place, "Idée", body=panel)
    one, other = citizen(), citizen()
    said = [text(place, f"Contribution {n}", one if n else other) for n in range(3)]
    for each in said:
        link(each, idea)
    link(idea, measure, Relation.CITED_BY)
    return measure, idea, said


def test_everything_behind_and_everything_ahead_is_reached(here: World):
    measure, idea, said = tree(here)
    assert behind(measure.pk).reached(measure.pk) == {idea.pk, *(each.pk for each in said)}
    assert ahead(said[0].pk).reached(said[0].pk) == {idea.pk, measure.pk}
    assert set(Post.objects.filter(pk__in=sources_of(measure.pk))) == {idea, *said}


def test_people_are_counted_once_whatever_they_wrote(here: World):
    measure, idea, _said = tree(here)
    assert behind(measure.pk).behind(measure.pk) == (3, 2)
    node = thread_page(measure).sources[0]
    assert (node.title, node.texts, node.people, len(node.children)) == ("Idée", 3, 2, 3)
    assert thread_page(idea).became[0].title == "Mesure"


@pytest.mark.parametrize("gone", [{"visibility": "hidden"}, {"state": "draft"}])
def test_the_thread_never_passes_through_what_is_not_shown(here: World, gone: dict[str, str]):
    measure, idea, said = tree(here)
    Post.objects.filter(pk=idea.pk).update(**gone)
    assert not behind(measure.pk).links
    assert not ahead(said[0].pk).links
    page = text_of(Client().get(page_of(measure, "thread")))
    assert "Contribution" not in page
    assert len(json.loads(Client().get(page_of(measure, "thread-json")).content)["@graph"]) == 1


def test_a_ring_of_links_ends(here: World):
    first, second = text(here, "Un"), text(here, "Deux")
    link(first, second)
    link(second, first)
    assert behind(first.pk).reached(first.pk) == {first.pk, second.pk}
    assert thread_page(first).sources[0].title == "Deux"


def test_a_withdrawn_text_keeps_its_place_without_its_words(here: World):
    measure, _idea, said = tree(here)
    Post.objects.filter(pk=said[0].pk).update(state="withdrawn")
    page = text_of(Client().get(page_of(measure, "thread")))
    assert "Contribution 0" not in page
    assert "Contribution 1" in page


def test_every_link_is_in_the_data_and_nobody_is(here: World):
    measure, idea, said = tree(here)
    answer = Client().get(page_of(measure, "thread-json"))
    graph = {each["@id"]: each for each in json.loads(answer.content)["@graph"]}
    assert len(graph) == 5
    assert graph[measure.ref.urn]["prov:wasQuotedFrom"] == [{"@id": idea.ref.urn}]
    assert len(graph[idea.ref.urn]["prov:wasDerivedFrom"]) == len(said)
    assert "Citoyenne" not in answer.content.decode()


def test_a_thread_of_many_costs_what_a_thread_of_few_does(
    here: World, django_assert_max_num_queries
):
    measure, idea, _said = tree(here)
    for number in range(60):
        link(text(here, f"Encore {number}"), idea)
    with django_assert_max_num_queries(12):
        Client().get(page_of(measure, "thread"))


def test_a_walk_goes_from_link_to_link_whatever_the_database_has_counted(here: World):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a few rows whole, whatever its indexes")
    measure, idea, _said = tree(here)
    for number in range(60):
        link(text(here, f"Autre {number}"), idea)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for each in (behind, ahead):
            with CaptureQueriesContext(connection) as asked:
                each(measure.pk)
            cursor.execute("EXPLAIN QUERY PLAN " + asked[0]["sql"])
            plan = [step for *_place, step in cursor.fetchall()]
            assert not [step for step in plan if "AUTOMATIC" in step or "SCAN post" in step], plan

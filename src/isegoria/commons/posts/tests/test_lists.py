"""Lists and files of posts: everybody once, in few statements, without the names of people."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from isegoria.commons.people.models import Person
from isegoria.commons.posts import lists, services
from isegoria.commons.posts.exports import oldest_first
from isegoria.commons.posts.lists import shown_posts
from isegoria.commons.posts.models import LISTED, Relation
from isegoria.commons.posts.queries import public_posts
from isegoria.commons.posts.tests.support import (
    LIST,
    citizen,
    comment,
    here,
    page_of,
    published,
    text_of,
)
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.search import query


def test_posts_leave_as_data_without_the_names_of_people(camille) -> None:
    _client, author = camille
    Person.objects.filter(pk=author.person_id).update(display_name="Nom Reconnaissable")
    post = published(author, here(), title="=1+1", text="Des haies")
    comment(author, post)
    csv = b"".join(
        Client().get(reverse("posts:export-posts-csv", args=["eau"])).streaming_content
    ).decode()
    api = Client().get("/api/v1/processes/eau/posts")
    one = Client().get(f"/api/v1/posts/{post.ref}")
    feed = Client().get(reverse("posts:feed", args=["eau", "textes"]))
    assert len(csv.splitlines()) == 3
    assert "'=1+1" in csv
    assert [row["comment_on"] for row in api.json()["items"]] == [None, str(post.ref)]
    assert one.json()["comments"] == 1
    assert feed.content.decode().count("<entry>") == 1
    for content in (csv, text_of(api), text_of(one), text_of(feed)):
        assert "Reconnaissable" not in content
        assert str(author.person_id) not in content


def test_the_pages_ask_little_of_the_database(camille, django_assert_max_num_queries) -> None:
    client, author = camille
    place = here()
    posts = [published(citizen(), place, theme=place.theme) for _rank in range(22)]
    for rank in range(22):
        said = comment(citizen(), posts[0])
        services.take_stance(actor=author, ref=said.ref, value=1)
        services.take_stance(actor=author, ref=posts[rank].ref, value=1, qualifiers=1)
        services.link_source(
            actor=SYSTEM, post=posts[rank], origin=posts[rank - 1], relation=Relation.CITED_BY
        )
    for order in ("fair", "recent", "supported", "debated"):
        for question in (f"?order={order}", f"?order={order}&theme=rivieres&by=people"):
            with django_assert_max_num_queries(8):
                assert Client().get(LIST + question).status_code == 200
            with django_assert_max_num_queries(12):
                assert client.get(LIST + question).status_code == 200
    with django_assert_max_num_queries(8):
        assert Client().get(page_of(posts[0])).status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(page_of(posts[0])).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(reverse("posts:mine")).status_code == 200
    with django_assert_max_num_queries(8):
        assert b"".join(Client().get("/contributions/eau.csv").streaming_content).count(b"\n") > 22


def test_the_second_page_and_a_position_ask_no_more(
    camille, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client, _author = camille
    posts = [published(citizen(), here()) for _rank in range(22)]
    for order in ("fair", "recent", "supported", "debated", "quiet"):
        with CaptureQueriesContext(connection) as first:
            content = text_of(client.get(f"{LIST}?order={order}"))
        following = re.search(r'rel="next" href="([^"]+)"', content)
        assert following is not None
        with django_assert_max_num_queries(len(first)):
            assert client.get(LIST + following[1]).status_code == 200
    savepoint = 2
    address = reverse("posts:stance", args=[posts[0].ref])
    for value in (1, -1):
        with django_assert_num_queries(7 + savepoint):
            assert client.post(address, {"value": value}).status_code == 302


def test_every_order_shows_everything_once(camille) -> None:
    client, author = camille
    place = here()
    refs = {str(published(citizen(), place).ref) for _rank in range(25)}
    for order in ("fair", "recent", "supported", "debated", "nonsense"):
        seen, address = [], f"{LIST}?order={order}"
        while address:
            content = text_of(client.get(address))
            seen += re.findall(r'id="p-([0-9a-f-]+)"', content)
            following = re.search(r'rel="next" href="([^"]+)"', content)
            address = LIST + following[1] if following else ""
        assert sorted(seen) == sorted(refs), order
    other = published(author, place, theme=place.theme)
    assert re.findall(r'id="p-([0-9a-f-]+)"', text_of(client.get(f"{LIST}?theme=rivieres"))) == [
        str(other.ref)
    ]
    assert 'id="p-' not in text_of(client.get(f"{LIST}?by=bodies"))


@pytest.mark.parametrize("are_common", [False, True])
@pytest.mark.parametrize("order", ["fair", "recent"])
def test_words_are_found_alike_whether_many_hold_them_or_few(
    place, monkeypatch, are_common, order
) -> None:
    monkeypatch.setattr(lists, "are_common", lambda _queries: are_common)
    author = citizen()
    hedges = [published(author, place, text=text) for text in ("Des haies", "La haie")]
    published(author, place, title="Un pont", text="De pierre", theme=place.theme)
    found = re.findall(
        r'id="p-([0-9a-f-]+)"', text_of(Client().get(f"{LIST}?order={order}&q=haies"))
    )
    assert sorted(found) == sorted(str(post.ref) for post in hedges)
    assert 'id="p-' not in text_of(Client().get(f"{LIST}?order={order}&q=haies&theme=rivieres"))


def test_words_are_common_when_many_hold_them(place, monkeypatch) -> None:
    monkeypatch.setattr(query, "_BEYOND", query.beyond(1))
    author = citizen()
    published(author, place, title="Des haies")
    assert not query.are_common(query.queries_of("haie"))
    published(author, place, title="Une haie")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert query.are_common(query.queries_of("haie"))


def test_a_comment_that_is_found_says_what_it_is_and_what_it_answers(place) -> None:
    post = published(citizen(), place, title="Des haies partout")
    comment(citizen(), post, text="Oui, et des saules.")
    found = text_of(Client().get(reverse("search"), {"q": "saules"}))
    assert "Réponse à : <span>Des haies partout</span>" in " ".join(found.split())
    assert "Contributions</span>" not in found


@pytest.mark.parametrize("order", LISTED)
def test_every_order_walks_its_index_and_sorts_nothing(place, order) -> None:
    """So that the last page costs what the first does."""
    _needs_plans_of_sqlite()
    listed = shown_posts(place.activity, "plain.text").order_by(*LISTED[order])
    plan = listed[:21].explain()
    assert f"post_{order} (activity_id=? AND kind=? AND shown=?)" in plan
    assert "TEMP B-TREE" not in plan


def test_a_file_of_all_posts_walks_an_index_and_sorts_nothing(place) -> None:
    """So that a million of them take the memory of a few."""
    _needs_plans_of_sqlite()
    plan = oldest_first(public_posts(place.process), place.activity.pk, "plain.text").explain()
    assert "post_recent (activity_id=? AND kind=? AND shown=?)" in plan
    assert "TEMP B-TREE" not in plan


def _needs_plans_of_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table of two rows whole, whatever its indexes")

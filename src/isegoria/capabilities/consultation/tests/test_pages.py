"""The pages of a consultation: what they show, to whom, and what they hide."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.consultation.kinds import TESTIMONY
from isegoria.capabilities.consultation.rules import NO_TESTIMONIES
from isegoria.capabilities.consultation.tests.support import (
    HEDGES_AGAIN,
    LIST,
    proposal,
    told,
)
from isegoria.commons.people.models import Person
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import citizen, page_of, text_of
from isegoria.commons.processes.models import Phase
from isegoria.core import clock
from isegoria.core.errors import Invalid

PROPOSE = "consultation:propose"


def setting(place, **changes) -> None:
    place.activity.settings = changes
    place.activity.save()


def write_url(name: str = "propose") -> str:
    return reverse(f"consultation:{name}", args=["eau", "textes"])


def exported(column: str) -> list[str]:
    content = b"".join(Client().get("/contributions/eau.csv").streaming_content).decode()
    return [line[column] for line in csv.DictReader(io.StringIO(content))]


def typed(client: Client, **changes: str) -> dict[str, str]:
    token = re.search(r'name="token" value="([^"]+)"', client.get(write_url()).content.decode())
    assert token
    given = {"title": "Planter", "text": HEDGES_AGAIN, "language": "fr", "act": "publish"}
    return {**given, "token": unescape(token[1]), **changes}


def test_proposals_and_testimonies_are_read_apart(place) -> None:
    proposal(citizen(), place)
    told(citizen(), place, place="Val d’Ombre")
    proposals = text_of(Client().get(LIST))
    testimonies = text_of(Client().get(reverse("consultation:testimonies", args=["eau", "textes"])))
    assert "Des haies" in proposals
    assert "la source a tari" not in proposals
    assert "la source a tari" in testimonies
    assert "Val d’Ombre" in testimonies


def test_a_consultation_without_testimonies_has_no_page_for_them(place, camille) -> None:
    client, _author = camille
    setting(place, testimonies=False)
    for name in ("testimonies", "testify"):
        assert client.get(write_url(name)).status_code == 404
    assert write_url("testimonies") not in text_of(client.get(LIST))


def test_testimonies_that_end_while_one_writes_lose_no_word(place, camille) -> None:
    """Seen to fail with ``closed`` taken out of the service, and out of the page."""
    client, author = camille
    draft = services.save_draft(
        actor=author, activity=place.activity, kind=TESTIMONY.code, text="Tari.", language="fr"
    )
    form = typed(client, title="", text="Le puits est sec depuis mai.")
    setting(place, testimonies=False)
    told_to = text_of(client.post(write_url("testify"), form))
    assert str(NO_TESTIMONIES) in told_to
    assert "Le puits est sec depuis mai." in told_to
    with pytest.raises(Invalid) as refused:
        services.publish_post(actor=author, post=draft)
    assert list(refused.value.problems) == [NO_TESTIMONIES]
    assert "Tari." in text_of(client.get(page_of(draft, "edit")))
    assert not Post.objects.filter(state="published").exists()
    client.post(write_url("testify"), {**form, "act": "draft"})
    assert Post.objects.filter(state="draft").count() == 2


def test_look_alikes_are_shown_before_anything_is_published(place, camille) -> None:
    client, author = camille
    first = proposal(citizen(), place)
    form = typed(client)
    shown = text_of(client.post(write_url(), form))
    assert page_of(first) in shown
    assert reverse("posts:stance", args=[first.ref]) in shown
    assert 'value="anyway"' in shown
    assert HEDGES_AGAIN in shown
    assert Post.objects.count() == 1
    preview = text_of(client.post(write_url(), {**form, "act": "preview"}))
    assert page_of(first) in preview
    assert f"<bdi>{Person.objects.get(pk=author.person_id)}</bdi>" in preview
    back_from_reading = text_of(client.get(write_url()))
    assert HEDGES_AGAIN in back_from_reading
    client.post(write_url(), form)
    answer = client.post(write_url(), {**form, "act": "anyway"})
    assert HEDGES_AGAIN not in text_of(client.get(write_url()))
    second = Post.objects.get(title="Planter")
    assert answer["Location"] == page_of(second)
    assert client.post(write_url(), {**form, "act": "anyway"})["Location"] == page_of(second)
    assert Post.objects.count() == 2
    assert page_of(first) in text_of(Client().get(page_of(second)))
    assert page_of(second) in text_of(Client().get(page_of(first)))


def test_look_alikes_come_while_one_writes_and_publish_nothing(place, camille) -> None:
    client, _author = camille
    first = proposal(citizen(), place)
    fragment = text_of(client.post(write_url(), typed(client, act="look", title="")))
    assert page_of(first) in fragment
    assert "<html" not in fragment
    page = text_of(client.get(write_url()))
    assert HEDGES_AGAIN in page
    assert page.index('id="id_text"') < page.index('id="alike"') < page.index('id="id_theme"')
    assert not text_of(client.post(write_url(), typed(client, act="look", text="Rien."))).strip()
    assert Post.objects.count() == 1


@pytest.mark.parametrize("results", ["after_voting", "at_the_end"])
def test_hidden_results_are_nowhere(place, camille, results: str) -> None:
    client, author = camille
    setting(place, results=results)
    post = proposal(author, place)
    for _each in range(7):
        services.take_stance(actor=citizen(), ref=post.ref, value=1, qualifiers=1)
    other = proposal(citizen(), place, title="Un puits", text="Creusons un puits au village.")
    services.take_stance(actor=citizen(), ref=other.ref, value=-1)
    for reader in (Client(), client):
        for address in (LIST, f"{LIST}?order=supported", page_of(post)):
            page = text_of(reader.get(address))
            assert '<span class="count">' not in page
            assert 'value="supported"' not in page
    asked = reverse("posts:stance", args=[post.ref])
    assert '<span class="count">' not in text_of(client.get(asked))
    row = Client().get(f"/api/v1/posts/{post.ref}").json()
    assert (row["agree"], row["neutral"], row["disagree"]) == (None, None, None)
    listed = Client().get("/api/v1/processes/eau/posts").json()
    assert {item["agree"] for item in listed["items"]} == {None}
    assert exported("agree") == ["", ""]
    feed = text_of(Client().get(reverse("posts:feed", args=["eau", "textes"])))
    assert ">7<" not in feed


def test_one_sees_the_results_of_a_text_once_one_has_voted_on_it(place, camille) -> None:
    client, reader = camille
    setting(place, results="after_voting")
    post = proposal(citizen(), place)
    services.take_stance(actor=citizen(), ref=post.ref, value=-1, qualifiers=0b1000)
    services.take_stance(actor=reader, ref=post.ref, value=1)
    page = text_of(client.get(page_of(post)))
    assert page.count('<span class="count">1</span>') == 3
    services.take_back_stance(actor=reader, ref=post.ref)
    assert '<span class="count">' not in text_of(client.get(page_of(post)))


def test_everybody_sees_the_results_at_the_end(place) -> None:
    setting(place, results="at_the_end")
    post = proposal(citizen(), place)
    services.take_stance(actor=citizen(), ref=post.ref, value=1)
    end = Phase.objects.get().closes_at
    with clock.frozen(end - timedelta(seconds=1)):
        assert '<span class="count">' not in text_of(Client().get(page_of(post)))
        assert exported("agree") == [""]
    with clock.frozen(end):
        assert '<span class="count">1</span>' in text_of(Client().get(page_of(post)))
        assert Client().get(f"/api/v1/posts/{post.ref}").json()["agree"] == 1
        assert exported("agree") == ["1"]
        assert 'value="supported"' in text_of(Client().get(LIST))


def test_a_pseudonym_hides_the_name_everywhere_and_only_where_it_is_allowed(place) -> None:
    author = citizen("Camille Vrainom")
    with pytest.raises(Invalid):
        proposal(author, place, signature="Une riveraine")
    setting(place, pseudonyms=True)
    post = proposal(author, place, signature="Une riveraine")
    for address in (LIST, page_of(post), page_of(post, "history")):
        assert "Vrainom" not in text_of(Client().get(address))
    assert "Une riveraine" in text_of(Client().get(page_of(post)))


def test_arguments_say_their_side_and_are_supported(place, camille) -> None:
    client, _author = camille
    post = proposal(citizen(), place)
    page = text_of(client.get(page_of(post)))
    assert 'name="side"' in page
    token = re.findall(r'name="token" value="([^"]+)"', page)[-1]
    said = {"text": "Cela coûte.", "language": "fr", "side": "-1", "token": token}
    client.post(reverse("posts:comment", args=[post.ref]), said)
    argument = Post.objects.get(parent=post)
    assert argument.side == -1
    services.take_stance(actor=citizen(), ref=argument.ref, value=1)
    with pytest.raises(Invalid):
        services.take_stance(actor=citizen(), ref=argument.ref, value=-1)


def test_a_testimony_does_without_a_title_only_where_the_organiser_says_so(place) -> None:
    assert told(citizen(), place).title == ""
    setting(place, titles_optional=False)
    with pytest.raises(Invalid):
        told(citizen(), place)


def test_a_qualifier_is_refused_where_there_are_none(place) -> None:
    setting(place, qualifiers=False)
    post = proposal(citizen(), place)
    with pytest.raises(Invalid):
        services.take_stance(actor=citizen(), ref=post.ref, value=1, qualifiers=1)


def test_a_list_is_searched_by_words(place) -> None:
    proposal(citizen(), place)
    proposal(citizen(), place, title="Un puits", text="Creusons un puits au village.")
    found = text_of(Client().get(LIST, {"q": "puits"}))
    assert "Un puits" in found
    assert "Des haies" not in found
    assert "Des haies" not in text_of(Client().get(LIST, {"q": "le la"}))


def test_the_author_reads_how_many_others_read_the_text_at_least(place, camille) -> None:
    client, author = camille
    post = proposal(author, place)
    both, one = citizen(), citizen()
    services.take_stance(actor=author, ref=post.ref, value=1)
    services.take_stance(actor=both, ref=post.ref, value=1)
    for reader in (both, one, author):
        services.comment(actor=reader, post=post, text="Oui.", language="fr")
    mine = text_of(client.get("/en/my-contributions/"))
    assert "at least 2 other people" in mine


@pytest.mark.parametrize(
    ("address", "out", "signed_in"),
    [(LIST, 8, 12), (f"{LIST}?order=recent&theme=rivieres&q=haies", 8, 12), ("page", 10, 10)],
)
def test_pages_take_few_statements(
    place, camille, django_assert_max_num_queries, address: str, out: int, signed_in: int
) -> None:
    client, _author = camille
    for rank in range(25):
        post = proposal(citizen(), place, theme=place.theme, title=f"Des haies {rank}")
        services.take_stance(actor=citizen(), ref=post.ref, value=1, qualifiers=1)
        services.comment(actor=citizen(), post=post, text="Oui.", language="fr", side=1)
    where = page_of(post) if address == "page" else address
    for reader, most in ((Client(), out), (client, signed_in)):
        reader.get(where)
        with django_assert_max_num_queries(most):
            assert reader.get(where).status_code == 200

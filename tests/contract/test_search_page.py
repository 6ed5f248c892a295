"""The search page, as somebody uses it."""

import pytest
from django.urls import reverse
from django.utils import translation

from isegoria.core import registry
from isegoria.core.search import query as search_query
from tests.contract.test_search_contract import TEXTS, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_texts(monkeypatch):
    monkeypatch.setattr(search_query, "all_sources", lambda: (TEXTS,))


def read(client, **asked) -> str:
    response = client.get(reverse("search"), asked, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_its_address_is_in_the_language_of_the_visitor():
    with translation.override("fr"):
        french = reverse("search")
    with translation.override("en"):
        assert reverse("search") == "/en/search/"
    assert french == "/recherche/"


def test_before_a_question_it_says_how_to_ask(client):
    assert "<form" in read(client)


def test_results_link_to_the_objects_and_mark_the_words(client):
    (group,) = publish("L'Éducation|pour les citoyen·ne·s & leurs <enfants>")
    page = read(client, q="education citoyens")
    assert f'href="/texts/{group.pk}/"' in page
    assert "<mark>Éducation</mark>" in page
    assert "<mark>citoyen·ne·s</mark> &amp; leurs &lt;enfants&gt;" in page


def test_the_question_is_kept_and_harmless(client):
    page = read(client, q='"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_without_a_result_it_helps(client):
    publish("Mesure|")
    nothing, vague = read(client, q="introuvable"), read(client, q="le de")
    assert nothing.count("<li>") > vague.count("<li>")
    assert "introuvable" in nothing


def test_results_go_on_over_pages(client):
    publish(*(f"Mesure {number}|" for number in range(25)))
    first = client.get(reverse("search"), {"q": "mesure"})
    assert first.content.decode().count('class="card"') == 20
    cursor = first.context["results"].next
    second = read(client, q="mesure", cursor=cursor)
    assert second.count('class="card"') == 5


@pytest.mark.parametrize("asked", ["\0", "%", "'", "a" * 5000, "é" * 5000, '"', "\ud800"])
def test_whatever_is_asked_there_is_a_page(client, asked):
    read(client, q=asked.encode(errors="replace").decode(), cursor=asked.encode(errors="replace"))


def test_the_manifest_declares_the_page():
    assert registry.policy("search.search")

"""What is sent to a consultation by mistake or malice: each gets its sentence, and nothing typed is lost."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.consultation.tests.support import proposal
from isegoria.commons.people.models import Account
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import CLOSES, citizen, text_of
from isegoria.core import clock
from isegoria.core.tasks import worker
from isegoria.kernel.tabular.tests.test_xlsx import bomb, workbook

PROPOSE = "/en/consultation/eau/textes/propose/"
IMPORT = "/en/processes/eau/manage/import/"


def sent(client: Client, **changes: str) -> str:
    given = {"title": "Un puits", "text": "Creusons.", "language": "fr", "act": "publish"}
    return text_of(client.post(PROPOSE, {**given, **changes}))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mot " * 262_144, "Shorten it: 8,000 characters at most, there are 1,048,575."),
        ("Creusons\x07 ici", "There is a sign in it that no screen can show, after “Creusons”."),
        ("Creusons \u202etiup nu", "turns the direction of writing, after “Creusons”"),
        ("Creusons \u2067ici", "turns the direction of writing, after “Creusons”"),
        ("  \n ", "This field is required."),
    ],
    ids=["a megabyte", "control", "override", "isolate", "blank"],
)
def test_each_bad_text_gets_its_sentence_and_is_given_back(
    camille, text: str, sentence: str
) -> None:
    client, _author = camille
    page = sent(client, text=text)
    assert sentence in page
    assert "Un puits" in page
    assert text.strip()[:12] in page
    assert not Post.objects.exists()


def test_a_position_after_closing_is_refused_with_its_sentence(camille, place) -> None:
    client, author = camille
    post = proposal(author, place)
    address = f"/en{reverse('posts:stance', args=[post.ref])}"
    with clock.frozen(CLOSES + timedelta(seconds=1)):
        told = text_of(client.post(address, {"value": "1"}, follow=True))
    assert "closed" in told.lower()
    assert not Stance.objects.exists()


def test_a_position_on_a_hidden_text_finds_nothing(camille, place) -> None:
    client, _author = camille
    post = proposal(citizen(), place)
    Post.objects.update(visibility=Visibility.HIDDEN)
    assert client.post(reverse("posts:stance", args=[post.ref]), {"value": "1"}).status_code == 404
    assert not Stance.objects.exists()


def test_a_button_pressed_twice_counts_once(camille, place) -> None:
    client, _author = camille
    post = proposal(citizen(), place)
    address = reverse("posts:stance", args=[post.ref])
    for _press in range(2):
        assert client.post(address, {"value": "1"}).status_code == 302
    assert Post.objects.get().agree_count == Stance.objects.count() == 1


@pytest.fixture
def team(place) -> Client:
    """Somebody who runs the site."""
    client = Client()
    client.force_login(Account.objects.create_user("o@exemple.test", is_administrator=True))
    return client


def brought(team: Client, name: str, content: bytes) -> str:
    given = {"activity": "textes", "posts": SimpleUploadedFile(name, content)}
    page = text_of(team.post(IMPORT, given, follow=True))
    worker.drain()
    return page + text_of(team.get(IMPORT))


def test_a_zip_bomb_named_csv_is_refused_before_it_is_unpacked(team: Client) -> None:
    plain = BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("p.csv", b"0" * 5_000_000)
    page = brought(team, "p.csv", plain.getvalue())
    assert "none of the formats that are accepted here" in page
    large = bomb(workbook([["id", "text"], ["1", "x"]]), "xl/sharedStrings.xml", b" " * 99_000_000)
    assert "Nothing was imported" in brought(team, "p.csv", large)
    assert not Post.objects.exists()


def test_a_formula_is_words_when_it_comes_and_when_it_leaves(team: Client) -> None:
    formula = "=HYPERLINK(A1)"
    brought(team, "p.csv", f'id,title,text\np1,{formula},"{formula} et des mots"\n'.encode())
    post = Post.objects.get()
    assert (post.title, post.text) == (formula, f"{formula} et des mots")
    answer = Client().get("/contributions/eau.csv")
    file = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
    assert formula in file
    assert f",{formula}" not in file

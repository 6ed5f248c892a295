"""Images of a text: described, kept through refusals, drafts and versions, hidden and forgotten with it."""

import re
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Account
from isegoria.commons.people.services import forget_person
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Picture, Post
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import LIST, account, citizen, page_of, text_of
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Invalid
from isegoria.core.files.models import Upload
from isegoria.core.files.tests import hostile

WRITE = f"{LIST}write/"
ALT = "Une haie au bord de l’eau"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(name: str = "chez-moi.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile.photo(size=(800, 400)), "image/jpeg")


def typed(**changes: object) -> dict[str, object]:
    given = {"title": "Des haies", "text": "Plantons.", "language": "fr", "act": "publish"}
    return {**given, **changes}


def refs_in(page: str) -> list[str]:
    return re.findall(r'name="picture" value="([^"]+)"', page)


def with_picture(client: Client, **changes: object) -> Post:
    """A published text with an image, written on the pages."""
    client.post(WRITE, typed(image=photo(), **{"image-alt": ALT}, **changes))
    return Post.objects.get(title=changes.get("title", "Des haies"))


def seen(client: Client, address: str) -> tuple[int, str]:
    """What an image is answered: the status and who may keep it. Its octets are read."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
        for close in answer._resource_closers:  # close() would end the connection of the test too
            close()
    return answer.status_code, answer["Cache-Control"]


def files_in(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_an_image_survives_a_refused_form_a_draft_and_a_version(camille, folder) -> None:
    client, author = camille
    refused = text_of(client.post(WRITE, typed(title="", image=photo())))
    (ref,) = refs_in(refused)
    assert "image 1" in refused
    assert files_in(folder) == 2
    small = reverse("posts:sent-picture", args=[ref])
    assert seen(client, small) == (200, "private, no-cache")
    assert Client().get(small).status_code == 404
    form = {**typed(), "picture": ref, f"alt-{ref}": ALT}
    draft = client.post(WRITE, {**form, "act": "draft"})["Location"]
    kept = client.get(draft)
    token = re.search(r'name="token" value="([^"]+)"', kept.content.decode())
    assert refs_in(text_of(kept)) == [ref]
    assert token
    assert ALT in text_of(kept)
    client.post(draft, {**form, "token": unescape(token[1])})
    post = Post.objects.get()
    assert post.picture_count == 1
    for page in (LIST, page_of(post)):
        assert f'alt="{ALT}"' in text_of(Client().get(page))
    services.edit_post(
        actor=author, post=post, title="Des haies", text="Plantons-en.", reason="Mieux"
    )
    assert f'alt="{ALT}"' in text_of(Client().get(page_of(post)))
    assert f'alt="{ALT}"' in text_of(Client().get(page_of(post, "history")))


def test_nothing_is_published_before_each_image_is_described(camille, place) -> None:
    """Seen to fail with the rule taken out of the form and of the service."""
    client, author = camille
    page = text_of(client.post(WRITE, typed(image=photo())))
    (ref,) = refs_in(page)
    assert not Post.objects.exists()
    draft = services.save_draft(
        actor=author,
        activity=place.activity,
        kind="plain.text",
        title="T",
        text="T.",
        language="fr",
        images=[(UUID(ref), "")],
    )
    with pytest.raises(Invalid):
        services.publish_post(actor=author, post=draft)


def test_adding_and_removing_publish_nothing_and_lose_no_word(camille, folder) -> None:
    client, _author = camille
    page = text_of(client.post(WRITE, typed(act="attach", title="", image=photo())))
    (ref,) = refs_in(page)
    assert "Plantons." in page
    assert 'role="alert"' not in page
    gone = text_of(client.post(WRITE, typed(picture=ref, without=ref)))
    assert not refs_in(gone)
    assert "Plantons." in gone
    assert not Post.objects.exists()


def test_what_is_no_image_is_refused_in_words_and_the_text_stays(camille, folder) -> None:
    client, _author = camille
    script = SimpleUploadedFile("photo.png", hostile.SCRIPT, "image/png")
    page = text_of(client.post(WRITE, typed(image=script)))
    assert "PNG, WEBP" in page
    assert "Plantons." in page
    assert not Post.objects.exists()
    assert files_in(folder) == 0


def test_the_file_of_somebody_else_is_not_taken(camille, place) -> None:
    """Seen to fail with the owner taken out of the question."""
    client, _author = camille
    theirs = refs_in(text_of(client.post(WRITE, typed(act="attach", image=photo()))))
    thief = Client()
    thief.force_login(account("voleuse@exemple.test", "V"))
    assert thief.get(reverse("posts:sent-picture", args=theirs)).status_code == 404
    thief.post(WRITE, {**typed(), "picture": theirs[0], f"alt-{theirs[0]}": "Volée"})
    assert not Picture.objects.exists()


def test_an_image_is_hidden_and_withdrawn_with_its_text(camille) -> None:
    client, author = camille
    post = with_picture(client)
    upload = Upload.objects.get()
    addresses = [
        reverse(f"posts:{name}", args=[post.ref, upload.ref])
        for name in ("picture", "small-picture")
    ]
    for address in addresses:
        assert seen(Client(), address) == (200, "no-cache")
    Post.objects.update(visibility=Visibility.HIDDEN)
    assert [Client().get(address).status_code for address in addresses] == [404, 404]
    Post.objects.update(visibility=Visibility.VISIBLE)
    services.withdraw_post(actor=author, post=post)
    assert [Client().get(address).status_code for address in addresses] == [404, 404]


def test_an_image_taken_away_is_destroyed_and_the_version_says_what_it_showed(
    camille, folder, django_capture_on_commit_callbacks
) -> None:
    client, _author = camille
    post = with_picture(client)
    edit = page_of(post, "edit")
    form = {"title": "Des haies", "text": "Plantons.", "reason": "Sans image", "revision": 1}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(edit, form).status_code == 302
    assert (Post.objects.get().picture_count, Upload.objects.count(), files_in(folder)) == (0, 0, 0)
    history = text_of(Client().get(page_of(post, "history")))
    assert ALT in history
    assert "<img" not in history.partition("<main")[2].partition("</main")[0]


def test_a_text_has_so_many_images_at_most(camille) -> None:
    client, _author = camille
    post = with_picture(client)
    assert post.picture_count == 1
    page = ""
    refs: list[str] = []
    for _each in range(3):
        page = text_of(client.post(WRITE, typed(act="attach", image=photo(), picture=refs)))
        refs = refs_in(page)
    assert len(refs) == 2
    assert 'name="image"' not in page


def test_visitors_without_an_account_are_led_to_sign_in_and_send_no_file(place) -> None:
    place.activity.verification = 0
    place.activity.save()
    place.process.minimum_age = 0
    place.process.save()
    page = text_of(Client().get(WRITE))
    assert 'name="image"' not in page
    assert reverse("account_login") in page
    Client().post(WRITE, typed(image=photo()))
    assert not Upload.objects.exists()


def test_forgetting_somebody_destroys_their_images_and_leaves_the_text(
    camille, folder, django_capture_on_commit_callbacks
) -> None:
    client, author = camille
    post = with_picture(client)
    mine = Account.objects.select_related("person").get(person=author.person_id)
    with django_capture_on_commit_callbacks(execute=True):
        forget_person(actor=SYSTEM, account=mine)
    assert not Picture.objects.exists()
    assert files_in(folder) == 0
    assert Post.objects.get(pk=post.pk).picture_count == 0
    assert Client().get(page_of(post)).status_code == 200


def test_a_list_with_images_asks_no_more_statements(
    camille, place, django_assert_max_num_queries
) -> None:
    client, _author = camille
    with_picture(client)
    services.take_stance(actor=citizen(), ref=Post.objects.get().ref, value=1)
    reader = Client()
    reader.get(LIST)
    with django_assert_max_num_queries(8):
        reader.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)

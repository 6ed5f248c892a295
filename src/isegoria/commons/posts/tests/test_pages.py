"""The pages of a post: what they show, to whom, and that they work for everybody."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Person
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post, Relation, Stance
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import (
    CLOSES,
    LIST,
    account,
    actor_of,
    citizen,
    comment,
    draft,
    here,
    page_of,
    published,
    text_of,
)
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Verification
from isegoria.core.journal.models import Entry

WRITE = f"{LIST}write/"


def token_in(answer) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer.content.decode())
    assert found
    return unescape(found[1])


def typed(**changes: str) -> dict[str, str]:
    return {
        "title": "Des haies",
        "text": "Plantons des *haies*.",
        "language": "fr",
        "act": "publish",
        **changes,
    }


def test_a_citizen_writes_sees_it_first_publishes_and_a_double_click_changes_nothing(
    camille,
) -> None:
    client, author = camille
    token = token_in(client.get(WRITE))
    shown = client.post(WRITE, typed(act="preview", token=token))
    assert "<em>haies</em>" in text_of(shown)
    assert not Post.objects.exists()
    first = client.post(WRITE, typed(token=token))
    second = client.post(WRITE, typed(token=token))
    post = Post.objects.get()
    assert first["Location"] == second["Location"] == page_of(post)
    assert Entry.objects.filter(kind="post.published").count() == 1
    assert "Plantons des <em>haies</em>" in text_of(client.get(page_of(post)))
    assert "Des haies" in text_of(client.get(LIST))
    assert post.author_id == author.person_id


def test_a_draft_is_found_again_and_published(camille) -> None:
    client, _author = camille
    kept = client.post(WRITE, typed(act="draft", title="", token=token_in(client.get(WRITE))))
    post = Post.objects.get()
    assert kept["Location"] == page_of(post, "edit")
    again = client.get(page_of(post, "edit"))
    assert "Plantons des *haies*." in text_of(again)
    assert page_of(post, "edit") in text_of(client.get(reverse("posts:mine")))
    refused = client.post(page_of(post, "edit"), typed(title="", token=token_in(again)))
    assert refused.status_code == 200
    assert Post.objects.get().state == "draft"
    client.post(page_of(post, "edit"), typed(token=token_in(again)))
    assert Post.objects.get().state == "published"
    other = draft(actor_of(Person.objects.get(account__email="c@exemple.test")), here())
    client.post(page_of(other, "discard"))
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "a" * 1_000_000}, "1\u202f000\u202f000"),
        ({"text": "avant \u202e après"}, "avant"),
        ({"text": "avant \x07 après"}, "avant"),
        ({"text": "avant \0 après"}, "avant"),
        ({"title": ""}, "Des haies"),
        ({"language": "tlh"}, "Plantons"),
        ({"theme": "inconnu"}, "Plantons"),
    ],
)
def test_what_cannot_be_published_is_told_and_what_was_typed_is_kept(
    camille, changes, said
) -> None:
    client, _author = camille
    given = typed(**changes)
    if not given["title"]:
        given["text"] = "Des haies partout"
    answer = client.post(WRITE, given)
    assert answer.status_code == 200
    content = text_of(answer)
    assert 'role="alert"' in content
    assert said in content
    assert not Post.objects.exists()
    assert not Entry.objects.exists()


def test_a_refusal_that_comes_while_writing_keeps_what_was_typed(camille) -> None:
    client, _author = camille
    with clock.frozen(CLOSES):
        assert client.get(WRITE).status_code == 403
        answer = client.post(WRITE, typed())
    assert answer.status_code == 200
    assert "Plantons des *haies*." in text_of(answer)
    assert not Post.objects.exists()


def test_whoever_is_not_signed_in_is_led_there_before_writing_and_loses_nothing_after(
    place,
) -> None:
    client, mine = Client(), account()
    before = client.get(WRITE)
    assert before.status_code == 302
    assert before["Location"].startswith(reverse("account_login"))
    assert "next=" in before["Location"]
    during = client.post(WRITE, typed(text="Écrit trop longtemps"))
    assert during["Location"].startswith(reverse("account_login"))
    client.force_login(mine)
    assert "Écrit trop longtemps" in text_of(client.get(WRITE))
    assert "Écrit trop longtemps" not in text_of(client.get(WRITE))


def test_whoever_never_said_their_age_is_asked_it(camille) -> None:
    client, author = camille
    Person.objects.filter(pk=author.person_id).update(declared_age=0)
    assert client.get(WRITE)["Location"].startswith(reverse("people:age"))


def test_a_welcoming_activity_takes_a_visitor_with_a_cookie(place) -> None:
    place.activity.verification = Verification.NONE
    place.activity.save()
    place.process.minimum_age = 0
    place.process.save()
    post = published(citizen(), place)
    client = Client()
    assert page_of(post, "stance") in text_of(client.get(page_of(post)))
    assert not client.cookies
    client.post(page_of(post, "stance"), {"value": "1"})
    client.post(page_of(post, "stance"), {"value": "-1"})
    assert Stance.objects.get().value == -1
    assert client.post(WRITE, typed())["Location"]
    said = client.post(page_of(post, "comment"), {"text": "Oui", "language": "fr"})
    assert f"{page_of(post)}#c-" in said["Location"]
    assert Post.objects.values("author").distinct().count() == 2


def test_hostile_words_are_shown_as_words(camille) -> None:
    client, author = camille
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' [x](javascript:alert(1))"
    post = published(author, here(), title=evil[:100], text=evil)
    services.edit_post(actor=author, post=post, title=evil[:90], text=evil + " b", reason=evil[:80])
    comment(citizen(evil[:40]), post, evil)
    for address in (
        page_of(post),
        page_of(post, "history"),
        page_of(post, "edit"),
        page_of(post, "withdraw"),
        page_of(post, "stance"),
        page_of(post, "journal"),
        reverse("posts:mine"),
        reverse("posts:feed", args=["eau", "textes"]),
        LIST,
    ):
        content = client.get(address).content.decode()
        assert "<script>alert" not in content, address
        assert "<img src=x" not in content, address
        assert 'href="javascript' not in content, address


def test_a_position_is_taken_with_and_without_javascript(camille) -> None:
    client, _author = camille
    post = published(citizen(), here())
    answer = client.post(page_of(post, "stance"), {"value": "1", "next": LIST})
    assert answer["Location"] == LIST
    partial = client.post(
        page_of(post, "stance"),
        {"value": "1", "whole": "1", "bit": ["0", "1"], "next": "/ailleurs/"},
        headers={"HX-Request": "true"},
    )
    content = partial.content.decode()
    assert "<html" not in content
    assert 'aria-pressed="true"' in content
    assert 'value="/ailleurs/"' in content
    assert Stance.objects.get().qualifiers == 3
    client.post(page_of(post, "stance"), {"value": "1"})
    assert Stance.objects.get().qualifiers == 3
    assert '<input type="hidden" name="whole" value="1">' in content
    client.post(page_of(post, "stance"), {"value": "-1", "whole": "1", "bit": ["0", "1"]})
    changed = Stance.objects.get()
    assert (changed.value, changed.qualifiers) == (-1, 0)
    client.post(page_of(post, "stance"), {"back": "1"})
    assert not Stance.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"value": "2"}, {"value": "x"}, {"value": "1", "whole": "1", "bit": "14"}]
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_position_that_does_not_exist_is_refused_in_words(camille, sent, headers) -> None:
    client, _author = camille
    post = published(citizen(), here())
    answer = client.post(page_of(post, "stance"), sent, headers=headers)
    if not headers:
        assert answer.status_code == 302
        answer = client.get(answer["Location"])
    assert 'class="notice' in answer.content.decode()
    assert not Stance.objects.exists()


def test_nothing_leads_to_another_site(camille) -> None:
    client, _author = camille
    post = published(citizen(), here())
    for wanted in ("https://mal.exemple/", "//mal.exemple/", "javascript:alert(1)"):
        answer = client.post(page_of(post, "stance"), {"value": "1", "next": wanted})
        assert answer["Location"] == page_of(post)


def test_what_was_hidden_or_never_published_is_a_404_for_others(camille) -> None:
    client, _author = camille
    place = here()
    kept, post = draft(citizen(), place), published(citizen(), place)
    said = comment(citizen(), post)
    Post.objects.filter(pk=post.pk).update(visibility=Visibility.HIDDEN)
    for hidden in (kept, post, said):
        for what in (
            "page",
            "edit",
            "history",
            "withdraw",
            "journal",
            "comment",
            "stance",
            "follow",
        ):
            assert client.get(page_of(hidden, what)).status_code == 404, what
        assert client.post(page_of(hidden, "stance"), {"value": "1"}).status_code == 404
    words = "Je crois que les saules tiendraient mieux la berge que des pierres."
    late = client.post(page_of(post, "comment"), {"text": words, "language": "fr"})
    assert (late.status_code, words in text_of(late)) == (404, True)
    foreign = Client(enforce_csrf_checks=True).post("/nulle-part/", {"text": words})
    assert (foreign.status_code, words in text_of(foreign)) == (404, False)
    assert client.get(page_of(post, "page").replace(str(post.ref), str(uuid4()))).status_code == 404
    assert "haies" not in text_of(client.get(LIST))
    rows = client.get("/api/v1/processes/eau/posts").json()["items"]
    assert rows == []
    assert client.get(f"/api/v1/posts/{said.ref}").status_code == 404


def test_a_withdrawn_text_keeps_its_page_without_its_words(camille) -> None:
    client, author = camille
    post = published(author, here(), title="Secret", text="Mots retirés")
    comment(citizen(), post, "Dommage")
    assert client.post(page_of(post, "withdraw")).status_code == 302
    for reader in (Client(), client):
        content = text_of(reader.get(page_of(post)))
        assert "Dommage" in content
        assert ("Mots retirés" in content) is (reader is client)
    assert Client().get(page_of(post, "history")).status_code == 404
    assert "Secret" not in text_of(Client().get(page_of(post, "journal")))


def test_a_change_shows_what_was_added_and_removed(camille) -> None:
    client, author = camille
    post = published(author, here(), text="Plantons des haies ici.")
    answer = client.post(
        page_of(post, "edit"),
        {"title": "T", "text": "Plantons des saules ici.", "reason": "Précision", "revision": "1"},
    )
    assert answer["Location"] == page_of(post)
    content = text_of(client.get(page_of(post, "history")))
    assert re.search(r"<del>.*haies.*</del><ins>.*saules.*</ins>", content, re.DOTALL)
    assert "Précision" in content
    late = client.post(
        page_of(post, "edit"), {"title": "T", "text": "Autre", "reason": "r", "revision": "1"}
    )
    assert 'role="alert"' in text_of(late)
    for question in ("?from=9&to=x", "?from=2&to=2", "?from=2&to=1"):
        assert client.get(page_of(post, "history") + question).status_code == 200


def test_a_refused_comment_keeps_what_was_typed_and_a_good_one_is_shown(camille) -> None:
    client, _author = camille
    post = published(citizen(), here())
    refused = client.post(page_of(post, "comment"), {"text": "b" * 1_001, "language": "fr"})
    assert "b" * 1_001 in text_of(refused)
    client.post(page_of(post, "comment"), {"text": "Des mares aussi", "language": "en"})
    content = text_of(client.get(page_of(post)))
    assert "Des mares aussi" in content
    assert 'dir="auto" lang="en"' in content
    said = Post.objects.get(parent=post)
    assert client.get(page_of(said))["Location"] == f"{page_of(post)}#c-{said.ref}"


def test_provenance_is_shown_from_both_ends(camille) -> None:
    client, author = camille
    place = here()
    origin = published(author, place, title="Idée", text="Plantons des haies.")
    measure = published(citizen(), place, title="Mesure")
    services.link_source(
        actor=SYSTEM, post=measure, origin=origin, relation=Relation.BECAME, excerpt="des haies"
    )
    for post, other in ((origin, measure), (measure, origin)):
        content = text_of(client.get(page_of(post)))
        assert page_of(other) in content
        assert "des haies</blockquote>" in content
    Post.objects.filter(pk=measure.pk).update(visibility=Visibility.HIDDEN)
    assert page_of(measure) not in text_of(client.get(page_of(origin)))


def test_following_is_offered_done_and_undone(camille) -> None:
    client, _author = camille
    post = published(citizen(), here())
    for address, where in (
        (page_of(post, "follow"), page_of(post)),
        (reverse("posts:follow-process", args=["eau"]), reverse("processes:page", args=["eau"])),
    ):
        assert Client().get(address).status_code == 302
        assert client.get(address).status_code == 200
        assert client.post(address)["Location"] == where
        assert client.post(address, {"act": "stop"})["Location"] == where


def test_the_journal_page_says_what_was_recorded_and_to_each_their_own_positions(camille) -> None:
    client, author = camille
    post = published(citizen(), here())
    services.take_stance(actor=author, ref=post.ref, value=1)
    own = text_of(client.get(page_of(post, "journal")))
    others = text_of(Client().get(page_of(post, "journal")))
    assert own.count("<time") == others.count("<time") + 1
    assert str(post.ref) in others

"""The pages of moderation, from a report to the public log."""

from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from isegoria.commons.moderation.models import Appeal, Report, Ruling
from isegoria.commons.moderation.states import Act, Reason
from isegoria.commons.moderation.tests.support import WHY, hide, team_account
from isegoria.commons.notifications.models import Notice
from isegoria.commons.posts.states import Visibility
from isegoria.commons.posts.tests.support import (
    World,
    account,
    citizen,
    counts,
    page_of,
    published,
    text_of,
)
from isegoria.core.actor import Actor


def test_from_a_report_to_the_log_and_back(
    place: World, camille: tuple[Client, Actor], moderator: Actor
) -> None:
    client, author = camille
    post = published(author, place, text="Vous êtes tous des menteurs.")
    report = reverse("moderation:report", args=[post.ref])
    reader = Client()
    reader.force_login(team_account(place, "Rita", ""))
    assert reader.get(report).status_code == 200
    empty = reader.post(report, {"words": "La première phrase."})
    assert "La première phrase." in text_of(empty)
    assert not Report.objects.exists()
    assert reader.post(report, {"reason": "insult"}).status_code == 302

    desk = Client()
    desk.force_login(team_account(place, "Modeste"))
    waiting = text_of(desk.get(reverse("moderation:queue", args=[place.process.slug])))
    assert post.title in waiting
    item = reverse("moderation:item", args=[post.ref])
    assert "La première phrase" not in text_of(desk.get(item))
    refused = desk.post(item, {"revision": 1, "act": "hide", "rewriting": "Je ne vous crois pas."})
    assert "Je ne vous crois pas." in text_of(refused)
    assert not Ruling.objects.exists()
    decision = {
        "revision": 1,
        "act": "hide",
        "reason": "insult",
        "explanation": WHY,
        "rewriting": "Je ne vous crois pas.",
    }
    assert desk.post(item, decision).status_code == 302

    log = reverse("moderation:log", args=[place.process.slug])
    assert item in text_of(desk.get(log)), "who hid too fast finds the text again"
    assert item not in text_of(reader.get(log))

    ruling = Ruling.objects.get()
    own = reverse("moderation:ruling", args=[ruling.ref])
    page = text_of(client.get(own))
    assert all(word in page for word in (WHY, "Je ne vous crois pas.", "tous des menteurs"))
    assert reader.get(own).status_code == 404
    assert client.post(own + "appeal/", {}).status_code in {200, 404}
    appeal = reverse("moderation:appeal", args=[ruling.ref])
    assert text_of(client.post(appeal, {"words": ""})).count("<textarea")
    assert client.post(appeal, {"words": "Je parlais du livre."}).status_code == 302
    assert "Je parlais du livre." in text_of(client.get(own)), "and it can be read again"

    other = Client()
    other.force_login(team_account(place, "Olga"))
    decide = reverse("moderation:decide-appeal", args=[Appeal.objects.get().pk])
    assert desk.get(decide).status_code == 403
    assert "Vous pouvez rétablir le texte" in text_of(desk.get(item))
    assert decide in text_of(other.get(item))
    assert "Je parlais du livre." in text_of(other.get(decide))
    assert other.post(decide, {"outcome": "overturn"}).status_code == 200
    answer = other.post(decide, {"outcome": "overturn", "explanation": "Il parlait du livre."})
    assert answer.status_code == 302
    read = text_of(Client().get(log))
    assert WHY in read
    assert "Il parlait du livre." in read
    assert "Je parlais du livre." not in read
    assert Client().get(page_of(post)).status_code == 200


def test_the_rewriting_is_published_by_its_author(
    place: World, camille: tuple[Client, Actor], moderator: Actor
) -> None:
    client, author = camille
    post = published(author, place)
    ruling = hide(moderator, post, rewriting="Plantons.")
    address = reverse("moderation:accept-rewriting", args=[ruling.ref])
    assert urlsplit(client.post(address).headers["Location"]).path == page_of(post)
    post.refresh_from_db()
    assert post.visibility == Visibility.VISIBLE
    assert "Plantons." in text_of(Client().get(page_of(post)))


def test_strangers_find_nothing(place: World, moderator: Actor) -> None:
    post = published(citizen(), place)
    ruling = hide(moderator, post)
    stranger = Client()
    stranger.force_login(team_account(place, "Stella", "facilitator"))
    for client in (Client(), stranger):
        for name, argument in (
            ("item", post.ref),
            ("report", post.ref),
            ("ruling", ruling.ref),
            ("queue", place.process.slug),
            ("queue-by-ref", place.process.ref),
        ):
            answer = client.get(reverse(f"moderation:{name}", args=[argument]))
            assert answer.status_code == 404, name


def test_every_state_of_a_text_has_its_decisions(place: World, moderator: Actor) -> None:
    desk = Client()
    desk.force_login(team_account(place, "Modeste"))
    post = published(citizen(), place)
    item = reverse("moderation:item", args=[post.ref])
    seen = {}
    for state in Visibility.values:
        type(post).objects.filter(pk=post.pk).update(visibility=state)
        page = text_of(desk.get(item))
        seen[state] = {
            act
            for act in ("approve", "hide", "restore", "keep", "warn")
            if f'value="{act}"' in page
        }
    assert seen == {
        "pending": {"approve", "hide"},
        "visible": {"keep", "hide", "warn"},
        "hidden": {"restore"},
    }
    type(post).objects.filter(pk=post.pk).update(visibility="visible")
    refused = text_of(desk.post(item, {"act": "hide", "revision": 1}))
    assert refused.count('id="id_reason_error"') == refused.count('id="id_explanation_error"') == 1
    assert desk.get(reverse("moderation:queue-by-ref", args=[place.process.ref])).status_code == 302


def test_whoever_follows_a_hidden_text_can_stop(place: World, moderator: Actor) -> None:
    reader, client = account("lou@exemple.test", "Lou"), Client()
    client.force_login(reader)
    post = published(citizen(), place, title="Un mot dur")
    client.post(page_of(post, "follow"))
    hide(moderator, post)
    assert client.get(page_of(post)).status_code == 404
    space = text_of(client.get(reverse("my-space")))
    assert page_of(post, "follow") in space
    page = client.get(page_of(post, "follow"))
    assert page.status_code == 200
    assert "Un mot dur" not in space + text_of(page)
    assert client.post(page_of(post, "follow")).status_code == 404, "it cannot be followed anew"
    assert client.post(page_of(post, "follow"), {"act": "stop"}).status_code == 302
    assert counts(post)[-1] == 0
    assert client.get(page_of(post, "follow")).status_code == 404


def test_a_warning_reaches_its_author_and_leaves_the_text_where_it_was(
    place: World, camille: tuple[Client, Actor], moderator: Actor
) -> None:
    client, author = camille
    post = published(author, place)
    ruling = hide(moderator, post, act=Act.WARN, reason=Reason.HATE)
    told = Notice.objects.filter(person=author.person_id)
    assert list(told.values_list("kind", flat=True)) == ["moderation.ruled"]
    assert Client().get(page_of(post)).status_code == 200
    page = text_of(client.get(reverse("moderation:ruling", args=[ruling.ref])))
    assert WHY in page
    assert str(Reason.HATE.label) in page
    assert str(Act.WARN.label) in page

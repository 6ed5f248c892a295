"""What is hidden is gone from everywhere in the same instant, with what stood under it, and comes back."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.moderation.services import rule_on_post
from isegoria.commons.moderation.states import Act
from isegoria.commons.moderation.tests.support import hide
from isegoria.commons.posts.models import Post, Relation
from isegoria.commons.posts.services import take_stance
from isegoria.commons.posts.statistics import STATISTICS
from isegoria.commons.posts.tests.support import (
    LIST,
    World,
    account,
    citizen,
    comment,
    page_of,
    published,
    text_of,
)
from isegoria.commons.posts.writing import link
from isegoria.commons.processes.minute import numbers_of_the_minute
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.minute import GLANCE, of_the_minute
from isegoria.core.search.models import SearchDocument

WORD, UNDER = "Cacochyme", "Valétudinaire"


@pytest.fixture
def hurtful(place: World) -> Post:
    """A text with a word of its own, a comment with another, a text that came of it, and positions."""
    post = published(citizen(), place, title=WORD, text=f"{WORD} : plantons des haies.")
    said = comment(citizen(), post, text=f"{UNDER}, oui.")
    later = published(citizen(), place, title="La suite")
    for origin in (post, said):
        link(later, origin, Relation.BECAME, "", SYSTEM)
    for text in (post, said):
        take_stance(actor=citizen(), ref=text.ref, value=1)
    return post


def places(place: World, later: Post) -> dict[str, str]:
    """What a stranger gets from everywhere a text may stand."""
    slug = place.process.slug
    addresses = {
        "list": LIST,
        "search": f"{reverse('search')}?q={WORD.lower()}",
        "search under": f"{reverse('search')}?q={UNDER.lower()}",
        "feed": reverse("posts:feed", args=[slug, place.activity.slug]),
        "export": reverse("posts:export-posts-csv", args=[slug]),
        "api": f"/api/v1/processes/{slug}/posts",
        "process": reverse("processes:page", args=[slug]),
        "home": reverse("home"),
        "provenance": page_of(later),
    }
    found = {}
    for name, address in addresses.items():
        answer = Client().get(address)
        assert answer.status_code == 200, name
        raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[name] = (
            json.dumps(json.loads(raw), ensure_ascii=False) if name == "api" else raw.decode()
        )
    return found


def numbers(place: World, moment: int) -> list[str]:
    """The totals of the process, as its page has them in memory some moments later."""
    with clock.frozen(clock.now() + moment * GLANCE):
        return [f"{number.label} {number.value}" for number in numbers_of_the_minute(place.process)]


def test_a_hidden_text_is_nowhere_and_restored_is_everywhere(
    place: World, hurtful: Post, moderator: Actor
) -> None:
    later = Post.objects.get(title="La suite")
    counted = [statistic.count(place.process) for statistic in STATISTICS]
    assert counted == [2, 1, 2, 5]
    before, told = places(place, later), numbers(place, 1)
    assert {name for name, text in before.items() if WORD in text} >= {
        "list",
        "search",
        "feed",
        "export",
        "api",
        "provenance",
    }
    assert UNDER in before["provenance"]
    hide(moderator, hurtful)
    after = places(place, later)
    assert [name for name, text in after.items() if WORD in text or UNDER in text] == []
    assert Client().get(page_of(hurtful)).status_code == 404
    assert [statistic.count(place.process) for statistic in STATISTICS] == [1, 0, 0, 1]
    assert numbers(place, 2) != told, "what a process had counted is counted again"
    assert not SearchDocument.objects.filter(body_terms__contains="cacochyme").exists()
    rule_on_post(actor=moderator, post=hurtful, act=Act.RESTORE, explanation="À tort.")
    assert [statistic.count(place.process) for statistic in STATISTICS] == counted
    assert numbers(place, 3) == told
    assert {name: WORD in text for name, text in places(place, later).items()} == {
        name: WORD in text for name, text in before.items()
    }


def test_every_process_counts_again_when_something_was_hidden(
    place: World, hurtful: Post, moderator: Actor
) -> None:
    asked: list[int] = []

    def count() -> int:
        asked.append(1)
        return len(asked)

    assert [of_the_minute("test.gone", count) for _twice in range(2)] == [1, 1]
    hide(moderator, hurtful)
    with clock.frozen(clock.now() + GLANCE):
        assert [of_the_minute("test.gone", count) for _twice in range(2)] == [2, 2]


def test_the_author_alone_still_reads_it(place: World, moderator: Actor) -> None:
    mine, client = account("zoe@exemple.test", "Zoé"), Client()
    client.force_login(mine)
    author = Actor(person_id=mine.person_id, verification=10, declared_age=18)
    post = published(author, place, title=WORD)
    hide(moderator, post)
    assert WORD in text_of(client.get(page_of(post)))

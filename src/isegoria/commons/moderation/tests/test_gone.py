"""What is hidden is gone from everywhere in the same instant, with what stood under it, and comes back."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

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
from isegoria.core.shared_pages import SharedPages

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


def test_within_a_second_no_worker_shows_the_totals_of_before(
    place: World, hurtful: Post, moderator: Actor
) -> None:
    """The worst that can happen: a worker that looked at the stamp just before the decision makes, just
    before it would look again, the page that all of them share."""
    decided, address = clock.now(), reverse("processes:page", args=[place.process.slug])
    asked = [timedelta(0)]

    def worker(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with clock.frozen(decided + asked[0]):
            answer = Client().get(environ["PATH_INFO"])
        start_response("200 OK", list(answer.headers.items()))
        return [answer.content]

    def seconds() -> float:
        return asked[0].total_seconds()

    pages = SharedPages(worker, clock=seconds)

    def totals(after: timedelta, where: str = address) -> str:
        asked[0] = after
        page = b"".join(
            pages({"REQUEST_METHOD": "GET", "PATH_INFO": where}, lambda *_said: None)
        ).decode()
        return page.partition('<dl class="numbers">')[2].partition("</dl>")[0]

    before = totals(-timedelta(seconds=2))
    assert before
    totals(-GLANCE / 10, reverse("home"))
    hide(moderator, hurtful)
    assert totals(GLANCE * 0.8) == before, "a worker may be a tenth of a second late"
    assert totals(timedelta(seconds=0.9)) == before, "and all show what it made"
    assert totals(timedelta(seconds=1)) != before


def test_the_author_alone_still_reads_it(place: World, moderator: Actor) -> None:
    mine, client = account("zoe@exemple.test", "Zoé"), Client()
    client.force_login(mine)
    author = Actor(person_id=mine.person_id, verification=10, declared_age=18)
    post = published(author, place, title=WORD)
    ruling = hide(moderator, post)
    page = text_of(client.get(page_of(post)))
    decision = reverse("moderation:ruling-on-post", args=[post.ref])
    assert WORD in page
    assert f'href="{decision}"' in page
    assert client.get(decision).headers["Location"] == reverse(
        "moderation:ruling", args=[ruling.ref]
    )
    assert Client().get(decision).status_code == 404

"""Texts that look alike: what the team sees, judges, and finds again after the next computation."""

import pytest
from django.test import Client

from isegoria.capabilities.analysis.grouped import grouped_texts
from isegoria.capabilities.analysis.models import Analysis, Idea, Seat
from isegoria.capabilities.analysis.services import judge_idea, keep_groups
from isegoria.capabilities.analysis.tasks import group_texts
from isegoria.capabilities.analysis.tests import support
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import World, account, citizen, published, text_of
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict
from isegoria.core.tasks import worker
from isegoria.core.tasks.progress import SILENT

TEXTS = f"{support.MANAGE}textes/texts/"
BUSES = (
    "Il faut des bus le soir entre le village et la gare.",
    "Le soir, il n’y a plus de bus pour aller à la gare.",
    "Un bus le soir jusqu’à la gare, voilà ce qui manque.",
    "Plus de bus le soir vers la gare, surtout le vendredi.",
)
WELLS = (
    "La source du village est à sec chaque été, creusons un puits.",
    "Creusons un puits : la source est à sec tout l’été.",
    "Chaque été la source est à sec, il nous faut un puits.",
    "Un puits près de la source, qui est à sec en été.",
)
LONELY = "J’aimerais que la médiathèque prête des instruments de musique."


def said(place: World, *texts: str) -> list[Post]:
    """Published texts, each by somebody else."""
    return [published(citizen(), place, title=f"T{text[:9]}", text=text) for text in texts]


def grouped(place: World) -> dict[int, set[str]]:
    """The beginnings of the texts of each idea, by its number, once the worker has done."""
    group_texts(SILENT, activity_id=place.activity.pk)
    found: dict[int, set[str]] = {}
    for seat in Seat.objects.select_related("idea", "post"):
        found.setdefault(seat.idea.number, set()).add(seat.post.text)
    return found


def test_texts_that_say_the_same_come_together_and_none_is_forced(place: World) -> None:
    said(place, *BUSES, *WELLS, LONELY)
    assert sorted(map(sorted, grouped(place).values())) == sorted(
        map(sorted, (set(BUSES), set(WELLS)))
    )
    assert not Seat.objects.filter(post__text=LONELY).exists()
    assert Analysis.objects.get().grouping["not_grouped"] == 1
    words = Idea.objects.get(seats__post__text=BUSES[0]).words
    assert {"bus", "gare"} & set(words)


def test_what_the_team_keeps_stays_and_new_texts_join(place: World) -> None:
    posts = said(place, *BUSES, *WELLS)
    before = grouped(place)
    idea = Idea.objects.select_related("analysis__activity__process").get(seats__post=posts[0])
    judge_idea(actor=SYSTEM, idea=idea, name="Les bus du soir", kept=True)
    said(
        place,
        "Le soir, un bus de plus pour la gare, s’il vous plaît.",
        *(f"{LONELY} {n}" for n in "ab"),
    )
    after = grouped(place)
    assert all(texts <= after[number] for number, texts in before.items())
    assert any("un bus de plus" in text for text in after[idea.number])
    kept = Idea.objects.get(number=idea.number)
    assert (kept.name, kept.kept) == ("Les bus du soir", True)
    assert not Idea.objects.exclude(number=idea.number).filter(kept=True).exists()


def test_what_is_settled_stays_against_the_arithmetic(place: World) -> None:
    posts = said(place, *BUSES, *WELLS)
    grouped(place)
    idea = Idea.objects.select_related("analysis__activity__process").get(seats__post=posts[0])
    Seat.objects.filter(post=posts[-1]).update(idea=idea)
    judge_idea(actor=SYSTEM, idea=idea, name="", kept=True)
    assert grouped(place)[idea.number] == {*BUSES, WELLS[-1]}


def test_a_judgement_made_meanwhile_is_not_lost(place: World, team: Client) -> None:
    posts = said(place, *BUSES, *WELLS)
    grouped(place)
    idea = Idea.objects.select_related("analysis__activity__process").get(seats__post=posts[0])
    done, kept = grouped_texts(place.activity)
    judge_idea(actor=SYSTEM, idea=idea, name="Jugé pendant", kept=True)
    with pytest.raises(Conflict):
        keep_groups(actor=SYSTEM, activity=place.activity, grouped=done, kept=kept)
    assert Idea.objects.get(kept=True).name == "Jugé pendant"


def test_the_team_asks_reads_judges_and_downloads(place: World, team: Client) -> None:
    said(place, *BUSES, *WELLS, LONELY)
    copy = said(place, BUSES[0])[0]
    assert "Never computed yet" in text_of(team.get(support.MANAGE))
    assert "not grouped yet" in text_of(team.get(TEXTS))
    team.post(f"{support.MANAGE}textes/group/")
    worker.drain()
    page = text_of(team.get(support.MANAGE))
    assert "Texts: 10; copies among them: 1; groups: 2; texts that are not grouped: 1" in page
    assert "texts: 5" in text_of(team.get(TEXTS))
    number = Idea.objects.get(seats__post=copy).number
    page = text_of(team.get(f"{TEXTS}{number}/"))
    assert "5 texts, of which 4 different" in page
    assert "A copy of a text of this group" in page
    assert "Because of “" in page
    assert "instruments de musique" in text_of(team.get(f"{TEXTS}alone/"))
    answer = team.post(f"{TEXTS}{number}/", {"name": "Bus", "kept": "on"})
    assert answer.status_code == 302
    page = text_of(team.get(TEXTS))
    assert ">Bus</a>" in page
    assert "Kept" in page
    table = b"".join(team.get("/en/analysis/eau/textes/text-groups.csv").streaming_content).decode()
    assert len(table.splitlines()) == 11
    assert ",Bus," in table


def test_a_hidden_text_leaves_the_pages_of_the_team_at_once(place: World, team: Client) -> None:
    posts = said(place, *BUSES, LONELY)
    grouped(place)
    Post.objects.filter(pk__in=[posts[0].pk, posts[4].pk]).update(visibility="hidden")
    number = Idea.objects.get().number
    page = text_of(team.get(f"{TEXTS}{number}/")) + text_of(team.get(f"{TEXTS}alone/"))
    assert BUSES[0] not in page
    assert LONELY not in page
    assert BUSES[1] in page


def test_the_others_find_none_of_these_pages(place: World, client: Client) -> None:
    said(place, *BUSES)
    grouped(place)
    client.force_login(account())
    number = Idea.objects.get().number
    pages = (support.MANAGE, TEXTS, f"{TEXTS}alone/", f"{TEXTS}{number}/")
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.get("/en/analysis/eau/textes/text-groups.csv").status_code == 404
    assert client.post(f"{support.MANAGE}textes/group/").status_code == 404
    assert client.post(f"{TEXTS}{number}/", {"name": "Bus"}).status_code == 404
    assert not Idea.objects.filter(name="Bus").exists()

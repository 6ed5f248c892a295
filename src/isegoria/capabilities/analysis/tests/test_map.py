"""The opinion map of an activity: what is kept, what it never tells, and that everybody can draw it again."""

import gzip
import io
import json
import re

import numpy as np
import pytest

from isegoria.capabilities.analysis.findings import findings
from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.rules import LEAST_PEOPLE, nearest, together, unites
from isegoria.capabilities.analysis.rules import place as place_of
from isegoria.capabilities.analysis.tasks import draw_map
from isegoria.capabilities.analysis.tests import support
from isegoria.capabilities.analysis.votes import packed, read_votes
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import World
from isegoria.core.tasks.progress import SILENT
from isegoria.kernel.opinion.mapping import opinion_map
from isegoria.kernel.opinion.reading import read_votes as read_file
from isegoria.kernel.opinion.report import summary
from isegoria.kernel.opinion.votes import collect


def analysis() -> Analysis:
    """The only one there is."""
    return Analysis.objects.get()


def test_three_currents_are_three_groups_and_what_unites_them_comes_out(drawn: World) -> None:
    found = analysis().findings
    titles = {str(post.ref): post.title for post in Post.objects.all()}
    assert found["sizes"] == [12, 12, 12]
    assert {titles[choice["post"]] for choice in found["agreed"]} == {
        "Proposition 0",
        "Proposition 1",
    }
    assert {titles[ref] for ref in found["shared"][:2]} == {"Proposition 0", "Proposition 1"}
    assert titles[found["dividing"][0]] not in {"Proposition 0", "Proposition 1"}
    for group, choices in enumerate(found["groups"]):
        assert choices, group
        assert all(choice["count"] <= choice["seen"] <= 12 for choice in choices)


def test_no_mark_stands_for_fewer_than_five_people_and_nobody_is_kept(drawn: World) -> None:
    kept = analysis()
    marks = kept.findings["crowds"]
    assert all(people >= 5 for *_where, people in marks)
    assert sum(people for *_where, people in marks) == 36
    everything = json.dumps([kept.findings, kept.table]) + gzip.decompress(kept.votes).decode()
    for person in Person.objects.all():
        assert str(person.pk) not in everything
        assert person.pk.hex not in everything


def test_the_published_file_gives_the_published_figures(drawn: World) -> None:
    kept = analysis()
    read = read_file(io.BytesIO(gzip.decompress(kept.votes)))
    assert read.remarks == ()
    again = summary(opinion_map(read.votes))
    assert again == kept.findings["summary"]


def test_numbers_of_people_are_drawn_anew_for_each_file(place: World, posts: list[Post]) -> None:
    one, two = (gzip.decompress(packed(read_votes(place.activity))).decode() for _ in range(2))
    assert one != two
    numbers = {int(line.split(",")[0]) for line in one.splitlines()[1:]}
    assert numbers == set(range(1, 37))

    def profiles(file: str) -> list[list[str]]:
        lines = [line.split(",", 1) for line in file.splitlines()[1:]]
        return sorted(
            sorted(said for who, said in lines if who == str(number)) for number in numbers
        )

    assert profiles(one) == profiles(two)


def test_too_few_people_and_nothing_is_told(place: World) -> None:
    support.people(support.texts(place), 6)
    draw_map(SILENT, activity_id=place.activity.pk)
    kept = analysis()
    assert set(kept.findings) == {
        "people",
        "posts",
        "positions",
        "kept",
        "least",
        "too_few",
    }
    assert kept.findings["kept"] == 18 < LEAST_PEOPLE
    assert (kept.table, kept.votes) == ([], None)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([[17, 0, 1], [8, 0, 1]], True),
        ([[17, 0, 1], [3, 0, 6]], False),  # a majority of the second is against
        ([[17, 0, 1], [1, 0, 0]], False),  # one person speaks for no group
        ([[17, 0, 1], [0, 0, 0]], False),
    ],
)
def test_a_text_unites_groups_that_were_heard_and_each_agree(
    groups: list[list[int]], said: bool
) -> None:
    assert unites(groups, [30, 20]) is said
    assert unites([*groups, [0, 0, 9]], [30, 20, 4]) is said


def test_a_small_group_is_not_described() -> None:
    columns = [
        (person, post, value if (person + 2 * post) % 9 else 0)
        for current, size in ((0, 40), (2, 3))
        for person in range(100 * current, 100 * current + size)
        for post, value in enumerate(support.CURRENTS[current])
    ]
    found = opinion_map(collect(*map(np.array, zip(*columns, strict=True))))
    assert found.grouping.sizes().tolist() == [40, 3]
    told = findings(found)
    assert told["groups"][0]
    assert told["groups"][1] is None
    assert told["summary"]["groups"][1]["representative"] == []
    assert {group for group, *_rest in told["crowds"]} == {0}


def test_hidden_texts_and_people_who_left_do_not_count(place: World, posts: list[Post]) -> None:
    Post.objects.filter(pk=posts[3].pk).update(visibility="hidden")
    Stance.objects.filter(person=Stance.objects.values("person")[:1]).update(person=None)
    votes = read_votes(place.activity)
    assert str(posts[3].ref) not in votes.posts
    assert len(votes.voters) == 35


@pytest.mark.parametrize("current", [0, 1, 2])
def test_the_place_of_a_reader_is_the_one_of_the_kernel(
    place: World, posts: list[Post], current: int
) -> None:
    support.agreeing_with(current, posts)
    votes = read_votes(place.activity)
    found = opinion_map(votes)
    refs = [str(post.ref) for post in posts]
    own = dict(zip(refs, support.CURRENTS[current], strict=True))
    weights = {
        ref: [found.axes.means[at], *found.axes.components[:, at]]
        for at, ref in enumerate(votes.posts)
    }
    here = place_of(own, weights, len(votes.posts))
    assert here is not None
    closest = np.abs(found.axes.voters - np.array(here)).sum(axis=1)
    assert closest.min() < 1e-9
    assert nearest(here, found.grouping.centres) == found.labels[int(closest.argmin())]
    assert place_of({}, weights, len(votes.posts)) is None


def test_a_mark_stands_for_more_people_when_there_are_many() -> None:
    assert [together(people) for people in (20, 2_000, 2_001, 360_000)] == [5, 5, 6, 900]


def test_references_in_the_file_are_those_of_the_texts(place: World, posts: list[Post]) -> None:
    lines = gzip.decompress(packed(read_votes(place.activity))).decode().splitlines()
    assert lines[0] == "voter-id,comment-id,vote"
    assert all(re.fullmatch(r"\d+,[0-9a-f-]{36},(-1|0|1)", line) for line in lines[1:])
    assert len(lines) == 1 + Stance.objects.count()

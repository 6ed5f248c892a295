"""The files of a map: what they hold, that they are sound, that they name nobody more than asked."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from isegoria.kernel.opinion.mapping import OpinionMap, opinion_map
from isegoria.kernel.opinion.picture import Words, picture
from isegoria.kernel.opinion.report import files
from isegoria.kernel.opinion.sentences import outcome
from isegoria.kernel.opinion.tests.samples import camps, vtaiwan
from isegoria.kernel.opinion.votes import collect

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def found() -> OpinionMap:
    reading = vtaiwan()
    return opinion_map(reading.votes, moderated=reading.moderated)


@pytest.fixture(scope="module")
def written(found) -> dict[str, bytes]:
    return files(found)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_participants_with_their_votes_places_and_groups(found, written):
    people = rows(written["participants.csv"])
    assert list(people[0]) == ["voter-id", "votes", "x", "y", "group"]
    assert len(people) == 1921
    assert sum(int(person["votes"]) for person in people) == 49_443
    groups = [person["group"] for person in people]
    assert {group: groups.count(group) for group in set(groups)} == {"A": 936, "B": 282, "": 703}
    assert all((int(person["votes"]) >= 7) == bool(person["group"]) for person in people)
    assert float(people[3]["x"]) == pytest.approx(found.axes.voters[3, 0], rel=1e-8)


def test_posts_with_their_counts_and_those_of_each_group(written):
    posts = rows(written["posts.csv"])
    assert list(posts[0])[:7] == [
        "comment-id",
        "agrees",
        "disagrees",
        "neutrals",
        "extremity",
        "priority",
        "consensus",
    ]
    assert list(posts[0])[-3:] == ["group-b-agrees", "group-b-disagrees", "group-b-neutrals"]
    assert sum(int(post[kind]) for post in posts for kind in list(post)[1:4]) == 49_443
    assert sum(int(post["moderated"]) for post in posts) == 78
    for post in posts:
        assert int(post["group-a-agrees"]) + int(post["group-b-agrees"]) <= int(post["agrees"])
        assert (post["priority"] == "0") == (post["moderated"] == "1")


def test_whoever_has_the_weights_of_posts_can_place_a_person(found, written):
    """From the files alone: votes less means, times weights, times the root of posts over votes."""
    posts = rows(written["posts.csv"])
    votes = found.votes
    person = 3
    mine = votes.voter == person
    voted = sum(
        post["moderated"] == "0"
        for post in posts
        if post["comment-id"] in {votes.posts[i] for i in votes.post[mine]}
    )
    silent = sum(post["moderated"] == "1" for post in posts)
    x = sum(
        (value - float(posts[place]["mean"])) * float(posts[place]["weight-x"])
        for place, value in zip(votes.post[mine], votes.value[mine].tolist(), strict=True)
    )
    place = float(rows(written["participants.csv"])[person]["x"])
    assert place == pytest.approx(x * (len(posts) / (voted + silent)) ** 0.5, rel=1e-6)


def test_groups_with_the_posts_that_tell_them_apart(found, written):
    lines = rows(written["groups.csv"])
    assert [(line["group"], line["rank"]) for line in lines] == [
        (group, str(rank)) for group in "AB" for rank in range(1, 6)
    ]
    for line in lines:
        share = (int(line["count"]) + 1) / (int(line["seen"]) + 2)
        assert float(line["probability"]) == pytest.approx(share, rel=1e-8)


def test_the_summary_says_how_far_to_trust_the_map(found, written):
    told = json.loads(written["summary.json"])
    assert (told["voters"], told["kept"], told["posts"], told["moderated"]) == (1921, 1218, 197, 78)
    assert told["explained"][0] > told["explained_by_chance"]
    assert set(told["silhouettes"]) == {"2", "3", "4", "5"}
    assert told["stability"]["replicates"] == 20
    assert [group["people"] for group in told["groups"]] == [936, 282]
    assert told["warnings"] == []


def test_the_picture_can_be_read_by_a_screen_reader_and_holds_nothing_active(written):
    root = ET.fromstring(written["map.svg"])  # noqa: S314 (our own file)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text.startswith("1,218 people in 2 groups")
    assert "Group A: 936 people. Group B: 282 people." in description.text
    assert {element.tag for element in root.iter()} <= {
        SVG + name for name in ("svg", "title", "desc", "rect", "g", "path", "text")
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if "href" in name or name.startswith("on")} | names & {
        "style"
    }


def test_groups_differ_by_shape(written):
    root = ET.fromstring(written["map.svg"])  # noqa: S314 (our own file)
    shapes = {}
    for path in root.iter(f"{SVG}path"):
        commands = "".join(letter for letter in path.get("d") if letter.isalpha())
        shapes.setdefault(path.get("class"), set()).add(commands)
    assert len(shapes) == 2
    assert shapes["group-a"].isdisjoint(shapes["group-b"])


def test_the_picture_of_many_people_stays_small():
    votes, _ = camps(12_000, 12, camps=3, seen=0.9)
    assert len(picture(opinion_map(votes, examined=False))) < 400_000


def test_the_picture_speaks_the_language_it_is_given(found):
    words = Words(title="Carte <des> opinions", legend="{letter} : {count} personnes", number=str)
    drawn = picture(found, words).decode()
    assert '<title id="opinion-title">Carte &lt;des&gt; opinions</title>' in drawn
    assert "A : 936 personnes" in drawn


def test_without_groups_everybody_is_drawn_and_nothing_is_claimed():
    votes = collect([0, 0, 1, 1, 2], [0, 1, 0, 1, 1], [1, -1, -1, 1, 0])
    found = opinion_map(votes)
    written = files(found)
    assert rows(written["groups.csv"]) == []
    assert b"3 people; no groups were found." in written["map.svg"]
    assert json.loads(written["summary.json"])["groups"] == []


def test_an_id_is_never_a_formula():
    votes = collect(["=1+1", "b"], ["+p", "q"], [1, -1])
    written = files(opinion_map(votes))
    assert rows(written["participants.csv"])[0]["voter-id"] == "'=1+1"
    assert rows(written["posts.csv"])[0]["comment-id"] == "'+p"


def test_the_terminal_says_what_unites_what_divides_and_what_to_doubt(found):
    said = "\n".join(outcome(found))
    assert "2 groups (silhouette 0.48, stability " in said
    assert "A, 936 people: agrees with 38, 84, 121; disagrees with 18, 44" in said
    assert "Most people agree with 40, 16, 7, 68, 65." in said
    few, _ = camps(20, 30, seen=0.9)
    assert "Warning: Only 20 people voted on 7 posts or more" in "\n".join(
        outcome(opinion_map(few))
    )

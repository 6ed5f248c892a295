"""What the tests of analyses share: an activity on which three currents of people took positions."""

import gzip

from isegoria.capabilities.analysis.models import Analysis, Idea, Seat
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import World, citizen, published
from isegoria.core import clock
from isegoria.core.actor import Actor

RESULTS = "/en/analysis/eau/textes/"
MANAGE = "/en/processes/eau/manage/analysis/"
CURRENTS = (
    (1, 1, 1, -1, -1, -1, 1, 0, 1, -1),
    (1, 1, -1, 1, 1, -1, -1, 1, 0, -1),
    (1, 1, -1, -1, 1, 1, 0, -1, -1, 1),
)
"""What each current thinks of each of ten texts."""


def texts(place: World, count: int = 10) -> list[Post]:
    """Published texts."""
    author = citizen("Autrice")
    return [
        published(author, place, title=f"Proposition {number}", text=f"Faisons {number}.")
        for number in range(count)
    ]


def people(posts: list[Post], each: int = 12, *, currents: int = 3) -> list[Person]:
    """``each`` people of each current, who took a position on every text but one; one in nine is neutral."""
    found = Person.objects.bulk_create(Person() for _ in range(each * currents))
    Stance.objects.bulk_create(
        Stance(post=post, person=person, value=value if (number + 2 * at) % 9 else 0)
        for number, person in enumerate(found)
        for at, (post, value) in enumerate(zip(posts, CURRENTS[number // each], strict=True))
        if at != number % len(posts)
    )
    return found


def agreeing_with(current: int, posts: list[Post]) -> Actor:
    """Somebody new who answers every text as a current does."""
    actor = citizen("Lectrice")
    Stance.objects.bulk_create(
        Stance(post=post, person_id=actor.person_id, value=value)
        for post, value in zip(posts, CURRENTS[current], strict=True)
    )
    return actor


def stored(place: World, posts: list[Post]) -> Analysis:
    """A map and a group of texts that name ``posts``, as if both had just been computed."""
    refs = [str(post.ref) for post in posts]
    choices = [{"post": ref, "stance": "agree", "count": 9, "seen": 9} for ref in refs]
    counts = {"people": 24, "posts": len(refs), "positions": 90, "kept": 24, "least": 3}
    made = Analysis.objects.create(
        activity=place.activity,
        votes_published=True,
        mapped_at=clock.now(),
        findings={
            **counts,
            "too_few": False,
            "summary": counts,
            "sizes": [24],
            "centres": [[0, 0]],
            "shares": [0.2, 0.1],
            "stability": None,
            "replicates": 0,
            "doubts": [],
            "crowds": [[0, 0, 0, 24]],
            "groups": [choices],
            "agreed": choices,
            "refused": [],
            "shared": [],
            "dividing": [],
            "figures": {},
        },
        table=[
            {
                "post": ref,
                "agree": 9,
                "neutral": 0,
                "disagree": 0,
                "consensus": 0.9,
                "refusal": 0.1,
                "division": 0,
                "extremity": 1,
                "groups": [[9, 0, 0]],
                "weights": [0, 0, 0],
            }
            for ref in refs
        ],
        votes=gzip.compress(b"voter-id,comment-id,vote\n"),
        grouped_at=clock.now(),
        grouping={
            "texts": len(refs),
            "copies": 0,
            "ideas": 1,
            "not_grouped": 1,
            "method": "words",
            "themes_told": [{"number": 1, "words": ["eau"], "ideas": [1]}],
        },
    )
    keys = [post.pk for post in posts]
    idea = Idea.objects.create(
        analysis=made, number=1, theme=1, words=["eau"], central=keys, dissenting=keys, rarest=keys
    )
    Seat.objects.bulk_create(
        Seat(post=post, idea=idea, likeness=500, words=["eau"], nearest=posts[0]) for post in posts
    )
    return made

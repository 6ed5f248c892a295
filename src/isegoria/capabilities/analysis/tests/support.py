"""What the tests of analyses share: an activity on which three currents of people took positions."""

from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import World, citizen, published
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

"""Posts and comments in every state, in processes and phases of every sort; their author and others."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Follow, Picture, Post
from isegoria.commons.posts.states import PostState, Visibility
from isegoria.commons.processes.models import Activity, Phase, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.commons.processes.states import ProcessState
from isegoria.core.actor import Actor, Verification
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

HOUR = timedelta(hours=1)
WINDOWS = {"open": (-300 * HOUR, 300 * HOUR), "over": (-300 * HOUR, -HOUR), "none": None}


def _activities(now: datetime) -> Iterator[tuple[Activity, bool]]:
    """An activity of each sort, and whether all sorts of posts are worth trying in it."""
    for state, (name, window), level in product(
        ProcessState.values, WINDOWS.items(), (Verification.NONE, Verification.EMAIL)
    ):
        process = Process.objects.create(
            slug=f"{state}-{name}-{level}",
            state=state,
            title={"fr": "Titre"},
            summary={"fr": "Résumé"},
            published_at=None if state == ProcessState.DRAFT else now,
        )
        activity = Activity.objects.create(
            process=process, capability="plain", slug="textes", title={}, verification=level
        )
        if window is not None:
            Phase.objects.create(
                activity=activity,
                kind="plain.writing",
                opens_at=now + window[0],
                closes_at=now + window[1],
            )
        yield activity, state == ProcessState.PUBLISHED and name == "open"


def _posts(activity: Activity, author: Person, now: datetime, *, whole: bool) -> None:
    states = PostState.values if whole else [PostState.PUBLISHED]
    visibilities = Visibility.values if whole else [Visibility.VISIBLE]
    for state, visibility, who in product(states, visibilities, (author, None)):
        given = {
            "activity": activity,
            "state": state,
            "visibility": visibility,
            "author": who,
            "language": "fr",
            "text": "Texte",
        }
        dated = None if state == PostState.DRAFT else now - timedelta(minutes=20)
        post = Post.objects.create(kind="plain.text", published_at=dated, **given)
        if who is not None:
            for age in (20, 40):
                Post.objects.create(
                    kind="plain.comment",
                    parent=post,
                    published_at=now - timedelta(minutes=age),
                    **{**given, "state": PostState.PUBLISHED, "visibility": Visibility.VISIBLE},
                )
    Post.objects.create(kind="gone", **{**given, "published_at": now})


def posts(now: datetime) -> tuple[Sequence[Post], Sequence[Actor]]:
    """Posts of a citizen and of nobody; their author in several guises, a moderator, an organiser."""
    author = Person.objects.create()
    processes: list[int] = []
    counted: list[UUID] = []
    for activity, whole in _activities(now):
        processes.append(activity.process_id)
        counted.append(activity.ref)
        _posts(activity, author, now, whole=whole)
    found = Post.objects.select_related("activity__process", "parent").prefetch_related(
        "activity__phases"
    )
    Follow.objects.bulk_create(Follow(person=author, post=post) for post in found[::3])
    known = {"verification": Verification.EMAIL, "declared_age": 18}
    people = [
        Actor(person_id=author.pk, **known),
        Actor(person_id=author.pk, declared_age=18, by_cookie=True),
        Actor(person_id=author.pk, already_counted=frozenset(counted[::2]), **known),
        Actor(person_id=author.pk, verification=Verification.EMAIL, declared_age=15),
        *(
            Actor(
                person_id=Person.objects.create().pk,
                second_factor=True,
                roles={
                    ROOM: Mandates(
                        team={pk: frozenset({role.value}) for pk in processes[::2]},
                        bodies=frozenset(),
                    )
                },
                **known,
            )
            for role in (TeamRole.MODERATOR, TeamRole.ORGANISER)
        ),
    ]
    return list(found), [ADMINISTRATOR, CITIZEN, *people]


def pictures(now: datetime) -> tuple[Sequence[Picture], Sequence[Actor]]:
    """An image of each post."""
    found, people = posts(now)
    Picture.objects.bulk_create(Picture(post=post, alt="Une haie", rank=0) for post in found)
    with_post = Picture.objects.select_related("post__activity__process", "post__parent")
    return list(with_post.prefetch_related("post__activity__phases")), people


POPULATIONS = {"posts.Post": posts, "posts.Picture": pictures}

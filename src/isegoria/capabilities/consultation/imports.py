"""Importing what was said on another site: all of it or nothing, and nothing twice.

One transaction holds everything. On SQLite nobody else writes meanwhile: a national file is imported before
the activity opens, a file of the size that the page takes in a minute.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import batched
from math import isnan
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from django.db import connection
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.duplicates import rebuild
from isegoria.capabilities.consultation.import_journal import IMPORTED
from isegoria.capabilities.consultation.import_models import ImportedPerson, ImportedPost
from isegoria.capabilities.consultation.import_report import Line, Reading, Votes
from isegoria.capabilities.consultation.import_rows import (
    instant_value,
    much_at_once,
    uuid_value,
    write_like,
    write_rows,
)
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Revision, Stance, StanceAct
from isegoria.commons.posts.rules import beginning
from isegoria.commons.posts.search import POST_SEARCH
from isegoria.commons.posts.statements import COUNTERS
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity
from isegoria.commons.processes.policies import WRITE_PROCESS
from isegoria.core import clock
from isegoria.core.actor import Actor, Channel
from isegoria.core.errors import Invalid
from isegoria.core.journal.commitments import SALT_BYTES
from isegoria.core.journal.record import record
from isegoria.core.search.index import index_all
from isegoria.core.service import nothing_changed, service

SOME = 2_000
"""Rows that the ORM writes together."""
AT_ONCE = 10_000
"""Positions, or people, written together."""
_STANCE = ("post", "person", "value", "qualifiers", "changed_at", "channel", "entered_by")
_ACT = (
    "post",
    "person",
    "value",
    "qualifiers",
    "former_qualifiers",
    "channel",
    "at",
    "salt",
    "commitment",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many of each an import added; ``posts_known`` were there already."""

    posts: int
    posts_known: int
    people: int
    stances: int


@service(journal=IMPORTED)
def import_contributions(*, actor: Actor, activity: Activity, reading: Reading) -> Imported:
    """Write what ``reading`` holds. What an earlier import brought is left as it is.

    People are told apart by the file's own references; they have no account. Texts and positions keep
    their dates. Raises Refused; Invalid with every problem of the files, and then nothing is written.
    """
    activity = Activity.objects.select_for_update().select_related("process").get(pk=activity.pk)
    WRITE_PROCESS.authorise(actor, activity.process)
    if reading.problems:
        raise Invalid(_("Nothing was imported."), reading.problems, code="import")
    now = clock.now()
    authors = [line.author for line in reading.lines if line.author]
    people, new_people = _people(activity, dict.fromkeys([*reading.voters, *authors]))
    new_posts = [line for line in reading.lines if line.post is None]
    posts = _posts(actor, activity, reading.lines, people, now)
    stances = 0
    if reading.votes is not None:
        with much_at_once():
            stances = _stances(actor, activity, reading, reading.votes, posts, people, now)
    if new_posts:
        rebuild(activity)
    if not (new_posts or stances):
        nothing_changed()
    else:
        nothing = sha256().hexdigest()
        record(
            IMPORTED,
            subject=activity.ref,
            facts={
                "texts": len(new_posts),
                "positions": stances,
                "people": new_people,
                "texts_file": reading.digests[0],
                "positions_file": reading.digests[1] or nothing,
            },
        )
    return Imported(len(new_posts), len(reading.lines) - len(new_posts), new_people, stances)


def _people(activity: Activity, references: dict[str, None]) -> tuple[dict[str, UUID], int]:
    """The person of each reference, and how many of them are new."""
    known = dict(
        ImportedPerson.objects.filter(activity=activity)
        .values_list("reference", "person")
        .iterator()
    )
    new = [reference for reference in references if reference not in known]
    keys = sorted(uuid4() for _reference in new)
    for pairs in batched(zip(new, map(uuid_value, keys), strict=True), AT_ONCE):
        write_like(Person(), "id", [key for _reference, key in pairs])
        write_rows(
            ImportedPerson,
            ("activity", "reference", "person"),
            [(activity.pk, reference, key) for reference, key in pairs],
        )
    known.update(zip(new, keys, strict=True))
    return known, len(new)


def _posts(
    actor: Actor,
    activity: Activity,
    lines: Sequence[Line],
    people: dict[str, UUID],
    now: datetime,
) -> list[int]:
    """The key of the text of each line, after writing those that are new."""
    keys: dict[str, int] = {line.reference: line.post for line in lines if line.post is not None}
    for some in batched((line for line in lines if line.post is None), SOME):
        posts = Post.objects.bulk_create(
            Post(
                activity=activity,
                kind=line.kind.code,
                theme=line.theme,
                author_id=people.get(line.author),
                language=line.language,
                title=line.title,
                text=line.text,
                excerpt=beginning(line.text),
                place=line.place,
                state=PostState.PUBLISHED,
                created_at=line.at or now,
                published_at=line.at or now,
                revision_count=1,
                channel=Channel.IMPORT,
                entered_by_id=actor.person_id,
            )
            for line in some
        )
        Revision.objects.bulk_create(
            Revision(
                post=post,
                number=1,
                author_id=post.author_id,
                title=post.title,
                text=post.text,
                at=line.at or now,
            )
            for line, post in zip(some, posts, strict=True)
        )
        ImportedPost.objects.bulk_create(
            ImportedPost(activity=activity, reference=line.reference, post=post)
            for line, post in zip(some, posts, strict=True)
        )
        index_all(POST_SEARCH, posts)
        for line, post in zip(some, posts, strict=True):
            keys[line.reference] = post.pk
    return [keys[line.reference] for line in lines]


def _stances(
    actor: Actor,
    activity: Activity,
    reading: Reading,
    votes: Votes,
    posts: list[int],
    people: dict[str, UUID],
    now: datetime,
) -> int:
    """Write the positions that are not there yet, their acts, and bring them into the counters."""
    keys = [people[reference] for reference in reading.voters]
    again = any(line.post is not None for line in reading.lines)
    new = _not_there(activity, votes, posts, keys) if again else votes
    ids = [uuid_value(key) for key in keys]
    written = [str(key).encode() for key in keys]
    entered_by = None if actor.person_id is None else uuid_value(actor.person_id)
    channel, present = Channel.IMPORT.value, instant_value(now)

    def act(post: int, person: int, value: int, when: Any) -> tuple[Any, ...]:
        salt = secrets.token_bytes(SALT_BYTES)
        commitment = sha256(salt + written[person]).hexdigest()
        return post, ids[person], value, 0, 0, channel, when, salt, commitment

    for part in range(0, len(new.posts), AT_ONCE):
        here = slice(part, part + AT_ONCE)
        rows = [
            (posts[place], person, value, present if isnan(at) else _instant(at))
            for place, person, value, at in zip(
                new.posts[here].tolist(),
                new.persons[here].tolist(),
                new.values[here].tolist(),
                new.at[here].tolist(),
                strict=True,
            )
        ]
        write_rows(
            Stance,
            _STANCE,
            [
                (post, ids[person], value, 0, when, channel, entered_by)
                for post, person, value, when in rows
            ],
        )
        write_rows(StanceAct, _ACT, [act(*row) for row in rows])
    _count(new, posts)
    return len(new.posts)


def _instant(seconds: float) -> Any:
    return instant_value(datetime.fromtimestamp(seconds, UTC))


def _not_there(activity: Activity, votes: Votes, posts: list[int], keys: list[UUID]) -> Votes:
    """The positions of which nothing is known here: whoever changed theirs since keeps it."""
    post_places = {key: place for place, key in enumerate(posts)}
    person_places = {key: place for place, key in enumerate(keys)}
    there = np.fromiter(
        (
            post_places[post] * len(keys) + person_places[person]
            for post, person in Stance.objects.filter(post__imported__activity=activity)
            .values_list("post", "person")
            .iterator(chunk_size=10_000)
            if post in post_places and person in person_places
        ),
        np.int64,
    )
    numbers = votes.posts.astype(np.int64) * len(keys) + votes.persons
    new = ~np.isin(numbers, there)
    return Votes(votes.posts[new], votes.persons[new], votes.values[new], votes.at[new])


def _count(votes: Votes, posts: list[int]) -> None:
    """Bring new positions into the counters of their texts, which the transaction of an import holds."""
    counts = {
        value: np.bincount(votes.posts[votes.values == value], minlength=len(posts))
        for value in COUNTERS
    }
    sums = ", ".join(f"{name} = {name} + %s" for name in COUNTERS.values())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE posts_post SET {sums} WHERE id = %s",  # noqa: S608 - names of columns
            [
                (*(int(counts[value][place]) for value in COUNTERS), key)
                for place, key in enumerate(posts)
                if any(counts[value][place] for value in COUNTERS)
            ],
        )

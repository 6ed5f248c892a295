"""Writing the positions of an import: their rows, their acts and the counters of their texts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from math import isnan
from secrets import token_bytes
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from isegoria.capabilities.consultation.import_report import Votes
from isegoria.capabilities.consultation.import_rows import (
    check_as_written,
    indexed_at_the_end,
    instant_value,
    uuid_value,
    write_rows,
)
from isegoria.commons.posts.models import Stance, StanceAct
from isegoria.commons.posts.statements import COUNTERS
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor, Channel
from isegoria.core.journal.commitments import SALT_BYTES

AT_ONCE = 10_000
"""Positions written together."""
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


def write_positions(
    actor: Actor, votes: Votes, posts: Sequence[int], persons: Sequence[UUID], now: datetime
) -> int:
    """Write positions that are not there yet, their acts, and bring them into the counters; how many.

    ``posts`` and ``persons`` are the keys of the texts and people at the places that ``votes`` names;
    the transaction of the caller holds the texts. Rows go in the order of their unique index.
    """
    if not len(votes.posts):
        return 0
    ids = np.array([uuid_value(key) for key in persons], object)
    hashed = np.array([str(key).encode() for key in persons], object)
    keys = np.array(posts, np.int64)
    order = np.lexsort((votes.persons, keys[votes.posts]))
    entered_by = None if actor.person_id is None else uuid_value(actor.person_id)
    channel, present = Channel.IMPORT.value, instant_value(now)
    check_as_written()
    with indexed_at_the_end(Stance, StanceAct, rows=len(order)):
        for part in range(0, len(order), AT_ONCE):
            here = order[part : part + AT_ONCE]
            who = votes.persons[here]
            some = list(
                zip(
                    keys[votes.posts[here]].tolist(),
                    ids[who].tolist(),
                    votes.values[here].tolist(),
                    (present if isnan(at) else _instant(at) for at in votes.at[here].tolist()),
                    strict=True,
                )
            )
            write_rows(
                Stance,
                _STANCE,
                [
                    (post, person, value, 0, when, channel, entered_by)
                    for post, person, value, when in some
                ],
            )
            salts = token_bytes(SALT_BYTES * len(some))
            write_rows(
                StanceAct,
                _ACT,
                [
                    (
                        post,
                        person,
                        value,
                        0,
                        0,
                        channel,
                        when,
                        salt,
                        sha256(salt + whom).hexdigest(),
                    )
                    for (post, person, value, when), whom, salt in zip(
                        some,
                        hashed[who].tolist(),
                        (salts[n : n + SALT_BYTES] for n in range(0, len(salts), SALT_BYTES)),
                        strict=True,
                    )
                ],
            )
    _count(votes, posts)
    return len(order)


def _instant(seconds: float) -> Any:
    return instant_value(datetime.fromtimestamp(seconds, UTC))


def not_there(
    activity: Activity, votes: Votes, posts: Sequence[int], persons: Sequence[UUID]
) -> Votes:
    """The positions of which nothing is known here: whoever changed theirs since keeps it."""
    post_places = {key: place for place, key in enumerate(posts)}
    person_places = {key: place for place, key in enumerate(persons)}
    there = np.fromiter(
        (
            post_places[post] * len(persons) + person_places[person]
            for post, person in Stance.objects.filter(post__imported__activity=activity)
            .values_list("post", "person")
            .iterator(chunk_size=10_000)
            if post in post_places and person in person_places
        ),
        np.int64,
    )
    numbers = votes.posts.astype(np.int64) * len(persons) + votes.persons
    new = ~np.isin(numbers, there)
    return Votes(votes.posts[new], votes.persons[new], votes.values[new], votes.at[new])


def _count(votes: Votes, posts: Sequence[int]) -> None:
    """Bring new positions into the counters of their texts, once for each text."""
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

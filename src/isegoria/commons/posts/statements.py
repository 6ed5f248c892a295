"""The statements behind a position, in SQL: the one place of this room that does not go through the ORM.

Positions come by the hundred per second, and for these six statements Django's compiler takes several
times what the database does. Both databases understand every word. What is asked and in which order:

1. the post, locked until the end of the transaction, with what the policy reads of its activity, its
   process, its parent and the phases (one row per phase);
2. the person's present position: *after* the lock, because PostgreSQL reads again, once it has waited
   for a lock, the locked row alone;
3. the new position; 4. the counters of the post; 5. those of the qualifiers.

The sixth is the act itself, which :func:`~isegoria.core.journal.record.record_acts` writes.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from isegoria.commons.posts.models import Post
from isegoria.commons.posts.rules import Change, Position
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.core.actor import Actor
from isegoria.core.compiled import prefetched
from isegoria.core.models import Model

COUNTERS = {1: "agree_count", 0: "neutral_count", -1: "disagree_count"}
"""The counter of each position."""

_POST = ("id", "kind", "state", "visibility", "shown", "parent_id", "activity_id")
_PARENT = ("id", "state", "visibility")
_ACTIVITY = ("id", "ref", "settings", "verification", "process_id")
_PROCESS = ("id", "state", "minimum_age")
_PHASE = ("id", "kind", "opens_at", "closes_at")


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


_READ_POST = f"""
    SELECT {_columns("p", _POST)}, {_columns("q", _PARENT)}, {_columns("a", _ACTIVITY)},
           {_columns("c", _PROCESS)}, {_columns("f", _PHASE)}
      FROM posts_post p
      JOIN processes_activity a ON a.id = p.activity_id
      JOIN processes_process c ON c.id = a.process_id
      LEFT JOIN posts_post q ON q.id = p.parent_id
      LEFT JOIN processes_phase f ON f.activity_id = a.id
     WHERE p.ref = %s
"""  # noqa: S608 - made of the constants above
_READ_STANCE = """
    SELECT id, value, qualifiers FROM posts_stance WHERE post_id = %s AND person_id = %s
"""
_INSERT_STANCE = """
    INSERT INTO posts_stance (value, qualifiers, changed_at, channel, entered_by_id, post_id, person_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_UPDATE_STANCE = """
    UPDATE posts_stance SET value = %s, qualifiers = %s, changed_at = %s, channel = %s, entered_by_id = %s
     WHERE id = %s
"""
_DELETE_STANCE = "DELETE FROM posts_stance WHERE id = %s"
_MORE_OF_QUALIFIER = """
    INSERT INTO posts_qualifiercount (post_id, bit, count) VALUES (%s, %s, %s)
    ON CONFLICT (post_id, bit) DO UPDATE SET count = posts_qualifiercount.count + excluded.count
"""
_LESS_OF_QUALIFIER = """
    UPDATE posts_qualifiercount SET count = count - %s WHERE post_id = %s AND bit = %s
"""


def lock_post(ref: UUID) -> Post | None:
    """The post ``ref``, locked, with what the policy of positions reads; None where there is none."""
    lock = " FOR UPDATE OF p" if connection.features.has_select_for_update_of else ""
    with connection.cursor() as cursor:
        cursor.execute(_READ_POST + lock, [_uuid(ref)])
        rows = cursor.fetchall()
    if not rows:
        return None
    own, rest = rows[0][: len(_POST)], rows[0][len(_POST) : -len(_PHASE)]
    post = _instance(Post, _POST, own)
    post.ref = ref
    parent, around = rest[: len(_PARENT)], rest[len(_PARENT) :]
    post.parent = _instance(Post, _PARENT, parent) if post.parent_id is not None else None
    post.activity = _activity(around, tuple(row[-len(_PHASE) :] for row in rows))
    return post


@lru_cache(256)
def _activity(values: tuple[Any, ...], phases: tuple[tuple[Any, ...], ...]) -> Activity:
    """An activity with its process and phases: made once for as long as their columns say the same, and only
    read."""
    activity = _instance(Activity, _ACTIVITY, values[: len(_ACTIVITY)])
    activity.ref = UUID(str(activity.ref))
    activity.settings = json.loads(activity.settings)
    activity.process = _instance(Process, _PROCESS, values[len(_ACTIVITY) :])
    found = [_phase(columns) for columns in phases if columns[0] is not None]
    prefetched(activity, phases=found)
    return activity


def _instance[M: Model](model: type[M], names: tuple[str, ...], values: Sequence[Any]) -> M:
    """An object of which nothing else is loaded; ``from_db`` wants the order of the model."""
    given = dict(zip(names, values, strict=True))
    loaded = [field.attname for field in model._meta.concrete_fields if field.attname in given]
    return model.from_db(connection.alias, loaded, [given[name] for name in loaded])


def _phase(values: tuple[Any, ...]) -> Phase:
    pk, kind, opens_at, closes_at = values
    return Phase(id=pk, kind=kind, opens_at=_read(opens_at), closes_at=_read(closes_at))


def read_stance(post_id: int, person_id: UUID) -> tuple[int, Position] | None:
    """The key of a person's position on a post, and the position; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_STANCE, [post_id, _uuid(person_id)])
        row = cursor.fetchone()
    return (row[0], Position(row[1], row[2])) if row else None


def write_stance(
    post_id: int, actor: Actor, key: int | None, after: Position | None, now: datetime
) -> None:
    """Put ``after`` in the place of the position ``key`` (None: there is none yet)."""
    if after is None:
        _execute(_DELETE_STANCE, [key])
        return
    values = [
        after.value,
        after.qualifiers,
        connection.ops.adapt_datetimefield_value(now),
        str(actor.channel),
        _uuid(actor.entered_by),
    ]
    if key is None:
        _execute(_INSERT_STANCE, [*values, post_id, _uuid(actor.person_id)])
    else:
        _execute(_UPDATE_STANCE, [*values, key])


def count(post_id: int, by: Change) -> None:
    """Bring a change of position into the counters of its post, which the caller has locked."""
    if by.values:
        sums = ", ".join(f"{COUNTERS[value]} = {COUNTERS[value]} + %s" for value in by.values)
        sql = f"UPDATE posts_post SET {sums} WHERE id = %s"  # noqa: S608 - names of columns
        _execute(sql, [*by.values.values(), post_id])
    for bit, step in by.bits.items():
        if step > 0:
            _execute(_MORE_OF_QUALIFIER, [post_id, bit, step])
        else:
            _execute(_LESS_OF_QUALIFIER, [-step, post_id, bit])


def _execute(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _uuid(value: UUID | None) -> UUID | str | None:
    """A reference as the column of this database holds it."""
    native = connection.features.has_native_uuid_field
    return value if native or value is None else value.hex


def _read(value: Any) -> datetime:
    """An instant as this database gives it: SQLite keeps UTC as text."""
    aware = datetime.fromisoformat(value) if isinstance(value, str) else value
    return aware if aware.tzinfo else aware.replace(tzinfo=UTC)

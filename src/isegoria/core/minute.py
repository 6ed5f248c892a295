"""Public numbers that are counted at most once a minute by each web process.

Counting reads many rows, and a page is asked for far more often than its numbers change. Such numbers are
nobody's in particular, and open or close nothing: that they may be a minute late harms nobody. What was
hidden is another matter: whoever hides it calls :func:`count_anew`, and every process counts again within a
tenth of a second.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache

from isegoria.core import clock

LIFE = timedelta(minutes=1)
GLANCE = timedelta(milliseconds=100)
"""For how long a process believes the stamp that it has seen."""
MOST = 1_000
STAMP = "minute.stamp"
"""Under this key of the cache that every process shares: what changes when all must be counted again."""
kept: dict[Hashable, tuple[datetime, str | None, Any]] = {}
"""What was counted, when and under which stamp, by key."""
_seen: list[tuple[datetime, str | None]] = []


def of_the_minute[T](key: Hashable, count: Callable[[], T]) -> T:
    """What ``count`` answered for ``key`` at most a minute ago, asked again when that is too old, or when
    something was hidden since."""
    now = clock.now()
    stamp = _stamp(now)
    if (held := kept.get(key)) is not None:
        at, under, found = held
        if under == stamp and timedelta(0) <= now - at < LIFE:
            return found  # type: ignore[no-any-return]  # what this same count answered
    if len(kept) >= MOST:
        kept.clear()
    found = count()
    kept[key] = now, stamp, found
    return found


def _stamp(now: datetime) -> str | None:
    """The stamp that all processes share. One statement, ten times a second at most."""
    if _seen and timedelta(0) <= now - _seen[-1][0] < GLANCE:
        return _seen[-1][1]
    _seen[:] = [(now, cache.get(STAMP))]
    return _seen[0][1]


def count_anew() -> None:
    """Have every process count again, once the transaction of the caller is committed."""
    cache.set(STAMP, uuid4().hex, timeout=None)

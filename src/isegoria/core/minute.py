"""Public numbers that are counted at most once a minute by each web process.

Counting reads many rows, and a page is asked for far more often than its numbers change. Such numbers are
nobody's in particular, and open or close nothing: that they may be a minute late harms nobody.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any

from isegoria.core import clock

LIFE = timedelta(minutes=1)
MOST = 1_000
kept: dict[Hashable, tuple[datetime, Any]] = {}
"""What was counted and when, by key."""


def of_the_minute[T](key: Hashable, count: Callable[[], T]) -> T:
    """What ``count`` answered for ``key`` at most a minute ago, asked again when that is too old."""
    now = clock.now()
    if key in kept:
        at, found = kept[key]
        if timedelta(0) <= now - at < LIFE:
            return found  # type: ignore[no-any-return]  # what this same count answered
    if len(kept) >= MOST:
        kept.clear()
    found = count()
    kept[key] = now, found
    return found

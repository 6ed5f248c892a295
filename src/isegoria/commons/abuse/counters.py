"""Counters: in the table that every process shares, one statement per act; or in the memory of one process.

The table is that of the cache (``people.RateCounter``, made by the room above), named here and not
imported. A counter's key is a keyed digest: no address lies there in clear.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import Lock

from django.db import connection
from django.utils.crypto import salted_hmac

from isegoria.commons.abuse.rules import Rate
from isegoria.core import clock

type Counts = list[tuple[Rate, int, datetime]]
"""For each counter its rate, what it stands at with this act, and when it starts again."""

_ADD_ONE = """
    INSERT INTO people_ratecounter AS kept (cache_key, value, expires) VALUES {rows}
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN kept.expires <= %s THEN '1'
                ELSE CAST(CAST(kept.value AS bigint) + 1 AS text) END,
        expires = CASE WHEN kept.expires <= %s THEN excluded.expires ELSE kept.expires END
    RETURNING cache_key, value, expires
"""
_MOST_IN_MEMORY = 200_000


def digest(name: str) -> str:
    """The key of a counter: it tells nothing to whoever reads the table without the site's key."""
    return "limit:" + salted_hmac("abuse.counter", name, algorithm="sha256").hexdigest()


def count(counters: Iterable[tuple[str, Rate]]) -> Counts:
    """Add one to each counter, whole and at once whatever other processes do. One statement.

    The keys go in order, so that two acts never wait for each other in a ring.
    """
    rates = {digest(name): rate for name, rate in counters}
    if not rates:
        return []
    now = clock.now()
    stored = connection.ops.adapt_datetimefield_value
    rows = [
        (key, "1", stored(now + timedelta(seconds=rate.seconds)))
        for key, rate in sorted(rates.items())
    ]
    statement = _ADD_ONE.format(rows=", ".join(["(%s, %s, %s)"] * len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*sum(rows, ()), stored(now), stored(now)])
        return [(rates[key], int(value), _instant(at)) for key, value, at in cursor.fetchall()]


class Memory:
    """Counters of one process: exact here, unknown elsewhere, gone at a restart and at 200,000."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[str, tuple[int, datetime]] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, counters: Iterable[tuple[str, Rate]]) -> Counts:
        """Add one to each counter. No statement."""
        now = clock.now()
        counts: Counts = []
        with self._lock:
            if len(self._counts) > _MOST_IN_MEMORY:
                self._counts.clear()
            for name, rate in counters:
                stands, until = self._counts.get(name, (0, now))
                if until <= now:
                    stands, until = 0, now + timedelta(seconds=rate.seconds)
                self._counts[name] = (stands + 1, until)
                counts.append((rate, stands + 1, until))
        return counts


MEMORY = Memory()


def _instant(stored: datetime) -> datetime:
    """SQLite keeps instants in UTC without saying so."""
    return stored if stored.tzinfo is not None else stored.replace(tzinfo=UTC)

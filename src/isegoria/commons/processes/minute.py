"""The numbers of a process, counted at most once a minute by each web process.

Counting reads every text of a process, and a page is asked for far more often than its numbers change. They
are nobody's in particular, and open or close nothing: that they may be a minute late harms nobody.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.numbers import Number, process_numbers
from isegoria.core import clock

LIFE = timedelta(minutes=1)
MOST = 1_000
_kept: dict[tuple[UUID, str | None], tuple[datetime, tuple[Number, ...]]] = {}


def numbers_of_the_minute(process: Process) -> tuple[Number, ...]:
    """What :func:`process_numbers` says, in the active language, at most a minute ago."""
    key, now = (process.ref, get_language()), clock.now()
    at, numbers = _kept.get(key, (None, ()))
    if at is not None and timedelta(0) <= now - at < LIFE:
        return numbers
    if len(_kept) >= MOST:
        _kept.clear()
    numbers = process_numbers(process)
    _kept[key] = now, numbers
    return numbers

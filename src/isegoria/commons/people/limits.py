"""Counting attempts, in the table where attempts to sign in are counted: some per quarter of an hour."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

QUARTER = 15 * 60


def allowed(request: HttpRequest, action: str, person: UUID | None, *, most: int) -> bool:
    """Count one attempt at ``action``, and say whether it may go on.

    ``most`` attempts by one person, four times as many from one network address, behind which there may
    be a whole town hall.
    """
    address = get_adapter(request).get_client_ip(request)
    counted = [(f"{action}:{address}", 4 * most)]
    if person is not None:
        counted.append((f"{action}:{person}", most))
    within = [_count(key) <= limit for key, limit in counted]
    return all(within)


def _count(key: str) -> int:
    cache.add(key, 0, QUARTER)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, QUARTER)
        return 1

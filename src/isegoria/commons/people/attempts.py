"""Attempts to sign in are counted for some minutes, then forgotten."""

from datetime import timedelta

from isegoria.commons.people.models import RateCounter
from isegoria.core import clock
from isegoria.core.tasks.retention import retention


def forget_attempts() -> int:
    """Delete the counters that have run out, and answer how many: the cache itself may let them lie."""
    deleted, _by_model = RateCounter.objects.filter(expires__lt=clock.now()).delete()
    return deleted


FORGET_ATTEMPTS = retention("people.RateCounter", forget_attempts, every=timedelta(minutes=10))

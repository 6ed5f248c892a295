"""What follows an attempt: pure functions, no database."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from isegoria.core.errors import Refused, ServiceError
from isegoria.core.tasks.errors import Cancelled, TryAgain
from isegoria.core.texts import Text

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
MAY_PASS = (TryAgain, OperationalError, InterfaceError, OSError)
"""Errors worth another attempt: a database, a network or a disk that was not there for a moment."""

FAULT = _(
    "This stopped because of a fault on our side. What had been saved is kept. You can start it again;"
    " if it stops again, send the team the address of this page."
)
EXHAUSTED = _(
    "This was tried several times and something it needs did not answer. What had been saved is kept."
    " You can start it again later."
)
INTERRUPTED = _(
    "The machine that was doing this stopped in the middle, several times. What had been saved is kept."
    " You can start it again; if it stops again, send the team the address of this page."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a run: an event of its machine, when to try again, and what to tell."""

    event: str
    code: str = ""
    sentence: Text = ""
    delay: timedelta = timedelta(0)


def delay_before(attempt: int) -> timedelta:
    """How long to wait after the failure of ``attempt`` (1, 2, ...): doubled each time, then an hour."""
    doublings = min(attempt - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def after_error(error: Exception, *, attempt: int, max_attempts: int) -> Outcome:
    """What follows when ``attempt`` ended with ``error``."""
    match error:
        case Cancelled():
            return Outcome("cancel")
        case _ if isinstance(error, MAY_PASS):
            if attempt < max_attempts:
                return Outcome("retry", delay=delay_before(attempt))
            sentence = error.sentence if isinstance(error, TryAgain) else EXHAUSTED
            return Outcome("fail", code="exhausted", sentence=sentence)
        case Refused():
            return Outcome("fail", code="refused", sentence=error.decision.reason)
        case ServiceError():
            return Outcome("fail", code=error.code, sentence=error.sentence)
        case _:
            return Outcome("fail", code="fault", sentence=FAULT)


def after_silence(*, attempt: int, max_attempts: int, cancel_requested: bool) -> Outcome:
    """What follows when the worker of ``attempt`` gave no sign of life."""
    if cancel_requested:
        return Outcome("cancel")
    if attempt < max_attempts:
        return Outcome("retry", delay=delay_before(attempt))
    return Outcome("fail", code="interrupted", sentence=INTERRUPTED)

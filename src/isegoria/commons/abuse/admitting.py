"""Who is not known yet pays with a little work of their browser, or proves an e-mail address: never nothing.

Signed-in people, and visitors whom a cookie recognises, never see it. Where no script runs, the page says
so and offers the other way: for a first act, signing in or opening an account, after which what was typed
can be sent; for opening an account, the e-mail itself is the proof, under a stricter limit.
"""

from django.conf import settings
from django.http import HttpRequest

from isegoria.commons.abuse.challenge import is_solved
from isegoria.commons.abuse.limiting import hold
from isegoria.commons.abuse.limits import ARRIVE, SIGN_UP_PLAIN

ANSWER, WAY = "altcha", "abuse_way"
"""The fields that the page adds to the form: the answer, and the other way that was chosen."""
PLAIN, SIGN_IN = "plain", "sign_in"


class WorkAsked(Exception):
    """The act waits for a proof of work; ``way`` is the other way that the page offers, and ``chosen`` is
    True when the visitor takes it."""

    def __init__(self, way: str, *, chosen: bool = False, failed: bool = False) -> None:
        super().__init__(way)
        self.way = way
        self.chosen = chosen
        self.failed = failed


def admit_newcomer(request: HttpRequest) -> None:
    """Let the first act of somebody unknown through. Raises WorkAsked, or TooManyError."""
    if _has_worked(request):
        hold(request, ARRIVE)
        return
    chosen = request.POST.get(WAY) == SIGN_IN
    if chosen:
        hold(request, ARRIVE)
    raise WorkAsked(SIGN_IN, chosen=chosen, failed=bool(request.POST.get(ANSWER)))


def admit_sign_up(request: HttpRequest, *, is_throwaway: bool) -> None:
    """Let somebody ask for an account. Raises WorkAsked, or TooManyError.

    An e-mail address of a throw-away service is a sign and no more: it takes the stricter limit.
    """
    worked = _has_worked(request)
    if not worked and request.POST.get(WAY) != PLAIN:
        raise WorkAsked(PLAIN, failed=bool(request.POST.get(ANSWER)))
    if is_throwaway or not worked:
        hold(request, SIGN_UP_PLAIN)


def _has_worked(request: HttpRequest) -> bool:
    if settings.PROOF_OF_WORK == 0:
        return True
    answer = request.POST.get(ANSWER, "")
    return bool(answer) and is_solved(answer)

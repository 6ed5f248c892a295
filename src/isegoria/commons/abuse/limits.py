"""The table of limits: what each kind of act is held to unless the settings say otherwise.

A person's numbers are beyond what anybody does by hand; those of an address leave room for a school or
a town hall behind one address, those of a network for a few of them.
"""

from functools import cache

from django.conf import settings

from isegoria.commons.abuse.rules import DAY, HOUR, MINUTE, Limit, amended, windows

TEN = 10 * MINUTE

PUBLISH = Limit(
    "publish",
    person=windows(30, TEN, 150, DAY),
    address=windows(150, TEN, 1_000, DAY),
    network=windows(300, TEN, 3_000, DAY),
)
"""Keeping, looking at and publishing a text: each press of a button of the form counts."""
LOOK = Limit(
    "look",
    person=windows(60, MINUTE, 5_000, DAY),
    address=windows(300, MINUTE, 25_000, DAY),
    network=windows(600, MINUTE, 50_000, DAY),
    in_memory=True,
)
"""Asking, while one writes, which texts say nearly the same."""
COMMENT = Limit(
    "comment",
    person=windows(20, TEN, 150, DAY),
    address=windows(150, TEN, 1_000, DAY),
    network=windows(300, TEN, 3_000, DAY),
)
STANCE = Limit(
    "stance",
    person=windows(120, MINUTE, 3_000, DAY),
    address=windows(600, MINUTE, 30_000, DAY),
    network=windows(1_200, MINUTE, 60_000, DAY),
    in_memory=True,
)
FOLLOW = Limit("follow", person=windows(60, TEN, 500, DAY))
REPORT = Limit(
    "report",
    person=windows(10, TEN, 50, DAY),
    address=windows(40, TEN, 200, DAY),
    network=windows(80, TEN, 400, DAY),
)
APPEAL = Limit("appeal", person=windows(10, HOUR, 30, DAY))
ARRIVE = Limit(
    "arrive",
    address=windows(60, TEN, 400, DAY),
    network=windows(150, TEN, 1_000, DAY),
)
"""The first act of somebody who is not known: it makes a person."""
CHECK_REGISTER = Limit(
    "check_register",
    person=windows(5, 15 * MINUTE, 20, DAY),
    address=windows(20, 15 * MINUTE, 100, DAY),
    network=windows(60, 15 * MINUTE, 300, DAY),
)
"""Looking for a name and a birth date on the register."""
SIGN_UP = Limit(
    "sign_up",
    address=windows(30, TEN, 200, DAY),
    network=windows(90, TEN, 600, DAY),
)
"""Asking for the code that opens an account."""
SIGN_UP_PLAIN = Limit(
    "sign_up_plain",
    address=windows(5, HOUR, 20, DAY),
    network=windows(10, HOUR, 40, DAY),
)
"""The same without the proof of work, or with an address that anybody can throw away."""
ASK_CODE = Limit(
    "ask_code",
    address=windows(40, TEN, 300, DAY),
    network=windows(120, TEN, 900, DAY),
)
"""Asking for the code that signs in; django-allauth holds each e-mail address as well."""
GUESS_CODE = Limit(
    "guess_code",
    address=windows(60, TEN, 400, DAY),
    network=windows(180, TEN, 1_200, DAY),
)
"""Typing a code; each code dies after three wrong guesses."""

LIMITS = {
    limit.code: limit
    for limit in (
        PUBLISH,
        LOOK,
        COMMENT,
        STANCE,
        FOLLOW,
        REPORT,
        APPEAL,
        ARRIVE,
        CHECK_REGISTER,
        SIGN_UP,
        SIGN_UP_PLAIN,
        ASK_CODE,
        GUESS_CODE,
    )
}


def in_force(limit: Limit) -> Limit:
    """A limit as the settings amend it."""
    return _table(tuple(settings.LIMITS)).get(limit.code, limit)


@cache
def _table(words: tuple[str, ...]) -> dict[str, Limit]:
    return amended(LIMITS, words)

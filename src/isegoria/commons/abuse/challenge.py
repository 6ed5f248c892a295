"""A proof of work (the protocol of ALTCHA, first version): nothing to read, nobody else is asked.

The browser gets a salt and the SHA-256 of that salt followed by a secret number up to ``PROOF_OF_WORK``;
it tries numbers until one fits. The site keeps nothing until the answer comes: its own signature tells
its challenges from others', and the answer is counted once, so that it serves once.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import timedelta
from typing import Any

from altcha.v1 import (
    ChallengeOptions,
    PayloadType,
    create_challenge,
    extract_params,
    verify_solution,
)
from django.conf import settings
from django.utils.crypto import salted_hmac

from isegoria.commons.abuse.counters import count
from isegoria.commons.abuse.rules import Rate
from isegoria.core import clock

LIFE = timedelta(minutes=20)
_LONGEST = 2_000
_WORDS = ("algorithm", "challenge", "salt", "signature")


def new_challenge() -> str:
    """A challenge for one browser, as the JSON that its script reads."""
    made = create_challenge(
        ChallengeOptions(
            max_number=settings.PROOF_OF_WORK, hmac_key=_key(), expires=clock.now() + LIFE
        )
    )
    return json.dumps(made.to_dict())


def is_solved(answer: str) -> bool:
    """True once for each challenge of this site, when ``answer`` solves it in time. One statement."""
    payload = _payload(answer)
    if payload is None:
        return False
    try:
        until = int(extract_params(payload)["expires"][0])
    except (KeyError, ValueError):
        return False
    if until < clock.now().timestamp():
        return False
    solved, _problem = verify_solution(payload, _key(), check_expires=False)
    if not solved:
        return False
    once = Rate(1, int(LIFE.total_seconds()))
    [(_rate, stands, _until)] = count([(f"challenge|{payload['signature']}", once)])
    return stands == 1


def _payload(answer: str) -> PayloadType | None:
    """What a browser sent, when it has the shape of an answer."""
    if len(answer) > _LONGEST:
        return None
    try:
        given: Any = json.loads(b64decode(answer, validate=True))
    except (NotBase64, ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or given.get("algorithm") != "SHA-256":
        return None
    if not all(isinstance(given.get(name), str) for name in _WORDS):
        return None
    if type(given.get("number")) is not int:
        return None
    return PayloadType(
        algorithm="SHA-256",
        challenge=given["challenge"],
        number=given["number"],
        salt=given["salt"],
        signature=given["signature"],
    )


def _key() -> str:
    return salted_hmac("abuse.challenge", "", algorithm="sha256").hexdigest()

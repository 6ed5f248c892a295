"""What the tests of abuse have in common: a browser that works, and requests from an address."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from isegoria.core.actor import ANONYMOUS, Actor

STREET = "203.0.113.7"


def solution(challenge: str, /, **forged: Any) -> str:
    """What the script of the page answers to a challenge, by trying every number."""
    asked = json.loads(challenge)
    most = asked.pop("maxNumber")
    number = next(
        number
        for number in range(most + 1)
        if sha256(f"{asked['salt']}{number}".encode()).hexdigest() == asked["challenge"]
    )
    return encoded({**asked, "number": number, **forged})


def encoded(answer: Any) -> str:
    """An answer as a form carries it."""
    return b64encode(json.dumps(answer).encode()).decode()


def sent(
    actor: Actor = ANONYMOUS, *, address: str = STREET, forwarded: str = "", **fields: str
) -> HttpRequest:
    """A form sent by somebody from an address."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().post("/somewhere/", fields, REMOTE_ADDR=address, headers=headers)
    request.user = AnonymousUser()
    request.actor = actor  # type: ignore[attr-defined]
    return request

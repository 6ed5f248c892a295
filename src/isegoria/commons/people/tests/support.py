"""What the tests of accounts have in common: reading mail, signing in, applications that show codes."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Account
from isegoria.commons.people.services import open_account
from isegoria.core.actor import SYSTEM
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.worker import drain

CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
SECRET = re.compile(r"<code>([A-Z2-7]{32})</code>")


def account(email: str = "z@exemple.test", name: str = "Zoé", **options: Any) -> Account:
    """An account that an administrator opened."""
    return open_account(actor=SYSTEM, email=email, display_name=name, **options)


def letters() -> list[EmailMessage]:
    """The e-mails that left, once the sender of urgent ones has done its work."""
    drain([Queue.URGENT])
    return mail.outbox


def last_code() -> str:
    """The code of the last e-mail."""
    text = str(letters()[-1].body)
    found = CODE.search(text)
    assert found, text
    return found.group()


def sign_in(client: Client, email: str = "z@exemple.test", **answers: str) -> HttpResponse:
    """Sign in by a code, as far as the code leads."""
    client.post(reverse("account_request_login_code"), {"email": email})
    return client.post(  # type: ignore[return-value]
        reverse("account_confirm_login_code"), {"code": last_code(), **answers}
    )


def sign_up(client: Client, email: str, **answers: str) -> HttpResponse:
    """Open an account by a code."""
    client.post(reverse("account_signup"), {"email": email, **answers})
    return client.post(reverse("account_confirm_login_code"), {"code": last_code()})  # type: ignore[return-value]


def shown_by_application(secret: str, steps: int = 0) -> str:
    """What an authenticator application shows, ``steps`` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_application(client: Client) -> str:
    """Add an authenticator application to the account that is signed in; answers its secret."""
    found = SECRET.search(client.get(reverse("mfa_activate_totp")).text)
    assert found
    answer = client.post(
        reverse("mfa_activate_totp"), {"code": shown_by_application(found.group(1), -1)}
    )
    assert answer.status_code == 302, answer.text
    return found.group(1)

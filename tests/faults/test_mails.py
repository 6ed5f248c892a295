"""kill -9 of a process that sends mail: every e-mail leaves once, or is known to be in doubt, and none leaves
twice. ``bench/mail.py`` does the same with as many as there are people in a city."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.mail.models import Mail
from isegoria.core.mail.posting import post_all
from isegoria.core.mail.sending import LOST_AFTER, find_lost
from isegoria.core.mail.services import send_again
from isegoria.core.mail.states import Lane, MailState
from isegoria.core.mail.tests import relay
from tests.frontdoor.conftest import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("ISEGORIA_FAULTS", "1"))

MAILS = 200 * (TIMES + 1)

type Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a sender on the database of the test and the relay of the settings."""
    started = []

    def begin() -> subprocess.Popen[bytes]:
        port = settings.MAILERS["default"]["OPTIONS"]["port"]
        command = [sys.executable, "-m", "tests.faults.sender", str(port)]
        named = {"DJANGO_SETTINGS_MODULE": "isegoria.config.settings", "DATABASE_URL": _url()}
        started.append(
            subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **named}, stdout=subprocess.DEVNULL
            )
        )
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def _url() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    parts = {key: quote(str(value), safe="") for key, value in known.items()}
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts)


def test_a_queue_goes_on_after_each_kill_and_no_mail_is_doubled(start: Start) -> None:
    """Its senders are killed in the middle, then one ends what they began; an administrator decides about
    what is in doubt."""
    everybody = {f"m{number}@exemple.test" for number in range(MAILS)}
    post_all(Mail(to=to, subject="s", text="t", lane=Lane.BULK) for to in sorted(everybody))
    with relay.running() as heard:
        for turn in range(TIMES):
            enough = len(heard.received) + MAILS // (TIMES + 2)
            sender = start()
            wait_until(lambda enough=enough: len(heard.received) >= enough)
            time.sleep(random.uniform(0, 0.02))
            sender.kill()
            sender.wait()
            assert _states()[MailState.SENDING] <= turn + 1
        assert start().wait() == 0
        received = {message["To"] for message in heard.received}
        sent = set(Mail.objects.filter(state=MailState.SENT).values_list("to", flat=True))
        assert sent <= received, "an e-mail is said to be sent, and did not leave"
        assert set(_states()) <= {MailState.SENT, MailState.SENDING}
        if _decided_to_send_again(received):
            assert start().wait() == 0
        assert Counter(message["To"] for message in heard.received) == Counter(everybody)
        assert set(_states()) <= {MailState.SENT, MailState.UNCERTAIN}


def _states() -> Counter[str]:
    return Counter(Mail.objects.values_list("state", flat=True))


def _decided_to_send_again(received: set[str]) -> int:
    """An administrator looks at each e-mail in doubt, and asks whether it came; how many did not."""
    find_lost(clock.now() + 2 * LOST_AFTER)
    missing = Mail.objects.filter(state=MailState.UNCERTAIN).exclude(to__in=received)
    for mail in (found := list(missing)):
        send_again(actor=SYSTEM, mail=mail)
    return len(found)

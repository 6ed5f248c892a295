"""E-mails leave once, in their own time, whatever the relay answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM
from isegoria.core.errors import Refused
from isegoria.core.mail.models import KEPT_FOR, Mail
from isegoria.core.mail.posting import post_all, post_mail
from isegoria.core.mail.sending import (
    GIVES_UP_AFTER,
    LOST_AFTER,
    delay_after,
    find_lost,
    forget_old,
    send,
    taken,
    wake,
)
from isegoria.core.mail.services import send_again
from isegoria.core.mail.states import Lane, MailState
from isegoria.core.mail.tests import relay
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.progress import SILENT
from isegoria.core.tasks.worker import drain

pytestmark = pytest.mark.django_db


def post(to: str = "z@exemple.test", **more: object) -> Mail:
    """One e-mail that waits."""
    post_mail(to=to, subject="Objet", text="Bonjour", **more)
    return Mail.objects.latest("id")


def test_what_was_written_leaves_and_says_where_it_comes_from() -> None:
    with relay.running() as heard:
        post_mail(
            to="z@exemple.test",
            subject="Votre code\r\nBcc: autre@exemple.test",
            text="C’est 1234",
            unsubscribe_url="https://site.example/stop/1",
        )
        drain()
    (message,) = heard.received
    sent = Mail.objects.get()
    assert message["To"] == "z@exemple.test"
    assert "Bcc" not in message
    assert message["Message-ID"].startswith(f"<{sent.ref}@")
    assert message["List-Unsubscribe"] == "<https://site.example/stop/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "1234" in message.get_payload(decode=True).decode()
    assert sent.state == MailState.SENT


def test_an_act_undone_writes_no_mail() -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert not Run.objects.exists()


def test_one_key_one_mail() -> None:
    with relay.running() as heard:
        for _turn in range(3):
            post(key="digest:1")
            drain()
    assert len(heard.received) == 1


def test_the_relay_is_down_for_an_hour() -> None:
    """Nothing is lost, nothing is refused, and everything leaves once when it is back."""
    for number in range(3):
        post(f"z{number}@exemple.test")
    start = clock.now()
    with relay.pointing_to(9):
        for minute in range(60):
            with clock.frozen(start + timedelta(minutes=minute)):
                wake()
                send(SILENT, Lane.ORDINARY)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.WAITING}
    with relay.running() as heard, clock.frozen(start + timedelta(minutes=61)):
        send(SILENT, Lane.ORDINARY)
        send(SILENT, Lane.ORDINARY)
    assert sorted(message["To"] for message in heard.received) == [
        f"z{number}@exemple.test" for number in range(3)
    ]


def test_a_relay_that_hangs_up_has_accepted_nothing() -> None:
    post()
    with relay.running() as heard:
        heard.hangs_up = True
        send(SILENT, Lane.ORDINARY)
        assert Mail.objects.get().state == MailState.WAITING
        heard.hangs_up = False
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            send(SILENT, Lane.ORDINARY)
        assert len(heard.received) == 1


def test_an_address_that_is_refused_does_not_stop_the_others() -> None:
    post("nobody@exemple.test")
    post("z@exemple.test")
    with relay.running() as heard:
        heard.answers["nobody@exemple.test"] = "550 No such user"
        send(SILENT, Lane.ORDINARY)
    assert [message["To"] for message in heard.received] == ["z@exemple.test"]
    refused = Mail.objects.get(to="nobody@exemple.test")
    assert (refused.state, refused.answer) == (MailState.REFUSED, "550")


def test_patience_has_an_end() -> None:
    post()
    start = clock.now()
    with relay.running() as heard:
        heard.answers["z@exemple.test"] = "451 Later"
        for at in (timedelta(0), timedelta(hours=3)):
            with clock.frozen(start + at):
                send(SILENT, Lane.ORDINARY)
            assert Mail.objects.get().state == MailState.WAITING
        with clock.frozen(start + timedelta(hours=3, minutes=1)):
            assert send(SILENT, Lane.ORDINARY) == 0
        with clock.frozen(start + GIVES_UP_AFTER + timedelta(hours=1)):
            send(SILENT, Lane.ORDINARY)
    assert Mail.objects.get().state == MailState.REFUSED
    delays = [delay_after(attempt) for attempt in range(1, 20)]
    assert delays == sorted(delays)
    assert delays[-1] == timedelta(hours=1)


def test_a_code_that_has_expired_is_not_sent() -> None:
    soon = clock.now() + timedelta(minutes=15)
    post(lane=Lane.URGENT, expires_at=soon)
    with relay.running() as heard, clock.frozen(soon):
        send(SILENT, Lane.URGENT)
    assert not heard.received
    assert Mail.objects.get().state == MailState.EXPIRED


def test_a_code_never_waits_behind_a_crowd() -> None:
    post_all(
        Mail(to=f"m{n}@exemple.test", subject="s", text="t", lane=Lane.BULK) for n in range(30)
    )
    post("code@exemple.test", lane=Lane.URGENT)
    with relay.running() as heard:
        drain(["urgent", "default"])
        assert [message["To"] for message in heard.received] == ["code@exemple.test"]
        drain()
        assert len(heard.received) == 31


def test_a_sender_that_died_leaves_one_mail_in_doubt_and_no_double() -> None:
    for number in range(3):
        post(f"z{number}@exemple.test")
    dead = next(taken(Lane.ORDINARY, uuid4()))
    with relay.running() as heard:
        send(SILENT, Lane.ORDINARY)
        assert dead.to not in {message["To"] for message in heard.received}
        assert find_lost(clock.now() + LOST_AFTER + timedelta(seconds=1)) == 1
        send(SILENT, Lane.ORDINARY)
        assert len(heard.received) == 2
        dead.refresh_from_db()
        assert dead.state == MailState.UNCERTAIN
        with pytest.raises(Refused):
            send_again(actor=ANONYMOUS, mail=dead)
        send_again(actor=SYSTEM, mail=dead)
        send(SILENT, Lane.ORDINARY)
    assert len(heard.received) == 3


def test_what_another_sender_took_or_an_erasure_removed_is_passed_over() -> None:
    for number in range(4):
        post(f"z{number}@exemple.test")
    mine, other = taken(Lane.ORDINARY, uuid4()), taken(Lane.ORDINARY, uuid4())
    assert [next(mine).to, next(other).to] == ["z0@exemple.test", "z1@exemple.test"]
    Mail.objects.filter(to="z2@exemple.test").delete()
    assert [mail.to for mail in mine] == ["z3@exemple.test"]
    assert list(other) == []


def test_what_ended_is_forgotten_after_a_week() -> None:
    with relay.running():
        post()
        drain()
    post("waits@exemple.test", lane=Lane.BULK)
    with clock.frozen(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        assert forget_old() == 1
    assert Mail.objects.get().to == "waits@exemple.test"


def test_mails_are_read_in_a_demonstration_only(settings: object) -> None:
    post_mail(to="z@exemple.test", subject="<b>Objet</b>", text="<script>alert(1)</script>")
    settings.DEMO = False
    assert Client().get(reverse("mail:demonstration")).status_code == 404
    settings.DEMO = True
    page = Client().get(reverse("mail:demonstration")).content.decode()
    assert "&lt;script&gt;" in page
    assert "<b>Objet" not in page

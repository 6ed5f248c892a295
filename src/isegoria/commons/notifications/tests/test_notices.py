"""What people are told: grouped, as often as they want, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from isegoria.commons.notifications import services
from isegoria.commons.notifications.component import COMPONENT
from isegoria.commons.notifications.digests import SHOWN, forget_old, write_due
from isegoria.commons.notifications.erasure import merge_notices
from isegoria.commons.notifications.models import KEPT_FOR, Notice, Stop
from isegoria.commons.notifications.notify import notify, retitle
from isegoria.commons.notifications.queries import frequencies_of, notices_of
from isegoria.commons.people.models import Account, Person
from isegoria.core import clock, registry
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.errors import Invalid
from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import Lane
from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.tasks.worker import drain

pytestmark = pytest.mark.django_db
MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
COMMENTED = NoticeKind(
    code="test.commented",
    label="Comments on what I wrote",
    sentence=lambda count, title: f"{count} comments on “{title}”",
    address=lambda ref: f"/texts/{ref}/",
)
ANSWERED = NoticeKind(
    code="test.answered",
    label="Answers",
    sentence=lambda _count, title: f"“{title}” was answered",
    address=lambda ref: f"/texts/{ref}/",
    frequency=Frequency.AT_ONCE,
)
JUDGED = NoticeKind(
    code="test.judged",
    label="Decisions about my texts",
    sentence=lambda _count, title: f"Somebody decided about “{title}”",
    address=lambda ref: f"/texts/{ref}/",
    frequency=Frequency.AT_ONCE,
    owed=True,
    advice="You can appeal.",
)
OF_A_BOSS = NoticeKind(
    code="test.of_a_boss",
    label="What waits",
    sentence=lambda _count, title: f"“{title}” waits",
    address=lambda ref: f"/texts/{ref}/",
    concerns=lambda actor: actor.is_administrator,
)
ABOUT = uuid4()


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A house whose manifest declares two kinds of news."""
    others = (item for item in registry.components() if item.name != COMPONENT.name)
    silent = (replace(item, notice_kinds=()) for item in others)
    manifests = (*silent, replace(COMPONENT, notice_kinds=(COMMENTED, ANSWERED, JUDGED, OF_A_BOSS)))
    monkeypatch.setattr(registry, "components", lambda: manifests)
    registry.notice_kinds.cache_clear()
    yield
    registry.notice_kinds.cache_clear()


@pytest.fixture
def zoe() -> Account:
    """Somebody with an account."""
    return Account.objects.create_user("zoe@exemple.test", display_name="Zoé")


def tell(kind: NoticeKind, *people: UUID, about: UUID = ABOUT, title: str = "Des bancs") -> None:
    """Something happened."""
    notify(kind, people, about=about, title=title, actor=SYSTEM)


def unread(person_id: UUID | None) -> int:
    """How many lines of somebody's list are new."""
    return sum(line.is_new for line in notices_of(person_id).items)


def sent() -> list[str]:
    """The texts of the e-mails that left, oldest first."""
    drain()
    return [message.body for message in mail.outbox]


def test_what_happens_again_is_added_until_it_is_read(zoe: Account) -> None:
    for _turn in range(3):
        tell(COMMENTED, zoe.person_id)
    assert [line.sentence for line in notices_of(zoe.person_id).items] == [
        "3 comments on “Des bancs”"
    ]
    assert unread(zoe.person_id) == 1
    actor = Actor(person_id=zoe.person_id)
    assert services.mark_read(actor=actor) == 1
    tell(COMMENTED, zoe.person_id)
    assert [line.is_new for line in notices_of(zoe.person_id).items] == [True, False]


def test_who_acts_is_not_told(zoe: Account) -> None:
    actor = Actor(person_id=zoe.person_id)
    notify(COMMENTED, [zoe.person_id], about=ABOUT, title="x", actor=actor)
    assert not Notice.objects.exists()


def test_one_mail_a_day_of_everything(zoe: Account) -> None:
    with clock.frozen(MONDAY_NOON):
        for number in range(4):
            tell(COMMENTED, zoe.person_id, about=uuid4(), title=f"Texte {number}")
        write_due()
    assert sent() == []
    tomorrow = MONDAY_NOON + timedelta(days=1)
    with clock.frozen(tomorrow):
        assert write_due() == 1
        assert write_due() == 0
        (text,) = sent()
    assert all(f"Texte {number}" in text for number in range(4))
    with clock.frozen(tomorrow + timedelta(days=1)):
        write_due()
        assert len(sent()) == 1


def test_what_wants_telling_at_once_leaves_at_once(zoe: Account) -> None:
    tell(ANSWERED, zoe.person_id)
    assert len(sent()) == 1
    message = mail.outbox[0]
    assert message.subject == "“Des bancs” was answered"
    assert message.extra_headers["List-Unsubscribe"].startswith("<http")


def test_a_change_after_the_mail_is_told_again(zoe: Account) -> None:
    tell(ANSWERED, zoe.person_id)
    tell(ANSWERED, zoe.person_id)
    assert len(sent()) == 1
    tell(ANSWERED, zoe.person_id)
    assert len(sent()) == 2


def test_everybody_chooses_how_often(zoe: Account) -> None:
    actor = Actor(person_id=zoe.person_id)
    services.choose_frequencies(
        actor=actor,
        wishes={COMMENTED.code: Frequency.WEEKLY, ANSWERED.code: Frequency.NEVER},
    )
    assert frequencies_of(zoe.person_id) == {
        COMMENTED.code: Frequency.WEEKLY,
        ANSWERED.code: Frequency.NEVER,
        JUDGED.code: Frequency.AT_ONCE,
        OF_A_BOSS.code: Frequency.DAILY,
    }
    with clock.frozen(MONDAY_NOON):
        tell(COMMENTED, zoe.person_id)
        tell(ANSWERED, zoe.person_id)
    with clock.frozen(MONDAY_NOON + timedelta(days=6)):
        write_due()
        assert sent() == []
    with clock.frozen(MONDAY_NOON + timedelta(days=7)):
        write_due()
        (text,) = sent()
    assert "answered" not in text
    assert unread(zoe.person_id) == 2


def test_the_mail_speaks_the_language_of_its_reader(zoe: Account) -> None:
    with override("en"):
        ann = Account.objects.create_user("ann@exemple.test")
    tell(ANSWERED, zoe.person_id, ann.person_id)
    drain()
    texts = {message.to[0]: message.body for message in mail.outbox}
    assert texts["ann@exemple.test"].startswith("Hello")
    assert "/en/" in texts["ann@exemple.test"]
    assert "/en/" not in texts["zoe@exemple.test"]


def test_a_long_day_is_cut_and_counted(zoe: Account) -> None:
    with clock.frozen(MONDAY_NOON):
        for number in range(SHOWN + 2):
            tell(COMMENTED, zoe.person_id, about=uuid4(), title=f"T{number}.")
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        write_due()
        (text,) = sent()
    assert text.count("comments on") == SHOWN


def test_the_writing_starts_again_where_it_stopped(
    zoe: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut in the middle: nobody is written to twice, nobody is left out."""
    people = [zoe.person_id] + [
        Account.objects.create_user(f"p{number}@exemple.test").person_id for number in range(9)
    ]
    from isegoria.commons.notifications import digests

    monkeypatch.setattr(digests, "_PEOPLE", 2)
    whole, calls = digests.post_all, []

    def cut(mails: list[Mail]) -> None:
        calls.append(len(mails))
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(mails)

    monkeypatch.setattr(digests, "post_all", cut)
    with clock.frozen(MONDAY_NOON):
        tell(COMMENTED, *people)
    with clock.frozen(MONDAY_NOON + timedelta(days=1)):
        with pytest.raises(KeyboardInterrupt):
            write_due()
        assert Mail.objects.count() == 4
        write_due()
        sent()
    assert len(mail.outbox) == 10
    assert len({message.to[0] for message in mail.outbox}) == 10


def test_thousands_are_told_in_few_statements(django_assert_max_num_queries: object) -> None:
    people = [person.pk for person in Person.objects.bulk_create(Person() for _ in range(1_200))]
    with django_assert_max_num_queries(25):
        tell(COMMENTED, *people)
    assert Notice.objects.count() == 1_200


def test_one_click_stops_them_without_signing_in(zoe: Account) -> None:
    tell(ANSWERED, zoe.person_id)
    drain()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = address.removeprefix("http://localhost:8000")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert set(frequencies_of(zoe.person_id).values()) != {Frequency.NEVER}
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    kept = frequencies_of(zoe.person_id)
    assert [code for code, often in kept.items() if often != Frequency.NEVER] == [JUDGED.code]
    assert strict.post(path[:-2] + "x/").status_code == 404


def test_pages_are_for_whoever_is_signed_in(zoe: Account) -> None:
    client = Client()
    assert client.get(reverse("notifications:list")).status_code == 302
    client.force_login(zoe)
    assert client.get(reverse("notifications:list")).status_code == 200
    tell(COMMENTED, zoe.person_id, title="<i>x</i>")
    page = client.get(reverse("notifications:list")).content.decode()
    assert "&lt;i&gt;x" in page
    refused = client.post(
        reverse("notifications:settings"), {COMMENTED.code: "hourly", ANSWERED.code: "never"}
    )
    assert refused.status_code == 200
    kept = client.post(
        reverse("notifications:settings"),
        {COMMENTED.code: "never", ANSWERED.code: "weekly", JUDGED.code: "daily"},
    )
    assert kept.status_code == 302
    assert frequencies_of(zoe.person_id)[ANSWERED.code] == Frequency.WEEKLY
    client.post(reverse("notifications:read"))
    assert unread(zoe.person_id) == 0


def test_one_is_asked_about_what_concerns_one_or_was_told_before(zoe: Account) -> None:
    client = Client()
    client.force_login(zoe)

    def asked() -> list[str]:
        return list(client.get(reverse("notifications:settings")).context["form"].fields)

    ours = [COMMENTED.code, ANSWERED.code, JUDGED.code]
    assert asked() == ours
    wishes = {COMMENTED.code: "never", ANSWERED.code: "never", JUDGED.code: "daily"}
    client.post(reverse("notifications:settings"), {**wishes, OF_A_BOSS.code: "never"})
    assert frequencies_of(zoe.person_id)[OF_A_BOSS.code] == Frequency.DAILY
    Account.objects.filter(pk=zoe.pk).update(is_administrator=True)
    assert asked() == [*ours, OF_A_BOSS.code]
    Account.objects.filter(pk=zoe.pk).update(is_administrator=False)
    tell(OF_A_BOSS, zoe.person_id)
    assert asked() == [*ours, OF_A_BOSS.code], "what one was told, one can stop"


def test_what_is_owed_is_sent_apart_and_cannot_be_stopped(zoe: Account) -> None:
    services.stop_mails(actor=ANONYMOUS, stop=Stop.objects.create(person_id=zoe.person_id))
    tell(ANSWERED, zoe.person_id)
    tell(JUDGED, zoe.person_id)
    drain()
    (letter,) = mail.outbox
    assert letter.subject == "Somebody decided about “Des bancs”"
    assert "You can appeal." in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    assert Mail.objects.get().lane == Lane.ORDINARY, "it waits behind no news"
    actor = Actor(person_id=zoe.person_id)
    with pytest.raises(Invalid):
        services.choose_frequencies(actor=actor, wishes={JUDGED.code: Frequency.NEVER})
    client = Client()
    client.force_login(zoe)
    page = client.post(
        reverse("notifications:settings"),
        {COMMENTED.code: "never", ANSWERED.code: "never", JUDGED.code: "never"},
    )
    assert page.status_code == 200
    assert frequencies_of(zoe.person_id)[JUDGED.code] == Frequency.AT_ONCE


def test_news_and_what_is_owed_are_two_mails(zoe: Account) -> None:
    tell(ANSWERED, zoe.person_id)
    tell(JUDGED, zoe.person_id)
    assert len(sent()) == 2
    assert ["List-Unsubscribe" in letter.extra_headers for letter in mail.outbox] == [False, True]


def test_what_is_marked_as_read_meanwhile_is_told_anew(zoe: Account) -> None:
    """Between the two statements of a telling, the person says that they have read everything."""
    tell(COMMENTED, zoe.person_id)
    read: list[int] = []

    def reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith("INSERT") and not read:
            read.append(Notice.objects.update(read_at=clock.now()))
        return answer

    with connection.execute_wrapper(reading):
        tell(COMMENTED, zoe.person_id)
    assert read == [1]
    assert [(line.is_new) for line in notices_of(zoe.person_id).items] == [True, False]
    assert sorted(Notice.objects.values_list("count", flat=True)) == [1, 1]


def test_what_arrives_after_the_page_was_shown_stays_new(zoe: Account) -> None:
    client = Client()
    client.force_login(zoe)
    tell(COMMENTED, zoe.person_id)
    shown = client.get(reverse("notifications:list"))
    shown_at = shown.context["read"]["shown_at"].value()
    tell(ANSWERED, zoe.person_id)
    client.post(reverse("notifications:read"), {"shown_at": shown_at})
    assert unread(zoe.person_id) == 1


def test_what_is_no_longer_shown_is_not_named(zoe: Account) -> None:
    tell(COMMENTED, zoe.person_id, title="Un mot dur")
    retitle(ABOUT, "")
    (line,) = notices_of(zoe.person_id).items
    assert "Un mot dur" not in line.sentence
    retitle(ABOUT, "Un mot doux")
    assert "Un mot doux" in notices_of(zoe.person_id).items[0].sentence


def test_two_who_are_one_keep_one_of_each(zoe: Account) -> None:
    ann = Account.objects.create_user("ann@exemple.test")
    other = uuid4()
    tell(COMMENTED, zoe.person_id, ann.person_id)
    tell(COMMENTED, ann.person_id, about=other)
    Stop.objects.create(person_id=ann.person_id)
    services.choose_frequencies(
        actor=Actor(person_id=ann.person_id), wishes={COMMENTED.code: Frequency.NEVER}
    )
    merge_notices(zoe.person_id, ann.person_id)
    assert unread(zoe.person_id) == 2
    assert frequencies_of(zoe.person_id)[COMMENTED.code] == Frequency.NEVER
    assert Stop.objects.get().person_id == zoe.person_id


def test_notices_are_forgotten_after_a_year(zoe: Account) -> None:
    tell(COMMENTED, zoe.person_id)
    with clock.frozen(clock.now() + KEPT_FOR - timedelta(minutes=1)):
        assert forget_old() == 0
    with clock.frozen(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        assert forget_old() == 1

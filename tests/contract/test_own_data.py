"""What a person takes away and what a person leaves behind, tried on every table of the installation."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import models

from isegoria.commons.people.models import Account, Person, SpentProof
from isegoria.commons.people.services import forget_person, open_account
from isegoria.commons.posts import services as posts
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Picture, Post, Stance, StanceAct
from isegoria.commons.posts.tests.support import NOW, citizen, counts, published, world
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor, Verification
from isegoria.core.errors import Refused
from isegoria.core.files.models import Upload
from isegoria.core.journal.models import Entry
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database
from isegoria.core.privacy import Erasure, declarations
from isegoria.core.tasks.recurring import all_recurring
from isegoria.core.tasks.worker import drain
from isegoria.site.owndata.leaving import departure, leave
from isegoria.site.owndata.packing import pack
from isegoria.site.owndata.traces import traces
from tests.contract.rows_of_persons import columns, make, row_of

pytestmark = pytest.mark.django_db

COLUMNS = list(columns())
ADDRESS = "zenobie@exemple.test"
NAME = "Zénobie Quatremer"


def zenobie() -> Account:
    """Somebody whose name and address stand nowhere else."""
    return open_account(actor=SYSTEM, email=ADDRESS, display_name=NAME)


def acting(account: Account) -> Actor:
    """The same, as policies see them."""
    return Actor(person_id=account.person_id, verification=Verification.EMAIL, declared_age=18)


def traces_left(*needles: str) -> list[str]:
    """Every column of every table that still holds one of ``needles``."""
    return sorted({where for where, text in _everything() if any(each in text for each in needles)})


def _everything() -> Iterator[tuple[str, str]]:
    kept = {
        f"{label}.{field}"
        for label, known in declarations().items()
        if known.erasure is Erasure.KEEP
        for field in known.fields
    }
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            where = f"{model._meta.label}.{field.name}"
            if where not in kept:
                for value in model._base_manager.values_list(field.attname, flat=True):
                    yield where, _text(value)


def _text(value: object) -> str:
    match value:
        case bytes() | memoryview():
            return bytes(value).decode("utf-8", "replace")
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def unpacked(person_id: UUID) -> dict[str, Any]:
    """The tables of the copy of somebody's data."""
    with ZipFile(BytesIO(pack(person_id))) as archive:
        assert archive.namelist() == ["data.json", "data.html"]
        tables: dict[str, Any] = json.loads(archive.read("data.json"))["tables"]
        return tables


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=str)
def test_every_table_is_in_the_copy(
    model: type[models.Model], field: "models.Field[Any, Any]"
) -> None:
    """A capability that forgets to declare a table, or a column, fails here on the day it is made."""
    person = Person.objects.create()
    before = len(unpacked(person.pk)[model._meta.label]["rows"])
    row_of(model, field, person.pk)
    assert len(unpacked(person.pk)[model._meta.label]["rows"]) == before + 1


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=str)
def test_no_table_remembers_who_left(
    model: type[models.Model], field: "models.Field[Any, Any]"
) -> None:
    account = zenobie()
    if model is not Account:
        row_of(model, field, account.person_id)
    drain()
    assert traces_left(str(account.person_id)), "the test looks where there is something to find"
    forget_person(actor=SYSTEM, account=account)
    assert not traces_left(str(account.person_id), account.person_id.hex, NAME, ADDRESS)


def test_what_was_written_to_the_address_goes_with_its_person() -> None:
    """Neither an invitation that nobody answered nor an e-mail to nobody in particular keeps an address."""
    account = zenobie()
    for label, column in (("processes.Invitation", "address"), ("mail.Mail", "to")):
        make(apps.get_model(label), **{column: ADDRESS})
    forget_person(actor=SYSTEM, account=account)
    assert not traces_left(ADDRESS)


def test_the_copy_says_what_one_wrote_and_nothing_about_others() -> None:
    with clock.frozen(NOW):
        place = world()
        me, other = citizen(), citizen()
        post = published(me, place)
        theirs = published(other, place)
        posts.take_stance(actor=me, ref=theirs.ref, value=1)
        posts.take_stance(actor=other, ref=post.ref, value=-1)
    assert me.person_id
    tables = unpacked(me.person_id)
    assert [row["text"] for row in tables["posts.Post"]["rows"]] == [post.text]
    assert [(row["post"], row["value"]) for row in tables["posts.Stance"]["rows"]] == [
        (str(theirs.ref), 1)
    ]
    assert str(other.person_id) not in json.dumps(tables)
    assert other.person_id
    assert len(unpacked(other.person_id)["posts.StanceAct"]["rows"]) == 1


def test_whoever_typed_for_somebody_finds_that_they_did_and_not_what_they_typed() -> None:
    agent = Person.objects.create()
    make(Post, author=Person.objects.create(), entered_by=agent, text="a secret of somebody")
    (row,) = unpacked(agent.pk)["posts.Post"]["rows"]
    assert row["you_are"] == "entered_by"
    assert "secret" not in json.dumps(row)


def test_what_somebody_answered_is_in_words() -> None:
    person = Person.objects.create()
    volunteer = make(apps.get_model("lottery.Volunteer"), person=person)
    answer = make(apps.get_model("lottery.Answer"), volunteer=volunteer)
    (row,) = unpacked(person.pk)["lottery.Answer"]["rows"]
    value = apps.get_model("lottery.Value")._base_manager.get(pk=answer.value_id)  # type: ignore[attr-defined]
    assert row["value"] == value.name


def test_no_secret_is_in_a_copy() -> None:
    for trace in traces():
        assert not set(trace._shown(set(trace.declaration.fields))) & trace.declaration.secrets
    assert "password" not in unpacked(zenobie().person_id)["people.Account"]["fields"]


def test_leaving_keeps_what_belongs_to_all_and_forgets_who_did_it() -> None:
    """The texts and the counts stay, the journal verifies, and a week later the last e-mail is gone too."""
    account = zenobie()
    person_id, me = account.person_id, acting(account)
    with clock.frozen(NOW):
        place = world()
        post, theirs = published(me, place), published(citizen(), place)
        posts.take_stance(actor=me, ref=theirs.ref, value=1)
        posts.follow_post(actor=me, post=theirs)
    sequence_once()
    told = departure(account)
    assert (told.texts, told.drafts, told.positions) == (1, 0, 1)
    assert told.commitments > 1
    entries = Entry.objects.count()
    mail.outbox.clear()
    leave(actor=me, account=account)
    drain()
    assert [(letter.to, ADDRESS in letter.body) for letter in mail.outbox] == [([ADDRESS], False)]
    assert traces_left(str(person_id), person_id.hex, NAME, ADDRESS) == ["mail.Mail.to"]
    assert Post.objects.get(pk=post.pk).text == post.text
    assert Post.objects.get(pk=post.pk).author_id is None
    assert Stance.objects.get().person_id is None
    assert StanceAct.objects.get().salt is None
    assert counts(theirs)[0] == 1
    assert check_counters() == 0
    sequence_once()
    assert verify_database().ok
    assert Entry.objects.count() == entries, "that somebody left is not told"
    with clock.frozen(clock.now() + timedelta(days=8)):
        apply_retentions()
    assert not traces_left(str(person_id), person_id.hex, NAME, ADDRESS)
    assert not Account.objects.filter(pk=account.pk).exists()


def test_where_one_goes_on_counting_is_said_before_and_nobody_is_remembered() -> None:
    account = zenobie()
    person_id, me = account.person_id, acting(account)
    with clock.frozen(NOW):
        theirs = published(citizen(), world())
        posts.take_stance(actor=me, ref=theirs.ref, value=1)
        (told,) = departure(account).still_open
        assert told.startswith("L’eau, Vos textes")
        leave(actor=me, account=account)
        assert SpentProof.objects.exists()
    drain()
    assert traces_left(str(person_id), person_id.hex, NAME, ADDRESS) == ["mail.Mail.to"]


def apply_retentions() -> None:
    """What every recurring task that erases does."""
    for task in all_recurring():
        if task.forgets:
            task.run()


def test_what_time_erases_is_counted_in_the_journal_and_nothing_is_said_of_nothing() -> None:
    apply_retentions()
    assert not Entry.objects.filter(kind="retention.applied").exists()
    make(apps.get_model("processes.Invitation"), address=ADDRESS)
    make(apps.get_model("people.RateCounter"), expires=clock.now())
    with clock.frozen(clock.now() + timedelta(days=400)):
        apply_retentions()
    (entry,) = Entry.objects.filter(kind="retention.applied")
    assert json.loads(bytes(entry.content))["facts"] == {
        "table": "processes.invitation",
        "count": 1,
    }
    assert not traces_left(ADDRESS)
    assert not apps.get_model("people.RateCounter")._base_manager.exists()


def test_nobody_leaves_in_the_name_of_somebody_else() -> None:
    account = zenobie()
    with pytest.raises(Refused):
        leave(
            actor=Actor(person_id=account.person_id, entered_by=citizen().person_id),
            account=account,
        )
    assert EmailAddress.objects.filter(email=ADDRESS).exists()


def test_the_copy_lists_the_images_of_ones_texts_with_their_words() -> None:
    with clock.frozen(NOW):
        place, author = world(), citizen()
        post = published(author, place)
    upload = Upload.objects.create(
        owner=author.person_id, kind="posts.picture", original_name="h.png", stored_name="h",
        content_type="image/png", size=1, sha256="0" * 64,
    )  # fmt: skip
    Picture.objects.create(post=post, upload=upload, alt="Une haie vive", rank=0)
    rows = json.loads(ZipFile(BytesIO(pack(author.person_id))).read("data.json"))["tables"]
    assert rows["posts.Picture"]["rows"] == [
        {"post": str(post.ref), "upload": str(upload.ref), "alt": "Une haie vive"}
    ]

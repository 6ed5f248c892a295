"""What may be written in the journal, by whom, and what it does not tell."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse

from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.journal.correlation import correlated
from isegoria.core.journal.erasure import forget_person
from isegoria.core.journal.kinds import EntryKind, Fact, Private
from isegoria.core.journal.middleware import CorrelationMiddleware
from isegoria.core.journal.models import AuditRow, Commitment, Entry
from isegoria.core.journal.record import NotRecordable, record, write_entry
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import TOLD, tell
from isegoria.core.journal.verify import verify_database
from isegoria.core.service import JournalPromiseBroken, nothing_changed, service
from isegoria.kernel.canonical import parse

pytestmark = pytest.mark.django_db
CITIZEN = Actor(person_id=uuid4())
EVERYTHING = EntryKind(
    "test.everything",
    "One fact of each type",
    facts={
        "ref": Fact.REF,
        "code": Fact.CODE,
        "count": Fact.COUNT,
        "instant": Fact.INSTANT,
        "digest": Fact.DIGEST,
        "text": Fact.PUBLIC_TEXT,
    },
    commits=frozenset({"by", "text_of"}),
    labels=dict.fromkeys(
        ("ref", "code", "count", "instant", "digest", "text", "text_of"), "A value"
    ),
)
GOOD = {
    "ref": UUID(int=7),
    "code": "a.code-1",
    "count": 3,
    "instant": datetime(2026, 3, 12, 8, tzinfo=UTC),
    "digest": "0a" * 32,
    "text": "L’eau, un bien commun",
}
SUBJECT = UUID(int=1)
COMMITS = {"by": CITIZEN.person_id, "text_of": "what somebody wrote"}


def write(kind=EVERYTHING, facts=GOOD, commits=COMMITS, subject=SUBJECT):
    return write_entry(kind, subject=subject, facts=facts, commits=commits)


def test_an_entry_says_what_was_declared_in_canonical_json():
    with clock.frozen(datetime(2026, 3, 12, 9, 30, 15, 999, tzinfo=UTC)):
        entry = write()
    told = parse(bytes(entry.content))
    assert list(told) == ["at", "commits", "facts", "kind", "subject", "v"]
    assert told["at"] == "2026-03-12T09:30:15Z"
    assert told["facts"] == {
        "code": "a.code-1",
        "count": 3,
        "digest": "0a" * 32,
        "instant": "2026-03-12T08:00:00Z",
        "ref": str(UUID(int=7)),
        "text": "L’eau, un bien commun",
    }


def test_every_mistake_is_told_at_once():
    wrong = {"ref": "no", "code": "Not A Code", "count": True, "instant": datetime(2026, 1, 1)}
    with pytest.raises(NotRecordable) as refused:
        write(facts=wrong | {"digest": "xyz", "extra": 1}, commits={"by": 3}, subject="me")
    for part in (
        "the subject is not a UUID",
        "fact 'text' is missing",
        "fact 'extra' is not declared",
        "commitment 'text_of' is missing",
        "fact 'ref' is not a UUID",
        "fact 'code' is not a code",
        "fact 'count' is not a whole number",
        "fact 'instant' is not an aware datetime",
        "fact 'digest' is not 64 hexadecimal digits",
        "commitment 'by' is not a text, bytes or UUID",
    ):
        assert part in str(refused.value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ["a" * 501, "two\nlines", "\ud800", 12])
def test_a_public_text_is_one_short_line(text):
    with pytest.raises(NotRecordable, match="fact 'text'"):
        write(facts=GOOD | {"text": text})


def test_an_entry_too_long_for_its_two_byte_length_is_refused():
    many = {f"fact_{rank}": Fact.PUBLIC_TEXT for rank in range(140)}
    kind = EntryKind("test.long", "Long", facts=many, commits=frozenset(), labels=many)
    with pytest.raises(NotRecordable, match="65535 at most"):
        write(kind, facts=dict.fromkeys(many, "x" * 500), commits={})


@pytest.mark.parametrize(
    ("name", "facts", "commits"),
    [
        ("nodot", {}, {"by"}),
        ("Bad.Name", {}, {"by"}),
        ("good.name", {"Not good": Fact.CODE}, {"by"}),
        ("good.name", {"by": Fact.CODE}, {"by"}),
    ],
)
def test_a_malformed_kind_is_refused_when_it_is_declared(name, facts, commits):
    with pytest.raises(ValueError, match="malformed"):
        EntryKind(name, "label", facts=facts, commits=frozenset(commits))


@pytest.mark.parametrize(
    ("facts", "commits", "labels"),
    [
        ({"rank": Fact.COUNT}, (), {}),
        ({}, ("text",), {}),
        ({}, (), {"rank": "Rank"}),
    ],
)
def test_a_kind_that_does_not_say_each_of_its_values_in_words_is_refused(facts, commits, labels):
    with pytest.raises(ValueError, match="labels"):
        EntryKind("test.mute", "label", facts=facts, commits=frozenset(commits), labels=labels)


def test_only_a_service_that_declares_the_kind_may_record_it():
    @service(journal=EVERYTHING)
    def declares_another(*, actor: Actor) -> None:
        record(TOLD, subject=uuid4(), facts={"rank": 1})

    with pytest.raises(NotRecordable, match="only a running service"):
        record(TOLD, subject=uuid4(), facts={"rank": 1})
    with pytest.raises(NotRecordable, match=r"does not declare 'test\.told'"):
        declares_another(actor=CITIZEN)
    assert not Entry.objects.exists()


def test_a_service_that_breaks_its_promise_leaves_nothing():
    @service(journal=TOLD)
    def forgets(*, actor: Actor) -> None: ...

    @service(journal=TOLD)
    def says_one_thing_and_does_another(*, actor: Actor) -> None:
        record(TOLD, subject=uuid4(), facts={"rank": 1})
        nothing_changed()

    for broken in (forgets, says_one_thing_and_does_another):
        with pytest.raises(JournalPromiseBroken):
            broken(actor=CITIZEN)
    assert not Entry.objects.exists()
    assert not AuditRow.objects.exists()


def test_an_act_whose_transaction_rolls_back_leaves_nothing():
    with transaction.atomic():
        tell(actor=CITIZEN)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Commitment.objects.exists()
    assert not AuditRow.objects.exists()


def test_two_entries_of_one_person_share_no_value_but_the_kind():
    with clock.frozen(clock.now()):
        first, second = tell(actor=CITIZEN), tell(actor=CITIZEN)
    one, other = parse(bytes(first.content)), parse(bytes(second.content))
    assert one["commits"]["by"] != other["commits"]["by"]
    assert str(CITIZEN.person_id).encode() not in bytes(first.content)
    shared = {key for key in one if one[key] == other[key]}
    assert shared == {"kind", "at", "facts", "v"}
    salts = set(Commitment.objects.values_list("salt", flat=True))
    assert len(salts) == 2


def test_the_person_can_open_their_own_commitment():
    entry = tell(actor=CITIZEN)
    kept = Commitment.objects.get(entry=entry, name="by")
    assert kept.person == CITIZEN.person_id
    shown = parse(bytes(entry.content))["commits"]["by"]
    assert sha256(bytes(kept.salt) + str(CITIZEN.person_id).encode()).hexdigest() == shown


@pytest.mark.parametrize(("actor", "value"), [(SYSTEM, "system"), (ANONYMOUS, "anonymous")])
def test_whoever_is_no_person_is_committed_as_such(actor, value):
    entry = tell(actor=actor)
    kept = Commitment.objects.get(entry=entry)
    assert kept.person is None
    shown = parse(bytes(entry.content))["commits"]["by"]
    assert sha256(bytes(kept.salt) + value.encode()).hexdigest() == shown


def test_forgetting_a_person_destroys_every_link_and_leaves_the_journal_valid():
    other = Actor(person_id=uuid4())
    mine = [tell(actor=CITIZEN) for _ in range(3)]
    tell(actor=other)
    sequence_once()
    before = [bytes(entry.content) for entry in Entry.objects.order_by("number")]
    assert forget_person(CITIZEN.person_id) == 3
    assert [bytes(entry.content) for entry in Entry.objects.order_by("number")] == before
    assert verify_database().ok
    assert not Commitment.objects.filter(entry__in=mine).exists()
    assert set(AuditRow.objects.values_list("person", flat=True)) == {None, other.person_id}
    assert Commitment.objects.filter(person=other.person_id).count() == 1


def test_each_call_that_changes_something_leaves_one_audit_row():
    @service(journal=Private("a draft is seen by nobody else"))
    def save_draft(*, actor: Actor) -> None: ...

    @service(journal=Private("a draft is seen by nobody else"))
    def save_nothing(*, actor: Actor) -> None:
        nothing_changed()

    with correlated() as request:
        entry = tell(actor=CITIZEN)
        save_draft(actor=CITIZEN)
        save_nothing(actor=CITIZEN)
    save_draft(actor=SYSTEM)
    rows = AuditRow.objects.order_by("pk").values_list("person", "correlation", "entry")
    assert list(rows) == [
        (CITIZEN.person_id, request, entry.pk),
        (CITIZEN.person_id, request, None),
        (None, None, None),
    ]


def test_what_one_request_did_can_be_found_together_and_the_client_chooses_nothing(rf):
    def view(_request):
        tell(actor=CITIZEN)
        tell(actor=CITIZEN)
        return HttpResponse()

    asked = str(uuid4())
    first, second = (
        CorrelationMiddleware(view)(rf.get("/", headers={"X-Request-ID": asked})) for _ in range(2)
    )
    told = [
        str(row) for row in AuditRow.objects.order_by("pk").values_list("correlation", flat=True)
    ]
    identifiers = [response["X-Request-ID"] for response in (first, second)]
    assert told == [identifiers[0], identifiers[0], identifiers[1], identifiers[1]]
    assert len({asked, *identifiers}) == 3

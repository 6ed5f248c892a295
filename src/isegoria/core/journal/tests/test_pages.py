"""The public pages of the journal."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.journal.checker import isegoria_verify as checker
from isegoria.core.journal.commands import copy, verify
from isegoria.core.journal.copying import CHECKER
from isegoria.core.journal.epochs import open_after_restore
from isegoria.core.journal.models import Entry
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.tests.support import tell, tell_many
from isegoria.kernel.merkle import leaf_hash

pytestmark = pytest.mark.django_db


def page(client, name, *args):
    return client.get(reverse(f"journal:{name}", args=args))


def test_an_empty_record_says_so(client):
    assert page(client, "index").status_code == 200
    assert page(client, "checkpoint").status_code == 404
    assert page(client, "entry", 1, 0).status_code == 404


def test_the_list_shows_the_newest_first_and_links_to_each_entry(client):
    tell_many(45)
    sequence_once()
    first = page(client, "index")
    numbers = [line.number for line in first.context["entries"].items]
    assert numbers == list(range(45, 25, -1))
    assert reverse("journal:entry", args=[1, 45]) in first.content.decode()
    following = client.get(reverse("journal:index"), {"cursor": first.context["entries"].next})
    assert [line.number for line in following.context["entries"].items] == list(range(25, 5, -1))


def test_the_lines_about_one_reference_are_found(client):
    subject = uuid4()
    tell_many(3)
    tell(actor=SYSTEM, subject=subject)
    sequence_once()
    number = Entry.objects.get(subject=subject).number

    def found(about):
        with override("en"):
            answer = client.get(reverse("journal:index"), {"about": about})
        assert answer.status_code == 200
        entries = answer.context["entries"]
        return [line.number for line in entries.items] if entries else answer.content.decode()

    assert found(str(subject)) == found(f" {subject.hex} ") == [number]
    assert f"?about={subject}" in page(client, "entry", 1, number).content.decode()
    for nothing in (str(uuid4()), "x' OR 1=1", "\x00"):
        assert "No line is about this reference" in found(nothing)


def test_a_new_volume_comes_before_the_older_ones(client):
    tell_many(3)
    sequence_once()
    open_after_restore()
    lines = page(client, "index").context["entries"].items
    assert [(line.epoch, line.number) for line in lines] == [(2, 0), (1, 3), (1, 2), (1, 1), (1, 0)]


def test_pending_entries_are_not_shown(client):
    sequence_once()
    tell(actor=SYSTEM)
    assert [line.number for line in page(client, "index").context["entries"].items] == [0]


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_costs_the_same_whatever_its_length(client, rows, django_assert_max_num_queries):
    tell_many(rows)
    sequence_once()
    with django_assert_max_num_queries(5):
        page(client, "index")


def test_the_receipt_shows_a_proof_that_ends_at_the_signed_root(client):
    person = Actor(person_id=uuid4())
    tell(actor=person)
    tell_many(300)
    sequence_once()
    response = page(client, "entry", 1, 1)
    shown = response.context["entry"]
    assert shown.holds
    assert shown.leaf == leaf_hash(bytes(Entry.objects.get(number=1).content)).hex()
    assert shown.leaf in (shown.steps[0].left, shown.steps[0].right)
    assert shown.steps[-1].result == shown.root
    assert shown.root_base64 in shown.note
    assert str(person.person_id) not in response.content.decode()


def test_the_receipt_of_a_changed_entry_says_so(client):
    tell(actor=SYSTEM)
    sequence_once()
    sound = page(client, "entry", 1, 1).content.decode()
    Entry.objects.filter(number=1).update(content=b'{"not":"json')
    response = page(client, "entry", 1, 1)
    assert response.status_code == 200
    assert not response.context["entry"].holds
    assert ("notice good" in sound, "notice bad" in response.content.decode()) == (True, True)


@pytest.mark.parametrize("address", [(1, 5), (9, 0), (1, 10**30), (10**22, 1), (2**31, 1)])
def test_an_entry_that_does_not_exist_is_not_found(client, address):
    sequence_once()
    assert page(client, "entry", *address).status_code == 404


def test_what_is_downloaded_passes_the_checker(client):
    tell_many(300)
    sequence_once()
    response = page(client, "copy")
    assert response["Content-Type"] == "application/zip"
    packed = io.BytesIO(b"".join(response.streaming_content))
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert archive.read("1/checkpoint").decode() == page(client, "checkpoint").content.decode()
    program = page(client, "checker")
    assert b"".join(program.streaming_content) == CHECKER.read_bytes()


def test_the_commands_say_what_they_found(capsys, tmp_path):
    tell(actor=SYSTEM)
    sequence_once()
    assert verify() == 0
    said = capsys.readouterr().out
    assert "2 entries, 2 checkpoints" in said
    assert "The journal is whole." in said
    folder = tmp_path / "copy"
    assert copy(folder) == 0
    assert copy(folder) == 1
    assert "is not empty" in capsys.readouterr().out
    assert checker.main([str(folder)]) == 0
    Entry.objects.filter(number=1).update(content=b"{}")
    assert verify() == 1
    assert "WRONG  Epoch 1, entry 1: its bytes were changed." in capsys.readouterr().out


@pytest.fixture
def two_volumes():
    """A volume of two lines, then one of a single line."""
    tell(actor=SYSTEM)
    sequence_once()
    open_after_restore()


def test_a_line_names_its_facts_in_words_and_its_volume(client, two_volumes):
    with override("fr"):
        shown = page(client, "entry", 2, 0).content.decode()
        listed = page(client, "index").content.decode()
        sealed = page(client, "entry", 1, 1).content.decode()
    before_proof = shown.partition('id="proof"')[0]
    assert "previous_" not in before_proof
    assert "Nom du volume précédent" in before_proof
    assert "Scellé\N{NO-BREAK SPACE}: qui a agi" in sealed
    for number in (f"Volume {rank}, n\N{DEGREE SIGN}\N{NO-BREAK SPACE}0" for rank in (1, 2)):
        assert number in listed
    assert "compte 3 lignes" in listed
    assert "2\N{NO-BREAK SPACE}volumes" in listed


def test_a_single_line_is_not_told_in_the_plural(client):
    sequence_once()
    with override("fr"):
        listed = page(client, "index").content.decode()
        shown = page(client, "entry", 1, 0).content.decode()
    assert "compte 1 ligne." in listed
    assert "Volume" not in listed
    assert "les 1 premi" not in shown

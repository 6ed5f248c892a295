"""A person who asks to be forgotten is forgotten in every room, and the journal stays valid."""

from uuid import uuid4

import pytest

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.services import forget_person, open_account
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.services import archive_process
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Refused
from isegoria.core.journal.models import AuditRow, Commitment
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database

pytestmark = pytest.mark.django_db


def test_nothing_links_an_act_to_a_person_who_was_forgotten() -> None:
    load_water()
    account = open_account(
        actor=SYSTEM, email="a@exemple.test", display_name="A", is_administrator=True
    )
    leaving = Actor(person_id=account.person_id, is_administrator=True)
    archive_process(actor=leaving, process=Process.objects.get(slug=SLUG))
    sequence_once()
    assert Commitment.objects.filter(person=account.person_id).exists()
    forget_person(actor=SYSTEM, account=account)
    assert not Account.objects.filter(email="a@exemple.test").exists()
    assert not Person.objects.filter(pk=leaving.person_id).exists()
    assert not Commitment.objects.filter(person=leaving.person_id).exists()
    assert not AuditRow.objects.filter(person=leaving.person_id).exists()
    assert verify_database().ok


def test_nobody_can_have_somebody_else_forgotten() -> None:
    account = open_account(actor=SYSTEM, email="a@exemple.test", display_name="A")
    with pytest.raises(Refused):
        forget_person(actor=Actor(person_id=uuid4()), account=account)
    assert Account.objects.exists()

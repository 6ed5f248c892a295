"""What the journal does by itself."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from isegoria.commons.people.models import Person
from isegoria.commons.processes.services import begin_process
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.models import AUDIT_NAMES_KEPT, AuditRow, Checkpoint
from isegoria.core.journal.problems import JournalDamaged
from isegoria.core.journal.recurring import check_everything, forget_old_names
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.tasks import worker
from isegoria.core.tasks.models import LastTick
from isegoria.core.tasks.recurring import tick

pytestmark = pytest.mark.django_db
DONE = datetime(2026, 3, 12, 8, tzinfo=UTC)


def test_an_audit_row_forgets_who_after_its_time_and_not_before() -> None:
    organiser = Actor(person_id=Person.objects.create().pk, is_administrator=True)
    with clock.frozen(DONE):
        begin_process(actor=organiser, slug="eau", title={"fr": "Eau"}, summary={"fr": "Eau"})
    with clock.frozen(DONE + AUDIT_NAMES_KEPT):
        assert forget_old_names() == 0
    with clock.frozen(DONE + AUDIT_NAMES_KEPT + timedelta(seconds=1)):
        assert forget_old_names() == AuditRow.objects.count() > 0
    assert set(AuditRow.objects.values_list("person", "at")) == {(None, DONE)}


def test_the_nightly_check_is_silent_when_all_is_well_and_loud_when_not(caplog) -> None:
    sequence_once()
    with caplog.at_level(logging.ERROR):
        check_everything()
        assert not caplog.records
        Checkpoint.objects.update(root=b"\0" * 32)
        with pytest.raises(JournalDamaged, match="1 place"):
            check_everything()
    assert "does not check out" in caplog.text


def test_a_nightly_check_that_finds_damage_is_noted_as_failed() -> None:
    sequence_once()
    Checkpoint.objects.update(root=b"\0" * 32)
    assert "journal.check" in tick()
    worker.drain()
    noted = LastTick.objects.get(name="journal.check")
    assert (noted.failure, noted.succeeded_at) == ("JournalDamaged", None)
    assert noted.failed_at is not None

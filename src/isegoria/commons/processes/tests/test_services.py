"""A process is drafted, published, moved and archived, and the journal knows it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.services import (
    add_activity,
    archive_process,
    begin_process,
    plan_phase,
    publish_process,
    reopen_process,
    reschedule_phase,
)
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry

pytestmark = pytest.mark.django_db
CITIZEN = Actor(person_id=uuid4())


@pytest.fixture
def draft() -> Process:
    return begin_process(
        actor=SYSTEM, slug="eau", title={"fr": "L’eau"}, summary={"fr": "Partager l’eau."}
    )


def planned(process: Process) -> Phase:
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="processes",
        slug="rdv",
        title={"fr": "Rendez-vous"},
    )
    now = clock.now()
    return plan_phase(
        actor=SYSTEM,
        activity=activity,
        kind=MILESTONE.code,
        opens_at=now,
        closes_at=now + timedelta(days=1),
    )


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_an_empty_draft_is_told_everything_it_lacks_at_once() -> None:
    bare = begin_process(actor=SYSTEM, slug="vide", title={}, summary={"en": "Only English"})
    with pytest.raises(Invalid) as refused:
        publish_process(actor=SYSTEM, process=bare)
    assert len(refused.value.problems) == 3
    assert Process.objects.get(slug="vide").state == "draft"
    assert kinds() == []


def test_a_phase_whose_kind_no_activity_offers_blocks_publication(draft: Process) -> None:
    phase = planned(draft)
    Phase.objects.filter(pk=phase.pk).update(kind="levitation")
    with pytest.raises(Invalid) as refused:
        publish_process(actor=SYSTEM, process=draft)
    assert refused.value.code == "not_ready"


def test_publishing_writes_one_entry_and_happens_once(draft: Process) -> None:
    planned(draft)
    published = publish_process(actor=SYSTEM, process=draft)
    assert (published.state, published.published_at is not None) == ("published", True)
    with pytest.raises(Refused):
        publish_process(actor=SYSTEM, process=draft)
    assert kinds() == ["process.published"]


def test_a_citizen_cannot_begin_publish_or_archive(draft: Process) -> None:
    planned(draft)
    with pytest.raises(Refused):
        begin_process(actor=CITIZEN, slug="mien", title={"fr": "x"}, summary={"fr": "x"})
    with pytest.raises(Refused):
        publish_process(actor=CITIZEN, process=draft)
    publish_process(actor=SYSTEM, process=draft)
    with pytest.raises(Refused):
        archive_process(actor=CITIZEN, process=draft)
    assert kinds() == ["process.published"]


def test_a_running_phase_is_moved_for_a_public_reason_only(draft: Process) -> None:
    phase = planned(draft)
    publish_process(actor=SYSTEM, process=draft)
    later = phase.closes_at + timedelta(days=7)
    with pytest.raises(Invalid):
        reschedule_phase(
            actor=SYSTEM, phase=phase, opens_at=phase.opens_at, closes_at=later, reason="  "
        )
    with pytest.raises(Invalid):
        reschedule_phase(
            actor=SYSTEM, phase=phase, opens_at=later, closes_at=phase.opens_at, reason="Grippe"
        )
    reschedule_phase(
        actor=SYSTEM,
        phase=phase,
        opens_at=phase.opens_at,
        closes_at=later,
        reason="Neige sur les cols",
    )
    assert Phase.objects.get(pk=phase.pk).closes_at == later
    assert kinds() == ["process.published", "phase.rescheduled"]


def test_what_the_journal_cannot_hold_is_refused_with_every_reason(draft: Process) -> None:
    phase = planned(draft)
    Process.objects.filter(pk=draft.pk).update(title={"fr": "long " * 101})
    with pytest.raises(Invalid) as untitled:
        publish_process(actor=SYSTEM, process=draft)
    assert len(untitled.value.problems) == 1
    Process.objects.filter(pk=draft.pk).update(title={"fr": "L’eau"})
    publish_process(actor=SYSTEM, process=draft)
    with pytest.raises(Invalid) as unreasonable:
        reschedule_phase(
            actor=SYSTEM,
            phase=phase,
            opens_at=phase.opens_at,
            closes_at=phase.closes_at,
            reason="neige\n" * 101,
        )
    assert len(unreasonable.value.problems) == 2


def test_an_archived_process_can_be_opened_again(draft: Process) -> None:
    planned(draft)
    publish_process(actor=SYSTEM, process=draft)
    archive_process(actor=SYSTEM, process=draft)
    with pytest.raises((Conflict, Refused)):
        archive_process(actor=SYSTEM, process=draft)
    assert reopen_process(actor=SYSTEM, process=draft).state == "published"


def test_a_process_with_a_timeline_is_published_in_one_entry() -> None:
    load_water()
    process = Process.objects.get(slug=SLUG)
    assert process.state == "published"
    assert Phase.objects.filter(activity__process=process).count() == 6
    assert kinds() == ["process.published"]

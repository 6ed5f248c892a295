"""The list of panels: prepared once, published before the draw, checked by anybody."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from isegoria.capabilities.lottery import archives
from isegoria.capabilities.lottery.announcing import Origin, published_at, round_at
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.pool import slip_of
from isegoria.capabilities.lottery.preparation_models import Chance, Edition, Preparation
from isegoria.capabilities.lottery.preparing import prepare_list
from isegoria.capabilities.lottery.services import withdraw
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, Stage, frozen, listed
from isegoria.capabilities.lottery.tests.support import Call
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.models import Entry
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.progress import SILENT
from isegoria.core.tasks.recovery import reap
from isegoria.core.tasks.services import cancel_run
from isegoria.core.tasks.states import RunState
from isegoria.core.tasks.worker import drain


def unpacked(stage: Stage, edition: Edition, folder: Path) -> Path:
    """The archive as it is served, opened like anybody opens it; its folder."""
    kept = archives.archive_of(stage.preparation, edition)
    assert kept is not None
    with zipfile.ZipFile(io.BytesIO(b"".join(archives.streamed(kept)))) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def bare(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What ``python3 -I verify.py`` says in a folder."""
    command = [sys.executable, "-I", "verify.py", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_list_is_published_whole_before_any_number(call: Call, tmp_path: Path) -> None:
    stage = listed(call)
    preparation = stage.preparation
    facts = json.loads(bytes(Entry.objects.get(kind="lottery.list_prepared").content))["facts"]
    assert facts["panels"] == preparation.panels == 1000
    assert facts["edition"] == preparation.edition
    folder = unpacked(stage, Edition.PUBLIC, tmp_path)
    found = bare(folder)
    assert found.returncode == 0, found.stdout
    assert "The record holds." in found.stdout
    assert "drawing.json" not in {one.name for one in folder.iterdir()}
    assert preparation.edition in (folder / "edition.md").read_text()


def test_observers_hold_the_proof_and_no_name(call: Call, tmp_path: Path) -> None:
    stage = listed(call)
    folder = unpacked(stage, Edition.COMPLETE, tmp_path)
    assert bare(folder).returncode == 0
    there = {one.name for one in folder.iterdir()}
    assert {"lottery.json", "pool.jsonl", "transcript.json"} <= there
    assert not {"secrets.json", "probabilities.csv"} & there
    refs = {str(ref) for ref in Volunteer.objects.values_list("ref", flat=True)}
    whole = "".join(one.read_text() for one in folder.iterdir())
    assert not any(ref in whole for ref in refs)


def test_each_volunteer_has_a_chance_and_a_proof_that_holds_against_the_list(
    call: Call, tmp_path: Path
) -> None:
    stage = listed(call)
    chances = list(Chance.objects.values_list("chance", "panels"))
    assert sum(chance for chance, _panels in chances) == pytest.approx(4)
    assert sum(panels for _chance, panels in chances) == 4 * 1000
    folder = unpacked(stage, Edition.PUBLIC, tmp_path)
    entry = Volunteer.objects.first()
    assert entry is not None
    (folder / "slip.json").write_bytes(slip_of(stage.draw.pool, stage.draw, entry))
    found = bare(folder, ".", "slip.json")
    assert found.returncode == 0, found.stdout


def test_whoever_withdrew_after_the_freezing_changes_nothing_of_the_list(call: Call) -> None:
    stage = frozen(call)
    entry = Volunteer.objects.select_related("draw__activity__process").exclude(person=None).first()
    assert entry is not None
    with clock.frozen(DRAW_DAY):
        from isegoria.core.actor import Actor

        withdraw(actor=Actor(person_id=entry.person_id), volunteer=entry)
        stage.asks()
        drain()
    assert stage.preparation.prepared_at is not None
    facts = json.loads(bytes(Entry.objects.get(kind="lottery.list_prepared").content))["facts"]
    assert facts["pool"] == stage.draw.pool.root


def test_of_two_who_ask_the_second_is_told(call: Call) -> None:
    stage = frozen(call)
    with clock.frozen(DRAW_DAY):
        stage.asks()
        with pytest.raises(Conflict) as raised:
            stage.asks()
        assert raised.value.code == "preparing"
        drain()
        with pytest.raises(Conflict) as raised:
            stage.asks()
        assert raised.value.code == "prepared"
    assert Run.objects.filter(function__endswith="prepare_list").count() == 1


def test_what_cannot_be_is_told_at_once(call: Call) -> None:
    stage = frozen(call)
    with clock.frozen(DRAW_DAY), pytest.raises(Invalid) as raised:
        stage.asks(cap=0, k=40, origin=Origin.BEACON, at=DRAW_DAY - timedelta(hours=1))
    assert len(raised.value.problems) == 3
    assert not Preparation.objects.exists()


def test_nothing_is_prepared_before_the_pool_is_frozen(call: Call) -> None:
    from isegoria.capabilities.lottery.tests.draws import observed

    stage = observed(call)
    with pytest.raises(Conflict) as raised:
        stage.asks()
    assert raised.value.code == "not_frozen"


def test_a_limit_that_the_quotas_do_not_allow_is_told_and_can_be_changed(call: Call) -> None:
    stage = frozen(call)
    with clock.frozen(DRAW_DAY):
        stage.asks(cap=10)
        drain()
        run = Run.objects.get(pk=stage.preparation.run)
        assert (run.state, run.error_code) == (RunState.FAILED, "cap_too_low")
        stage.asks(cap=60)
        drain()
    assert stage.preparation.prepared_at is not None


def test_a_list_that_was_cancelled_can_be_asked_for_again(call: Call) -> None:
    stage = frozen(call)
    with clock.frozen(DRAW_DAY):
        stage.asks()
        cancel_run(actor=stage.organiser, run_id=stage.preparation.run)
        drain()
        assert stage.preparation.prepared_at is None
        stage.asks()
        drain()
    assert stage.preparation.prepared_at is not None


def test_a_worker_that_died_in_the_middle_is_followed_by_another(call: Call) -> None:
    """The claim of a worker killed with -9 stays; after its silence the run begins anew."""
    stage = frozen(call)
    with clock.frozen(DRAW_DAY):
        stage.asks()
        Run.objects.filter(pk=stage.preparation.run).update(
            state=RunState.RUNNING,
            holder="00000000-0000-4000-8000-000000000001",
            attempts=1,
            heartbeat_at=DRAW_DAY,
            started_at=DRAW_DAY,
        )
        drain()
        assert stage.preparation.prepared_at is None
    later = DRAW_DAY + timedelta(minutes=2)
    with clock.frozen(later):
        reap(later)
    with clock.frozen(later + timedelta(minutes=5)):
        drain()
    assert stage.preparation.prepared_at is not None
    assert Entry.objects.filter(kind="lottery.list_prepared").count() == 1


def test_a_second_attempt_finds_the_list_published(call: Call) -> None:
    stage = listed(call)
    before = stage.preparation.fingerprint
    prepare_list(SILENT, draw=stage.draw.pk)
    assert stage.preparation.fingerprint == before
    assert Entry.objects.filter(kind="lottery.list_prepared").count() == 1


def test_a_beacon_whose_hour_passed_meanwhile_publishes_nothing(call: Call) -> None:
    stage = frozen(call)
    hour = DRAW_DAY + timedelta(minutes=1)
    with clock.frozen(DRAW_DAY):
        stage.asks(origin=Origin.BEACON, at=hour)
    with clock.frozen(hour + timedelta(seconds=30)):
        drain()
    assert Run.objects.get(pk=stage.preparation.run).error_code == "beacon_passed"
    assert stage.preparation.prepared_at is None


def test_the_round_of_an_hour_is_the_first_that_is_not_before_it() -> None:
    number = round_at(DRAW_DAY)
    assert published_at(number) >= DRAW_DAY > published_at(number - 1)

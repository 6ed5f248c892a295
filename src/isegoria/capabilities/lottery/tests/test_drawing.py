"""The draw: digits, two who confirm, one panel; and a rehearsal that is none."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from isegoria.capabilities.lottery import archives, drawing, rehearsing
from isegoria.capabilities.lottery.draw_models import Drawing, Rehearsal, WitnessRole
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.pool import slip_of
from isegoria.capabilities.lottery.preparation_models import Chance, Edition
from isegoria.capabilities.lottery.preparing import prepare_list
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.capabilities.lottery.tests.draws import (
    DRAW_DAY,
    Stage,
    bare,
    drawn,
    unpacked,
)
from isegoria.capabilities.lottery.tests.support import NOW
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.processes.models import Body, BodyKind, Membership, TeamRole
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry
from isegoria.core.tasks.progress import SILENT


@pytest.fixture
def stage(list_of_module: Stage, db: None) -> Stage:
    """The list is published; nobody has drawn."""
    return list_of_module


def test_the_number_read_aloud_gives_the_panel_of_its_line(stage: Stage, tmp_path: Path) -> None:
    found = drawn(stage, "417")
    folder = unpacked(stage, Edition.COMPLETE, tmp_path)
    row = (folder / "panels.csv").read_text().splitlines()[418].split(",")
    pool = [json.loads(line)[0] for line in (folder / "pool.jsonl").read_text().splitlines()]
    assert row[0] == found.number == "417"
    assert found.panel == [pool[int(line) - 1] for line in row[1:]]
    assert list(Seat.objects.values_list("drawn", flat=True)) == found.panel
    assert sorted(found.composition) == [
        ["Quartier", "nord", 1], ["Quartier", "sud", 3],
        ["Vous êtes", "un homme", 2], ["Vous êtes", "une femme", 2],
    ]  # fmt: skip


@pytest.mark.parametrize("edition", [Edition.PUBLIC, Edition.COMPLETE])
def test_the_archive_after_the_draw_holds_the_outcome_and_verifies(
    stage: Stage, tmp_path: Path, edition: Edition
) -> None:
    drawn(stage, "042")
    folder = unpacked(stage, edition, tmp_path)
    found = bare(folder)
    assert found.returncode == 0, found.stdout
    assert "drawn: number 042" in found.stdout
    told = json.loads((folder / "drawing.json").read_text())
    (folder / "drawing.json").write_text(json.dumps({**told, "number": "043"}))
    assert bare(folder).returncode == 1


def test_the_journal_holds_the_number_and_the_digest_of_the_minutes(stage: Stage) -> None:
    drawn(stage)
    facts = json.loads(bytes(Entry.objects.get(kind="lottery.panel_drawn").content))["facts"]
    kept = archives.archive_of(stage.preparation, Edition.MINUTES)
    assert kept is not None
    paper = b"".join(archives.streamed(kept))
    assert paper.startswith(b"%PDF-")
    assert facts["minutes"] == kept.sha256 == sha256(paper).hexdigest()
    assert (facts["number"], facts["corrections"], facts["seats"]) == ("417", 0, 4)
    assert facts["edition"] == stage.preparation.edition


def test_one_person_cannot_confirm_twice_whatever_their_roles(stage: Stage) -> None:
    team = Body.objects.get(process=stage.call.process, kind=BodyKind.TEAM)
    Membership.objects.create(
        body=team, person_id=stage.call.account.person_id, role=TeamRole.OBSERVER, began_at=NOW
    )
    me = actor_for_user(stage.call.account)
    both = Stage(replace(stage.call, organiser=me), me, stage.call.account)
    with clock.frozen(DRAW_DAY):
        both.reads("123")
        both.confirms(WitnessRole.OBSERVER)
        with pytest.raises(Invalid) as raised:
            both.confirms(WitnessRole.ORGANISER)
        assert len(raised.value.problems) == 1
        assert both.concludes() is None
    assert not Entry.objects.filter(kind="lottery.panel_drawn").exists()


def test_nobody_is_a_witness_without_the_mandate(stage: Stage) -> None:
    boss = replace(stage.organiser, is_administrator=True)
    with clock.frozen(DRAW_DAY):
        with pytest.raises(Refused):
            drawing.enter(actor=boss, activity=stage.activity, digit="1")
        stage.reads("123")
        with pytest.raises(Refused):
            drawing.confirm(
                actor=boss, activity=stage.activity, role=WitnessRole.OBSERVER, name="Moi"
            )


@pytest.mark.parametrize("digit", ["", "12", "a", "-1", "٣"])
def test_what_is_no_digit_is_not_entered(stage: Stage, digit: str) -> None:
    with clock.frozen(DRAW_DAY), pytest.raises(Invalid):
        drawing.enter(actor=stage.observer, activity=stage.activity, digit=digit)
    assert not Drawing.objects.exclude(digits="").exists()


def test_a_digit_too_many_or_another_source_is_refused(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY):
        stage.reads("123")
        with pytest.raises(Invalid):
            stage.reads("4")
        with pytest.raises(Invalid) as raised:
            drawing.enter(actor=stage.observer, activity=stage.activity, beacon="a" * 96)
    assert "beacon" in str(raised.value.problems[0]) or "balise" in str(raised.value.problems[0])
    assert stage.drawing.digits == "123"


def test_a_digit_taken_back_is_counted_in_the_minutes_and_none_after_a_confirmation(
    stage: Stage,
) -> None:
    with clock.frozen(DRAW_DAY):
        stage.reads("41")
        drawing.take_back(actor=stage.observer, activity=stage.activity)
        stage.reads("23")
        stage.confirms(WitnessRole.OBSERVER)
        with pytest.raises(Conflict) as raised:
            drawing.take_back(actor=stage.observer, activity=stage.activity)
        assert raised.value.code == "confirmed"
        drawing.dispute(actor=stage.organiser, activity=stage.activity)
        drawing.take_back(actor=stage.observer, activity=stage.activity)
        stage.reads("7")
    assert (stage.drawing.digits, stage.drawing.corrections) == ("427", 2)
    assert not stage.drawing.witnesses.exists()


def test_nothing_is_confirmed_before_all_is_read(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY):
        stage.reads("41")
        with pytest.raises(Invalid):
            stage.confirms(WitnessRole.OBSERVER)


def test_a_draw_happens_once(stage: Stage) -> None:
    drawn(stage)
    with clock.frozen(DRAW_DAY + timedelta(hours=1)):
        with pytest.raises(Conflict) as raised:
            stage.reads("1")
        assert raised.value.code == "drawn"
        assert stage.concludes() is None
    assert Entry.objects.filter(kind="lottery.panel_drawn").count() == 1


def _rehearses(stage: Stage, digits: str) -> Rehearsal:
    with clock.frozen(DRAW_DAY):
        for digit in digits:
            found = rehearsing.rehearse(actor=stage.organiser, activity=stage.activity, digit=digit)
    return found


def test_a_rehearsal_shows_a_panel_and_leaves_nothing(stage: Stage) -> None:
    entries = Entry.objects.count()
    shown = _rehearses(stage, "417")
    assert sum(seats for feature, _value, seats in shown.composition if feature == "Quartier") == 4
    pseudonyms = set(Volunteer.objects.values_list("pseudonym", flat=True))
    assert not pseudonyms & {str(one) for one in shown.panel}
    assert Entry.objects.count() == entries
    assert not Seat.objects.exists()
    assert not Drawing.objects.exists()
    again = rehearsing.rehearse_again(actor=stage.organiser, activity=stage.activity)
    assert again.digits == ""


def test_a_rehearsal_on_the_day_changes_nothing_of_the_draw_and_ends_with_it(stage: Stage) -> None:
    _rehearses(stage, "999")
    assert drawn(stage, "417").number == "417"
    with pytest.raises(Conflict) as raised:
        _rehearses(stage, "1")
    assert raised.value.code == "drawn"


def test_a_rehearsal_never_shows_the_panel_of_its_digits(stage: Stage) -> None:
    draw = stage.draw
    for panels in (1000, 10_000):
        shown = [rehearsing.shown_instead(draw, str(at), panels) for at in range(panels)]
        assert sorted(shown) == list(range(panels))
        assert all(at != other for at, other in enumerate(shown))


def test_the_list_is_published_whole_before_any_number(stage: Stage, tmp_path: Path) -> None:
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


def test_observers_hold_the_proof_and_no_name(stage: Stage, tmp_path: Path) -> None:
    folder = unpacked(stage, Edition.COMPLETE, tmp_path)
    assert bare(folder).returncode == 0
    there = {one.name for one in folder.iterdir()}
    assert {"lottery.json", "pool.jsonl", "transcript.json"} <= there
    assert not {"secrets.json", "probabilities.csv"} & there
    refs = {str(ref) for ref in Volunteer.objects.values_list("ref", flat=True)}
    whole = "".join(one.read_text() for one in folder.iterdir())
    assert not any(ref in whole for ref in refs)


def test_each_volunteer_has_a_chance_and_a_proof_that_holds_against_the_list(
    stage: Stage, tmp_path: Path
) -> None:
    chances = list(Chance.objects.values_list("chance", "panels"))
    assert sum(chance for chance, _panels in chances) == pytest.approx(4)
    assert sum(panels for _chance, panels in chances) == 4 * 1000
    folder = unpacked(stage, Edition.PUBLIC, tmp_path)
    entry = Volunteer.objects.first()
    assert entry is not None
    (folder / "slip.json").write_bytes(slip_of(stage.draw.pool, stage.draw, entry))
    found = bare(folder, ".", "slip.json")
    assert found.returncode == 0, found.stdout


def test_a_second_attempt_finds_the_list_published(stage: Stage) -> None:
    before = stage.preparation.fingerprint
    prepare_list(SILENT, draw=stage.draw.pk)
    assert stage.preparation.fingerprint == before
    assert Entry.objects.filter(kind="lottery.list_prepared").count() == 1

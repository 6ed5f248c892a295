"""The draw: digits, two who confirm, one panel; and a rehearsal that is none."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from isegoria.capabilities.lottery import archives, drawing, rehearsing
from isegoria.capabilities.lottery.announcing import Origin, round_at
from isegoria.capabilities.lottery.draw_models import Drawing, Rehearsal, WitnessRole
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.preparation_models import Edition
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, Stage, drawn, frozen, listed
from isegoria.capabilities.lottery.tests.support import NOW, Call, open_call
from isegoria.capabilities.lottery.tests.test_preparing import bare, unpacked
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.processes.models import Body, BodyKind, Membership, TeamRole
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry


def test_the_number_read_aloud_gives_the_panel_of_its_line(call: Call, tmp_path: Path) -> None:
    stage = listed(call)
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
    call: Call, tmp_path: Path, edition: Edition
) -> None:
    stage = listed(call)
    drawn(stage, "042")
    folder = unpacked(stage, edition, tmp_path)
    found = bare(folder)
    assert found.returncode == 0, found.stdout
    assert "drawn: number 042" in found.stdout
    told = json.loads((folder / "drawing.json").read_text())
    (folder / "drawing.json").write_text(json.dumps({**told, "number": "043"}))
    assert bare(folder).returncode == 1


def test_the_journal_holds_the_number_and_the_digest_of_the_minutes(call: Call) -> None:
    stage = listed(call)
    drawn(stage)
    facts = json.loads(bytes(Entry.objects.get(kind="lottery.panel_drawn").content))["facts"]
    kept = archives.archive_of(stage.preparation, Edition.MINUTES)
    assert kept is not None
    paper = b"".join(archives.streamed(kept))
    assert paper.startswith(b"%PDF-")
    assert facts["minutes"] == kept.sha256 == sha256(paper).hexdigest()
    assert (facts["number"], facts["corrections"], facts["seats"]) == ("417", 0, 4)
    assert facts["edition"] == stage.preparation.edition


def test_one_person_cannot_confirm_twice_whatever_their_roles(call: Call) -> None:
    listed(call)
    team = Body.objects.get(process=call.process, kind=BodyKind.TEAM)
    Membership.objects.create(
        body=team, person_id=call.account.person_id, role=TeamRole.OBSERVER, began_at=NOW
    )
    me = actor_for_user(call.account)
    call.organiser = me
    both = Stage(call, me, call.account)
    with clock.frozen(DRAW_DAY):
        both.reads("123")
        both.confirms(WitnessRole.OBSERVER)
        with pytest.raises(Invalid) as raised:
            both.confirms(WitnessRole.ORGANISER)
        assert len(raised.value.problems) == 1
        assert both.concludes() is None
    assert not Entry.objects.filter(kind="lottery.panel_drawn").exists()


def test_nobody_is_a_witness_without_the_mandate(call: Call) -> None:
    from dataclasses import replace

    stage = listed(call)
    boss = replace(call.organiser, is_administrator=True)
    with clock.frozen(DRAW_DAY):
        with pytest.raises(Refused):
            drawing.enter(actor=boss, activity=call.activity, digit="1")
        stage.reads("123")
        with pytest.raises(Refused):
            drawing.confirm(
                actor=boss, activity=call.activity, role=WitnessRole.OBSERVER, name="Moi"
            )


def test_nothing_is_entered_without_a_list(call: Call) -> None:
    stage = frozen(call)
    with clock.frozen(DRAW_DAY), pytest.raises(Conflict) as raised:
        stage.reads("1")
    assert raised.value.code == "not_prepared"


@pytest.mark.parametrize("digit", ["", "12", "a", "-1", "٣"])
def test_what_is_no_digit_is_not_entered(call: Call, digit: str) -> None:
    stage = listed(call)
    with clock.frozen(DRAW_DAY), pytest.raises(Invalid):
        drawing.enter(actor=stage.observer, activity=call.activity, digit=digit)
    assert not Drawing.objects.exclude(digits="").exists()


def test_a_digit_too_many_or_another_source_is_refused(call: Call) -> None:
    stage = listed(call)
    with clock.frozen(DRAW_DAY):
        stage.reads("123")
        with pytest.raises(Invalid):
            stage.reads("4")
        with pytest.raises(Invalid) as raised:
            drawing.enter(actor=stage.observer, activity=call.activity, beacon="a" * 96)
    assert "beacon" in str(raised.value.problems[0]) or "balise" in str(raised.value.problems[0])
    assert stage.drawing.digits == "123"


def test_a_digit_taken_back_is_counted_in_the_minutes_and_none_after_a_confirmation(
    call: Call,
) -> None:
    stage = listed(call)
    with clock.frozen(DRAW_DAY):
        stage.reads("41")
        drawing.take_back(actor=stage.observer, activity=call.activity)
        stage.reads("23")
        stage.confirms(WitnessRole.OBSERVER)
        with pytest.raises(Conflict) as raised:
            drawing.take_back(actor=stage.observer, activity=call.activity)
        assert raised.value.code == "confirmed"
        drawing.dispute(actor=stage.organiser, activity=call.activity)
        drawing.take_back(actor=stage.observer, activity=call.activity)
        stage.reads("7")
    assert (stage.drawing.digits, stage.drawing.corrections) == ("427", 2)
    assert not stage.drawing.witnesses.exists()


def test_nothing_is_confirmed_before_all_is_read(call: Call) -> None:
    stage = listed(call)
    with clock.frozen(DRAW_DAY):
        stage.reads("41")
        with pytest.raises(Invalid):
            stage.confirms(WitnessRole.OBSERVER)


def test_a_draw_happens_once(call: Call) -> None:
    stage = listed(call)
    drawn(stage)
    with clock.frozen(DRAW_DAY + timedelta(hours=1)):
        with pytest.raises(Conflict) as raised:
            stage.reads("1")
        assert raised.value.code == "drawn"
        assert stage.concludes() is None
    assert Entry.objects.filter(kind="lottery.panel_drawn").count() == 1


def test_the_beacon_decides_only_with_its_own_signature_of_the_round_announced(call: Call) -> None:
    """Round 1000 of quicknet, as published; the announcement is of an hour when it was to come."""
    signature = (
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
        "e342b73a8dd2bacbe47e4b6b63ed5e39"
    )
    hour = DRAW_DAY + timedelta(hours=1)
    stage = listed(call, origin=Origin.BEACON, at=hour)
    assert stage.preparation.sources[0]["round"] == round_at(hour)
    with clock.frozen(hour), pytest.raises(Invalid):
        drawing.enter(actor=stage.observer, activity=call.activity, beacon=signature)
    preparation = stage.preparation
    preparation.sources[0]["round"] = 1000
    from isegoria.capabilities.lottery.reading_aloud import outcomes, read

    reading = Drawing()
    read(reading, preparation, beacon=signature)
    assert outcomes(reading, preparation)[0]["signature"] == signature


def _rehearses(stage: Stage, digits: str) -> Rehearsal:
    with clock.frozen(DRAW_DAY):
        for digit in digits:
            found = rehearsing.rehearse(actor=stage.organiser, activity=stage.activity, digit=digit)
    return found


def test_a_rehearsal_shows_a_panel_and_leaves_nothing(call: Call) -> None:
    stage = listed(call)
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


def test_a_rehearsal_never_shows_the_panel_of_its_digits(call: Call) -> None:
    draw = call.draw
    for panels in (1000, 10_000):
        shown = [rehearsing.shown_instead(draw, str(at), panels) for at in range(panels)]
        assert sorted(shown) == list(range(panels))
        assert all(at != other for at, other in enumerate(shown))


def test_a_rehearsal_on_the_day_changes_nothing_of_the_draw_and_ends_with_it(call: Call) -> None:
    stage = listed(call)
    _rehearses(stage, "999")
    assert drawn(stage, "417").number == "417"
    with pytest.raises(Conflict) as raised:
        _rehearses(stage, "1")
    assert raised.value.code == "drawn"


def _at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    raised: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            with clock.frozen(DRAW_DAY):
                act()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_at_once_one_wins_and_the_other_is_told(transactional_db: None) -> None:
    with clock.frozen(NOW):
        made = open_call()
        stage = listed(made)
    with clock.frozen(DRAW_DAY):
        stage.reads("417")
        stage.confirms(WitnessRole.OBSERVER)
        stage.confirms(WitnessRole.ORGANISER)
    raised = _at_once(
        [lambda: stage.concludes(stage.observer), lambda: stage.concludes(stage.organiser)]
    )
    assert [getattr(error, "code", error) for error in raised] in (["drawn"], [])
    assert Entry.objects.filter(kind="lottery.panel_drawn").count() == 1
    assert Seat.objects.count() == 4

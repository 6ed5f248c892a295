"""Texts, themes, activities, phases and bodies are written by the organisers, told apart by edition."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Phase,
    Process,
    TeamRole,
    Theme,
)
from isegoria.commons.processes.services import (
    add_activity,
    add_body,
    add_phase,
    add_theme,
    archive_process,
    change_activity,
    change_body,
    change_phase,
    change_settings,
    create_body,
    move_theme,
    publish_process,
    remove_activity,
    remove_body,
    remove_phase,
    remove_theme,
    rename_theme,
    write_texts,
)
from isegoria.commons.processes.tests.support import (
    account,
    actor,
    draft,
    join,
    kinds,
    published,
    team_of,
)
from isegoria.commons.processes.writing import PROCESS_TEXTS, edition
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Verification
from isegoria.core.errors import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db


def rewrite(process: Process, who, summary: str, seen: str = "") -> Process:
    return write_texts(
        actor=who,
        process=process,
        title=process.title,
        summary={"fr": summary},
        description={},
        seen=seen,
    )


def test_the_second_of_two_organisers_is_told_and_overwrites_nothing() -> None:
    process = draft()
    seen = edition(process, PROCESS_TEXTS)
    rewrite(process, SYSTEM, "La première version.", seen)
    with pytest.raises(Conflict) as told:
        rewrite(process, SYSTEM, "La seconde.", seen)
    assert told.value.code == "edited_meanwhile"
    now = Process.objects.get(pk=process.pk)
    assert now.summary == {"fr": "La première version."}
    rewrite(process, SYSTEM, "La seconde.", edition(now, PROCESS_TEXTS))
    assert Process.objects.get(pk=process.pk).summary == {"fr": "La seconde."}


def test_organisers_write_and_the_rest_of_the_team_and_citizens_do_not() -> None:
    organiser, moderator, citizen = account("o"), account("m"), account("c")
    process = draft(organiser)
    join(process, moderator, TeamRole.MODERATOR)
    rewrite(process, actor(organiser), "Écrit par l’organisation.")
    for who in (moderator, citizen):
        with pytest.raises(Refused) as refused:
            rewrite(process, actor(who), "Non.")
        assert refused.value.decision.hidden


def test_an_organiser_of_one_process_is_nobody_in_another() -> None:
    organiser = account("o")
    draft(organiser, "un")
    with pytest.raises(Refused):
        rewrite(draft(slug="deux"), actor(organiser), "Non.")


def test_a_new_text_of_a_published_process_is_found_by_search() -> None:
    process = published()
    rewrite(process, SYSTEM, "Nénuphars.")
    found = Client().get(reverse("search"), {"q": "nénuphars"}).content.decode()
    assert reverse("processes:page", args=["eau"]) in found


def test_a_published_process_never_loses_its_title() -> None:
    process = published()
    with pytest.raises(Invalid):
        write_texts(actor=SYSTEM, process=process, title={}, summary={}, description={})
    assert Process.objects.get(pk=process.pk).title == {"fr": "L’eau"}


def test_the_address_is_changed_in_a_draft_only_and_never_taken_from_another() -> None:
    draft(slug="prise")
    process = draft()
    with pytest.raises(Invalid):
        change_settings(actor=SYSTEM, process=process, slug="prise", minimum_age=16)
    change_settings(actor=SYSTEM, process=process, slug="rivieres", minimum_age=18)
    publish_process(actor=SYSTEM, process=process)
    with pytest.raises(Invalid):
        change_settings(actor=SYSTEM, process=process, slug="autre", minimum_age=18)
    changed = change_settings(actor=SYSTEM, process=process, slug="rivieres", minimum_age=15)
    assert (changed.slug, changed.minimum_age) == ("rivieres", 15)


def test_an_archived_process_is_no_longer_written() -> None:
    process = published()
    archive_process(actor=SYSTEM, process=process)
    with pytest.raises(Refused):
        rewrite(process, SYSTEM, "Trop tard.")


def test_themes_take_addresses_and_places_of_their_own() -> None:
    process = draft()
    for title in ("Air", "Eau", "Eau"):
        add_theme(actor=SYSTEM, process=process, title={"fr": title})
    assert [theme.slug for theme in Theme.objects.filter(process=process)] == [
        "air",
        "eau",
        "eau-2",
    ]
    last = Theme.objects.get(slug="eau-2")
    move_theme(actor=SYSTEM, theme=last, by=-1)
    move_theme(actor=SYSTEM, theme=last, by=-1)
    move_theme(actor=SYSTEM, theme=last, by=-1)
    assert [theme.slug for theme in Theme.objects.filter(process=process)] == [
        "eau-2",
        "air",
        "eau",
    ]
    rename_theme(actor=SYSTEM, theme=last, title={"fr": "Terre", "en": " "})
    assert Theme.objects.get(slug="eau-2").title == {"fr": "Terre"}
    remove_theme(actor=SYSTEM, theme=last)
    assert Theme.objects.filter(process=process).count() == 2


def test_an_activity_leaves_a_draft_with_its_phases_and_stays_once_they_are_public() -> None:
    process = draft()
    activity = Activity.objects.get(process=process)
    change_activity(
        actor=SYSTEM, activity=activity, title={"fr": "Dates"}, verification=Verification.NONE
    )
    publish_process(actor=SYSTEM, process=process)
    with pytest.raises(Conflict):
        remove_activity(actor=SYSTEM, activity=activity)
    empty = add_activity(
        actor=SYSTEM, process=process, capability="processes", title={"fr": "Autre"}
    )
    remove_activity(actor=SYSTEM, activity=empty)
    other = draft(slug="brouillon")
    remove_activity(actor=SYSTEM, activity=Activity.objects.get(process=other))
    assert not Phase.objects.filter(activity__process=other).exists()


def test_the_dates_of_a_phase_are_free_in_a_draft_and_public_afterwards() -> None:
    process = draft()
    phase = Phase.objects.get(activity__process=process)
    later = phase.closes_at + timedelta(days=3)
    words = {"kind": phase.kind, "title": {"fr": "Réunion"}, "description": {}}
    change_phase(actor=SYSTEM, phase=phase, opens_at=phase.opens_at, closes_at=later, **words)
    publish_process(actor=SYSTEM, process=process)
    phase = Phase.objects.get(pk=phase.pk)
    with pytest.raises(Conflict):
        change_phase(
            actor=SYSTEM,
            phase=phase,
            opens_at=phase.opens_at,
            closes_at=later + timedelta(days=1),
            **words,
        )
    words["title"] = {"fr": "Grande réunion"}
    change_phase(actor=SYSTEM, phase=phase, opens_at=phase.opens_at, closes_at=later, **words)
    with pytest.raises(Refused):
        remove_phase(actor=SYSTEM, phase=phase)
    assert Phase.objects.get(pk=phase.pk).title == {"fr": "Grande réunion"}
    assert kinds() == ["process.published"]


def test_a_phase_added_to_a_running_process_says_why_in_the_journal() -> None:
    process = published()
    activity = Activity.objects.get(process=process)
    now = clock.now()
    dates = {"opens_at": now, "closes_at": now + timedelta(days=1), "kind": "milestone"}
    with pytest.raises(Invalid) as told:
        add_phase(
            actor=SYSTEM,
            activity=activity,
            kind="milestone",
            opens_at=now,
            closes_at=now,
            reason=" ",
        )
    assert len(told.value.problems) == 2
    add_phase(actor=SYSTEM, activity=activity, reason="Une réunion de plus à Sablé", **dates)
    assert kinds() == ["process.published", "phase.added"]


def test_a_body_is_journalled_when_the_process_runs() -> None:
    process = draft()
    panel = add_body(
        actor=SYSTEM, process=process, kind=BodyKind.PANEL, title={"fr": "Panel citoyen"}
    )
    change_body(actor=SYSTEM, body=panel, title={"fr": "Panel"}, description={"fr": "Tiré au sort"})
    spare = add_body(actor=SYSTEM, process=process, kind=BodyKind.EXPERTS, title={"fr": "Comité"})
    remove_body(actor=SYSTEM, body=spare)
    with pytest.raises(Conflict):
        remove_body(actor=SYSTEM, body=team_of(process))
    with pytest.raises(Conflict):
        add_body(actor=SYSTEM, process=process, kind=BodyKind.TEAM, title={"fr": "Équipe bis"})
    publish_process(actor=SYSTEM, process=process)
    with pytest.raises(Invalid):
        create_body(actor=SYSTEM, process=process, kind=BodyKind.GUARANTORS, title={})
    create_body(actor=SYSTEM, process=process, kind=BodyKind.GUARANTORS, title={"fr": "Garantes"})
    assert Body.objects.filter(process=process).count() == 3
    assert kinds() == ["process.published", "body.created"]

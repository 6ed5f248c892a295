"""The pages of the team: who sees them, what a form keeps, what two people writing at once are told."""

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.processes.models import Activity, Phase, Process, TeamRole, Theme
from isegoria.commons.processes.services import add_theme, publish_process
from isegoria.commons.processes.tests.support import (
    account,
    draft,
    join,
    kinds,
    published,
    signed_in,
    team_of,
)
from isegoria.core.actor import SYSTEM
from isegoria.core.journal.models import Entry

pytestmark = pytest.mark.django_db
PARTS = ("texts", "settings", "themes", "activities", "timeline", "bodies")


def url(name: str, *arguments: object) -> str:
    return reverse(f"processes:{name}", args=arguments)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_team_sees_its_process_and_nobody_else_knows_that_it_is_prepared() -> None:
    organiser, moderator, citizen = account("o"), account("m"), account("c")
    boss = account("boss", is_administrator=True)
    process = draft(organiser)
    join(process, moderator, TeamRole.MODERATOR)
    addresses = [url("manage", "eau"), *(url(f"manage-{part}", "eau") for part in PARTS)]
    seen = {
        who: [client.get(address).status_code for address in addresses]
        for who, client in (
            ("organiser", signed_in(organiser)),
            ("boss", signed_in(boss)),
            ("moderator", signed_in(moderator)),
            ("citizen", signed_in(citizen)),
            ("nobody", Client()),
        )
    }
    assert set(seen["organiser"]) == set(seen["boss"]) == {200}
    assert seen["moderator"] == [200, *[404] * len(PARTS)]
    assert set(seen["citizen"]) == set(seen["nobody"]) == {404}


def test_manage_stands_in_the_navigation_of_those_who_have_something_to_manage() -> None:
    organiser = account("o")
    draft(organiser)
    for client, expected in (
        (signed_in(organiser), True),
        (signed_in(account("boss", is_administrator=True)), True),
        (signed_in(account("c")), False),
        (Client(), False),
    ):
        assert (f'href="{url("managed")}"' in read(client, reverse("home"))) is expected
        assert client.get(url("managed")).status_code == (200 if expected else 404)


def test_an_organiser_lists_their_processes_and_begins_none() -> None:
    organiser = account("o")
    draft(organiser, "la-mienne")
    draft(slug="la-leur")
    page = read(signed_in(organiser), url("managed"))
    assert "/la-mienne/" in page
    assert "/la-leur/" not in page
    assert signed_in(organiser).get(url("begin")).status_code == 404


def test_seeing_the_dates_of_a_template_writes_nothing_and_keeps_what_was_typed() -> None:
    boss = signed_in(account("boss", is_administrator=True))
    typed = {"title_fr": "Nos forêts", "title_en": "", "slug": "", "start": "2031-03-03"}
    seen = boss.post(url("begin-from", "citizens-council"), {**typed, "see": "1"}).content.decode()
    assert 'value="Nos forêts"' in seen
    assert 'value="2031-03-03"' in seen
    assert "mars 2031" in seen
    assert not Process.objects.exists()
    boss.post(url("begin-from", "citizens-council"), typed)
    assert Process.objects.get().slug == "nos-forets"


def test_a_second_proof_is_asked_of_the_team_and_of_nobody_else(settings) -> None:
    settings.TEAM_SECOND_FACTOR = True
    organiser = account("o")
    draft(organiser)
    client = signed_in(organiser)
    assert client.get(url("manage", "eau")).status_code in {302, 403}
    assert client.get(url("managed")).status_code == 200
    assert signed_in(account("c")).get(url("manage", "eau")).status_code == 404


def test_two_organisers_write_at_once_and_the_second_keeps_what_they_typed() -> None:
    one, two = account("one"), account("two")
    process = draft(one)
    join(process, two, TeamRole.ORGANISER)
    first, second = signed_in(one), signed_in(two)
    address = url("manage-texts", "eau")
    seen = first.get(address).context["form"]["seen"].value()
    typed = {"title_fr": "L’eau", "description_fr": "", "seen": seen}
    assert first.post(address, {**typed, "summary_fr": "Version de Une."}).status_code == 302
    told = second.post(address, {**typed, "summary_fr": "Version de Deux."})
    page = told.content.decode()
    assert told.status_code == 200
    assert [line.answer for line in told.context["form"].theirs] == ["(Français) Version de Une."]
    assert "Version de Deux." in page
    assert Process.objects.get().summary == {"fr": "Version de Une."}
    fresh = told.context["form"]["seen"].value()
    knowing = {**typed, "summary_fr": "Version de Deux.", "seen": fresh}
    assert second.post(address, knowing).status_code == 302
    assert Process.objects.get().summary == {"fr": "Version de Deux."}


def test_a_language_that_is_missing_says_what_is_read_instead() -> None:
    organiser = account("o")
    draft(organiser)
    page = read(signed_in(organiser), url("manage-texts", "eau"))
    assert page.count("Partager l’eau.") == 2
    home = read(signed_in(organiser), url("manage", "eau"))
    assert url("manage-texts", "eau") in home


def test_a_refused_date_keeps_everything_typed_and_says_all_at_once() -> None:
    organiser = account("o")
    draft(organiser)
    activity = Activity.objects.get()
    address = url("manage-phase-add", "eau", activity.slug)
    typed = {
        "kind": "milestone",
        "title_fr": "Grande réunion",
        "opens_at": "le 12 mars",
        "closes_at": "2027-13-45T10:00",
    }
    answer = signed_in(organiser).post(address, typed)
    page = answer.content.decode()
    assert set(answer.context["form"].errors) == {"opens_at", "closes_at"}
    for kept in ("Grande réunion", "le 12 mars", "2027-13-45T10:00"):
        assert kept in page
    assert Phase.objects.count() == 1


def test_typed_dates_are_those_of_the_place(settings) -> None:
    organiser = account("o")
    draft(organiser)
    address = url("manage-phase-add", "eau", Activity.objects.get().slug)
    typed = {
        "kind": "milestone",
        "title_en": "Hearing",
        "opens_at": "2027-07-01T00:00",
        "closes_at": "2027-07-02T00:00",
    }
    signed_in(organiser).post(address, typed)
    phase = Phase.objects.latest("id")
    assert phase.opens_at.isoformat() == "2027-06-30T22:00:00+00:00"
    page = read(signed_in(organiser), url("manage-phase", "eau", phase.ref))
    assert 'value="2027-07-01T00:00"' in page


def test_a_public_phase_is_moved_on_a_page_of_its_own_with_a_reason() -> None:
    organiser = account("o")
    published(organiser)
    phase = Phase.objects.get()
    client = signed_in(organiser)
    assert 'name="opens_at"' not in read(client, url("manage-phase", "eau", phase.ref))
    address = url("manage-phase-reschedule", "eau", phase.ref)
    typed = {"opens_at": "2027-07-01T00:00", "closes_at": "2027-07-02T00:00"}
    assert client.post(address, typed).status_code == 200
    assert client.post(address, {**typed, "reason": "Neige"}).status_code == 302
    assert kinds() == ["process.published", "phase.rescheduled"]


def test_themes_are_added_moved_renamed_and_removed_by_buttons() -> None:
    organiser = account("o")
    process = draft(organiser)
    client = signed_in(organiser)
    address = url("manage-themes", "eau")
    for title in ("Air", "Terre"):
        assert client.post(address, {"title_fr": title}).status_code == 302
    assert client.post(address, {"title_fr": " "}).status_code == 200
    client.post(url("manage-theme-move", "eau", "terre"), {"direction": "up"})
    assert list(Theme.objects.values_list("slug", flat=True)) == ["terre", "air"]
    client.post(url("manage-theme", "eau", "air"), {"title_fr": "Vent"})
    assert Theme.objects.get(slug="air").title == {"fr": "Vent"}
    client.post(url("manage-theme-remove", "eau", "air"))
    assert process.themes.count() == 1


def test_a_draft_is_read_over_then_published_archived_and_opened_again() -> None:
    organiser = account("o")
    process = draft(organiser)
    add_theme(actor=SYSTEM, process=process, title={"fr": "Rivières"})
    client = signed_in(organiser)
    page = read(client, url("manage-publish", "eau"))
    for public in ("Partager l’eau.", "Rivières", "Rendez-vous"):
        assert public in page
    assert client.post(url("manage-publish", "eau")).status_code == 302
    assert Client().get(url("page", "eau")).status_code == 200
    client.post(url("manage-archive", "eau"))
    client.post(url("manage-reopen", "eau"))
    assert kinds() == ["process.published", "process.archived", "process.reopened"]
    assert Entry.objects.count() == 3


def test_a_draft_that_lacks_something_shows_no_button_and_refuses() -> None:
    organiser = account("o")
    process = draft(organiser)
    Phase.objects.all().delete()
    client = signed_in(organiser)
    assert client.get(url("manage-publish", "eau")).context["lacks"]
    client.post(url("manage-publish", "eau"))
    assert Process.objects.get(pk=process.pk).state == "draft"


def test_the_home_of_the_team_asks_as_much_for_a_large_process_as_for_a_small_one(
    django_assert_max_num_queries,
) -> None:
    organiser = account("o")
    process = draft(organiser)
    for number in range(10):
        add_theme(actor=SYSTEM, process=process, title={"fr": f"Thème {number}"})
        join(process, account(f"m{number}"), TeamRole.MODERATOR)
    publish_process(actor=SYSTEM, process=process)
    client = signed_in(organiser)
    with django_assert_max_num_queries(14):
        read(client, url("manage", "eau"))
    with django_assert_max_num_queries(9):
        read(client, url("manage-body", "eau", team_of(process).slug))


def test_the_last_organiser_reads_why_they_stay() -> None:
    organiser = account("o")
    published(organiser)
    mandate = organiser.person.memberships.get()
    address = url("manage-mandate-end", "eau", mandate.ref)
    answer = signed_in(organiser).post(address, {"because": "Je pars"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()

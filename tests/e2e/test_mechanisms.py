"""The mechanisms that every capability uses, as a person meets them in a browser."""

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account
from isegoria.commons.people.tests.two_accounts import ACCOUNTS
from isegoria.commons.processes.tests.water import load_water
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import RunState
from tests.e2e.conftest import Complaints
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demonstration(live_site: str) -> None:
    """The demonstration, numbered and signed."""
    load_water()
    sequence_once()


@pytest.mark.any_database
def test_every_kind_of_page_is_accessible(page: Page, axe: Callable[[Page], None]) -> None:
    """The kinds that test_site does not walk, each in one language."""
    for address in (
        "/registre/",
        "/en/journal/1/1/",
        "/recherche/?q=licorne",
        "/api/v1/",
        "/compte/connexion/code/",
    ):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        axe(page)


def test_a_doubter_follows_an_act_to_its_proof_and_checks_the_whole_copy(
    page: Page, tmp_path: Path
) -> None:
    page.goto("/demarches/convention-citoyenne-eau/")
    page.get_by_role("link", name="Voir ce que dit le registre public").click()
    page.get_by_role("link", name="Une démarche a été publiée").click()
    expect(page.get_by_text("Cette ligne mène à la racine")).to_be_visible()
    page.get_by_role("link", name="Registre public").first.click()
    files = {}
    for link in ("Télécharger tout le registre", "Télécharger le vérificateur"):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        files[link] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[link])
    copy, checker = files.values()
    checked = run([executable, "-I", checker, copy], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_is_searched_is_found_from_any_page(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/demarches/")
    page.get_by_role("search").get_by_label("Chercher dans ce site").fill("étés secs")
    page.get_by_role("search").get_by_role("button").click()
    page.get_by_role("main").get_by_role("link", name="Convention citoyenne sur l’eau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Convention citoyenne sur l’eau")


@pytest.mark.any_database
@pytest.mark.parametrize("javascript", [True, False])
def test_long_work_shows_how_far_it_is_and_can_be_cancelled(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    complaints: Complaints,
    live_site: str,
    javascript: bool,
) -> None:
    page = new_page(java_script_enabled=javascript)
    account, other = (Account.objects.get(email=ACCOUNTS[rank].email) for rank in (1, 0))
    come_in(page, live_site, account)
    work, foreign = (
        Run.objects.create(
            function="nowhere",
            label="Import de 400 contributions",
            state=RunState.WAITING,
            total=400,
            requested_by=who.person_id,
        )
        for who in (account, other)
    )
    complaints.expect("404")
    answer = page.goto(f"/travaux/{foreign.pk}/")
    assert answer is not None
    assert answer.status == 404
    page.goto(f"/travaux/{work.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Import de 400 contributions")
    Run.objects.filter(pk=work.pk).update(state=RunState.RUNNING, done=100)
    if javascript:
        axe(page)
    else:
        page.get_by_role("link", name="Regarder à nouveau").click()
    expect(page.get_by_text("100 sur 400")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "100")
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Cela s’arrêtera à la prochaine étape")).to_be_visible()
    assert Run.objects.get(pk=work.pk).cancel_requested


@pytest.mark.any_database
def test_a_refused_form_says_why_and_keeps_what_was_typed(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill("ariane@demo.example")
    page.get_by_label("Mot de passe").fill("pas le bon")
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    expect(page).to_have_title(re.compile("^Erreur"))
    expect(page.get_by_label("Adresse électronique")).to_have_value("ariane@demo.example")
    expect(page.get_by_role("alert")).to_be_visible()

"""From a frozen pool to a panel that anybody checks: an organiser, an observer, a room, a sceptic."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from playwright.sync_api import Page, expect

from isegoria.capabilities.lottery.draw_models import Drawing
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.tests.draws import Stage, observed
from isegoria.capabilities.lottery.tests.support import open_call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Phase
from isegoria.core import clock
from isegoria.core.tasks.worker import drain

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WALL = {"width": 1920, "height": 1080}
TELEPHONE = {"width": 360, "height": 760}


@pytest.fixture
def stage(live_site: str) -> Stage:
    """A pool that is frozen now."""
    made = observed(open_call(now=clock.now()))
    Phase.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    freeze_pool(actor=made.organiser, activity=made.activity)
    return made


def _sign_in(page: Page, live_site: str, who: Account) -> None:
    client = Client()
    client.force_login(who)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_site}]
    )


def _verified(archive: Path, folder: Path) -> str:
    """What the command and the bare program say of an archive that was downloaded, when both agree."""
    command = [sys.executable, "-m", "isegoria", "lottery", "verify", str(archive)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    bare = [sys.executable, "-I", "verify.py"]
    inside = next(folder.iterdir())
    again = subprocess.run(bare, cwd=inside, capture_output=True, text=True, check=True).stdout
    assert again == said
    return said


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("en", False)])
def test_a_panel_is_drawn_in_public_and_a_sceptic_checks_it(
    stage: Stage,
    new_page: Callable[..., Page],
    live_site: str,
    axe: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    *,
    scripts: bool,
) -> None:
    def at(name: str) -> str:
        with override(language):
            return url_of(name, stage.activity)

    def looks_at(page: Page) -> None:
        if scripts:
            axe(page)

    organiser, observer, room = (
        new_page(java_script_enabled=scripts, viewport=size)
        for size in (TELEPHONE, TELEPHONE, WALL)
    )
    _sign_in(organiser, live_site, stage.call.account)
    _sign_in(observer, live_site, stage.observer_account)

    organiser.goto(at("prepare"))
    looks_at(organiser)
    organiser.locator("main form.fields button[type=submit]").click()
    expect(organiser.get_by_role("progressbar")).to_be_visible()
    drain()
    if not scripts:
        organiser.locator("#run-again").click()
    expect(organiser).to_have_url(f"{live_site}{at('record')}")
    looks_at(organiser)

    organiser.goto(at("rehearsal"))
    for digit in "999":
        organiser.locator(f'button[name=digit][value="{digit}"]').click()
    expect(organiser.locator(".not-a-draw")).to_be_visible()
    expect(organiser.locator(".tile")).to_have_count(4)
    looks_at(organiser)
    assert not Drawing.objects.exclude(number="").exists()

    room.goto(at("draw"))
    looks_at(room)
    observer.goto(at("desk"))
    looks_at(observer)
    for digit in "417":
        observer.locator(f'button[name=digit][value="{digit}"]').click()
    if not scripts:
        room.reload()
    expect(room.locator(".place.read")).to_have_count(3)
    observer.locator("input[name=name]").fill("Hélène Roux")
    observer.locator("form.fields button[type=submit]").click()
    organiser.goto(at("desk"))
    organiser.locator("input[name=name]").fill("Olga Petit")
    organiser.locator("form.fields button[type=submit]").click()
    expect(organiser.get_by_text("417")).to_be_visible()

    if not scripts:
        room.goto(f"{at('draw')}?all=1")
    expect(room.locator(".tile.shown")).to_have_count(4)
    first = Drawing.objects.get().panel[0]
    expect(room.locator(".tile").first).to_contain_text(first[:4])
    expect(room.locator(".is-drawn")).to_be_visible()
    looks_at(room)
    with room.expect_download() as download:
        room.locator(f'a[href="{at("archive")}"]').click()
    archive = tmp_path / "archive.zip"
    download.value.save_as(archive)
    said = _verified(archive, tmp_path / "opened")
    assert "drawn: number 417" in said
    assert "The record holds." in said

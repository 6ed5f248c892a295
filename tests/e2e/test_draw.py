"""One draw, from the call for volunteers to a panel that sits, and to a sceptic who checks it.

In French with scripts, seats are answered by e-mail; in English without scripts, by a letter and by a call
that the organiser notes. People whom a browser would add nothing to come in by the services.
"""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from isegoria.capabilities.lottery.draw_models import Drawing
from isegoria.capabilities.lottery.models import FrozenPool
from isegoria.capabilities.lottery.seat_acts import Answer
from isegoria.capabilities.lottery.seat_codes import code_of, spaced
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_services import answer_by_code
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.tests.draws import Stage, observed
from isegoria.capabilities.lottery.tests.seats import offer_of
from isegoria.capabilities.lottery.tests.support import open_call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.tests.support import account
from isegoria.commons.processes.models import Membership, Phase
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS
from isegoria.core.mail.models import Mail
from isegoria.core.tasks.worker import drain
from tests.e2e.screens import NARROW, fits
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WALL = {"width": 1920, "height": 1080}
YES = "input[name=answer][value=accept]"


@dataclass
class Walk:
    """One language, with scripts or without: addresses, pages, and eyes on them."""

    stage: Stage
    site: str
    language: str
    scripts: bool
    open_page: Callable[..., Page]
    axe: Callable[[Page], None]

    def at(self, name: str, *args: object) -> str:
        """The address of a page of the draw."""
        with override(self.language):
            return url_of(name, self.stage.activity, *args)

    def page(self, who: Account | None = None, size: dict[str, int] | None = None) -> Page:
        """A browser of its own; of somebody who is signed in."""
        opened = self.open_page(java_script_enabled=self.scripts, viewport=size or NARROW)
        if who is not None:
            come_in(opened, self.site, who)
        return opened

    def looks(self, page: Page, name: str = "") -> None:
        """Go there, and look at it where scripts run."""
        if name:
            page.goto(self.at(name))
        if page.viewport_size == NARROW:
            fits(page)
        if self.scripts:
            self.axe(page)

    def is_at(self, page: Page, name: str) -> None:
        """Wait until the page is there."""
        expect(page).to_have_url(f"{self.site}{self.at(name)}")


def _send(page: Page) -> Locator:
    """The button of the form of a page."""
    return page.locator("main form.fields button[type=submit]").first


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("en", False)])
def test_a_panel_is_called_for_drawn_in_public_seated_and_checked(
    new_page: Callable[..., Page],
    live_site: str,
    axe: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    *,
    scripts: bool,
) -> None:
    stage = observed(open_call(now=clock.now()))
    walk = Walk(stage, live_site, language, scripts, new_page, axe)
    organiser = walk.page(stage.call.account)
    room = walk.page(size=WALL)
    _volunteers(walk)
    _is_frozen(walk, organiser)
    _is_prepared_and_rehearsed(walk, organiser)
    _is_drawn(walk, organiser, walk.page(stage.observer_account), room)
    if scripts:
        _seats_by_mail(walk, organiser)
    else:
        _seats_by_letter_and_by_telephone(walk, organiser)
    _everybody_accepts(walk, room)
    _a_sceptic_checks(walk, room, tmp_path)


def _volunteers(walk: Walk) -> None:
    """Somebody answers on a telephone; who has an e-mail address can be written to."""
    citizen = walk.page(account())
    walk.looks(citizen, "call")
    citizen.locator(f'a[href="{walk.at("volunteer")}"]').click()
    _send(citizen).click()
    expect(citizen.get_by_role("alert")).to_be_visible()
    for label in ("une femme", "nord"):
        citizen.get_by_label(label).check()
    for name, text in (
        ("name", "Camille Roux"),
        ("street", "2 rue Haute"),
        ("postcode", "12345"),
        ("town", "Valombre"),
    ):
        citizen.locator(f"[name={name}]").fill(text)
    citizen.locator("[name=consents]").check()
    walk.looks(citizen)
    _send(citizen).click()
    walk.is_at(citizen, "mine")
    expect(citizen.get_by_role("main")).to_contain_text("une femme")
    if walk.scripts:
        for person in Person.objects.filter(account=None, volunteered__isnull=False):
            Account.objects.create(
                email=f"{person.pk}@exemple.test", person=person, language=walk.language
            )


def _is_frozen(walk: Walk, organiser: Page) -> None:
    """The organiser sets up while the call is open, and freezes once it has closed."""
    if walk.scripts:
        for name in ("terms", "import", "setup", "quotas"):
            walk.looks(organiser, name)
        organiser.locator("input[type=number]").first.fill("9")
        organiser.locator("input[type=number]").first.blur()
        expect(organiser.locator("#verdict li, #verdict strong").first).not_to_contain_text(
            "Possible"
        )
    Phase.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    walk.looks(organiser, "freeze")
    _send(organiser).click()
    walk.is_at(organiser, "call")
    pool = FrozenPool.objects.get()
    for digest in (pool.digest, pool.root, pool.terms):
        expect(organiser.get_by_text(digest)).to_be_visible()
    walk.looks(organiser)


def _is_prepared_and_rehearsed(walk: Walk, organiser: Page) -> None:
    """The list is published before any number; a rehearsal is marked from its first moment."""
    walk.looks(organiser, "prepare")
    _send(organiser).click()
    expect(organiser.get_by_role("progressbar")).to_be_visible()
    drain()
    if not walk.scripts:
        organiser.locator("#run-again").click()
    walk.is_at(organiser, "record")
    walk.looks(organiser)
    organiser.goto(walk.at("rehearsal"))
    expect(organiser.locator(".not-a-draw")).to_be_visible()
    for digit in "999":
        organiser.locator(f'button[name=digit][value="{digit}"]').click()
    expect(organiser.locator(".tile")).to_have_count(4)
    organiser.goto(f"{walk.at('rehearsal')}?all=1")
    expect(organiser.locator(".not-a-draw")).to_be_visible()
    walk.looks(organiser)
    assert not Drawing.objects.exclude(number="").exists()


def _is_drawn(walk: Walk, organiser: Page, observer: Page, room: Page) -> None:
    """Digits are read, two people confirm, and the room sees the panel."""
    room.goto(walk.at("draw"))
    walk.looks(observer, "desk")
    for digit in "417":
        observer.locator(f'button[name=digit][value="{digit}"]').click()
    expect(observer.locator(".place.read")).to_have_count(3)
    if not walk.scripts:
        room.reload()
    expect(room.locator(".place.read")).to_have_count(3)
    for page, name in ((observer, "Hélène Roux"), (organiser, "Olga Petit")):
        page.goto(walk.at("desk"))
        page.locator("input[name=name]").fill(name)
        _send(page).click()
        expect(page.get_by_text(name).or_(page.locator(".notice.good"))).to_be_visible()
    if not walk.scripts:
        room.reload()
    expect(room.locator(".tile")).to_have_count(4)
    room.goto(f"{walk.at('draw')}?all=1")
    expect(room.locator(".tile.shown")).to_have_count(4)
    first = Drawing.objects.get().panel[0]
    expect(room.locator(".tile").first).to_contain_text(first[:4])
    expect(room.locator(".is-drawn")).to_be_visible()
    walk.looks(room)


def _seats_by_mail(walk: Walk, organiser: Page) -> None:
    """Who was drawn declines; the next of the published order accepts, and agrees to be named."""
    citizen = walk.page()
    _follow(walk, citizen, offer_of(walk.stage.draw, 1))
    walk.looks(citizen)
    citizen.locator("input[name=answer][value=decline]").check()
    citizen.locator("textarea[name=reason]").fill("Je déménage.")
    _send(citizen).click()
    walk.is_at(citizen, "panel")
    replaced = offer_of(walk.stage.draw, 1)
    assert (replaced.rank, replaced.state) == (1, OfferState.OFFERED)
    _follow(walk, citizen, replaced)
    _accept(walk, citizen, "Ana")
    for name in ("to-call", "seats"):
        walk.looks(organiser, name)
    expect(organiser.get_by_text("Je déménage.")).to_be_visible()
    expect(organiser.locator("main .tag.good")).to_have_count(1)


def _follow(walk: Walk, page: Page, offer: Offer) -> None:
    """Open the link of the e-mail of an offer."""
    text = Mail.objects.get(key=f"lottery.offer:{offer.ref}").text
    link = next(line for line in text.splitlines() if "http" in line)
    page.goto(link.replace(settings.SITE_URL, walk.site))


def _accept(walk: Walk, page: Page, name: str) -> None:
    page.locator(YES).check()
    page.locator("input[name=public_name]").fill(name)
    _send(page).click()
    walk.is_at(page, "panel")
    expect(page.locator("main .members")).to_contain_text(name)


def _seats_by_letter_and_by_telephone(walk: Walk, organiser: Page) -> None:
    """Nobody has an e-mail address: one types the code of a letter, for another the organiser notes."""
    first, second = (offer_of(walk.stage.draw, number) for number in (1, 2))
    organiser.goto(walk.at("to-call"))
    expect(organiser.get_by_text(spaced(code_of(first.ref)))).to_be_visible()
    citizen = walk.page()
    with override(walk.language):
        citizen.goto(reverse("lottery:type-code"))
    citizen.locator("input[name=code]").fill(spaced(code_of(first.ref)).lower())
    _send(citizen).click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("You were drawn by lot")
    _accept(walk, citizen, "Ana")
    expect(citizen.get_by_text("Thank you: the seat is yours")).to_be_visible()
    organiser.goto(walk.at("note-answer", second.pk))
    organiser.locator("input[name=channel][value=desk]").check()
    organiser.locator(YES).check()
    _send(organiser).click()
    walk.is_at(organiser, "to-call")
    assert Offer.objects.get(pk=second.pk).state == OfferState.ACCEPTED


def _everybody_accepts(walk: Walk, room: Page) -> None:
    """The others accept as well: the panel sits, and everybody reads what it looks like."""
    for offer in Offer.objects.filter(state=OfferState.OFFERED):
        answer_by_code(actor=ANONYMOUS, code=code_of(offer.ref), answer=Answer(accepts=True))
    walk.looks(room, "panel")
    expect(room.locator(".numbers dd").nth(1)).to_have_text("4")
    expect(room.locator(".members")).to_contain_text("Ana")
    assert Membership.objects.filter(body=walk.stage.draw.body_id, ended_at=None).count() == 4


def _a_sceptic_checks(walk: Walk, room: Page, folder: Path) -> None:
    """Whoever downloads the archive checks it by our command, and by the program that it brings along."""
    room.goto(walk.at("record"))
    with room.expect_download() as download:
        room.locator(f'a[href="{walk.at("archive")}"]').click()
    archive = folder / "archive.zip"
    download.value.save_as(archive)
    said = _told([sys.executable, "-m", "isegoria", "lottery", "verify", str(archive)], folder)
    assert "drawn: number 417" in said
    assert "The record holds." in said
    if walk.scripts:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder / "opened")
        inside = next((folder / "opened").iterdir())
        assert _told([sys.executable, "-I", "verify.py"], inside) == said


def _told(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout

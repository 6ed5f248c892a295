"""From a call to a frozen pool: a citizen on a telephone without scripts, an organiser, everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from isegoria.capabilities.lottery.models import FrozenPool, Volunteer
from isegoria.capabilities.lottery.tests.support import Call, crowd, open_call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account
from isegoria.commons.posts.tests.support import account
from isegoria.commons.processes.models import Phase
from isegoria.core import clock

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TELEPHONE = {"width": 360, "height": 760}


@pytest.fixture
def call(live_site: str) -> Call:
    """A call that is open now, with a crowd in the pool."""
    made = open_call(now=clock.now())
    crowd(made, 2)
    return made


def _sign_in(page: Page, live_site: str, who: Account) -> None:
    client = Client()
    client.force_login(who)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_site}]
    )


def _address(name: str, call: Call, language: str) -> str:
    from django.utils.translation import override

    with override(language):
        return url_of(name, call.activity)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_citizen_volunteers_on_a_telephone_without_scripts(
    call: Call, new_page: Callable[..., Page], live_site: str, language: str
) -> None:
    page = new_page(java_script_enabled=False, viewport=TELEPHONE)
    _sign_in(page, live_site, account())
    page.goto(_address("call", call, language))
    page.locator(f'a[href="{_address("volunteer", call, language)}"]').click()
    page.locator("form.fields button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("une femme").check()
    page.get_by_label("nord").check()
    for name, text in (
        ("name", "Camille Roux"),
        ("street", "2 rue Haute"),
        ("postcode", "12345"),
        ("town", "Valombre"),
    ):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=consents]").check()
    page.locator("form.fields button[type=submit]").click()
    expect(page).to_have_url(f"{live_site}{_address('mine', call, language)}")
    expect(page.get_by_role("main")).to_contain_text("une femme")
    page.locator(f'a[href="{_address("withdraw", call, language)}"]').click()
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{live_site}{_address('call', call, language)}")
    assert Volunteer.objects.count() == 8


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_organiser_freezes_the_pool_and_everybody_reads_its_hash(
    call: Call,
    new_page: Callable[..., Page],
    live_site: str,
    axe: Callable[[Page], None],
    language: str,
) -> None:
    page = new_page()
    _sign_in(page, live_site, account())
    for name in ("call", "volunteer"):
        page.goto(_address(name, call, language))
        axe(page)
    _sign_in(page, live_site, call.account)
    for name in ("setup", "terms", "presets", "add-feature", "quotas", "import"):
        page.goto(_address(name, call, language))
        axe(page)
    Phase.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    page.goto(_address("freeze", call, language))
    axe(page)
    page.locator("form.fields button[type=submit]").click()
    expect(page).to_have_url(f"{live_site}{_address('call', call, language)}")
    pool = FrozenPool.objects.get()
    for digest in (pool.digest, pool.root, pool.terms):
        expect(page.get_by_text(digest)).to_be_visible()
    axe(page)

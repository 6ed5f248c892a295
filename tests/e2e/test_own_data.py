"""Somebody takes a copy of their data, reads what leaving would do, and leaves: in French, and in
English without JavaScript."""

from collections.abc import Callable
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from isegoria.commons.people.models import Account
from isegoria.commons.people.services import open_account
from isegoria.commons.people.tests.support import letters
from isegoria.core.actor import SYSTEM
from isegoria.core.tasks.worker import drain
from tests.e2e.test_accounts import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]
ADDRESS = "zoe@exemple.test"


def takes_and_leaves(page: Page, language: str, look: Axe) -> None:
    """The whole journey; ``look`` sees every page of it."""
    open_account(actor=SYSTEM, email=ADDRESS, display_name="Zoé")
    visitor = Visitor(page, language)
    visitor.signs_in(ADDRESS)
    visitor.goes_to("account_home")
    visitor.follows("Your data")
    visitor.stands_on("Your data")
    look(page)
    visitor.presses("Prepare my copy")
    visitor.reads(
        "Your copy is being prepared. We write to you once it is there; you can close this page."
    )
    look(page)
    drain()
    visitor.goes_to("owndata:home")
    with page.expect_download() as download:
        visitor.follows("Download my copy")
    with ZipFile(download.value.path()) as archive:
        assert ADDRESS in archive.read("data.html").decode()
    visitor.follows("See what deleting my account would do")
    visitor.stands_on("Delete my account")
    look(page)
    visitor.presses("Delete my account for good")
    visitor.stands_on("Your account is deleted")
    look(page)
    assert not Account.objects.exists()
    assert letters()[-1].to == [ADDRESS]


def test_in_french(page: Page, axe: Axe) -> None:
    takes_and_leaves(page, "fr", axe)


@pytest.mark.any_database
def test_in_english_without_javascript(page_without_js: Page) -> None:
    takes_and_leaves(page_without_js, "en", lambda _page: None)

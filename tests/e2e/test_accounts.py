"""An account by a code, a second proof set and asked for, an address changed: in both languages, with and
without JavaScript."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.services import open_account
from isegoria.commons.people.tests.support import letters, shown_by_application
from isegoria.core.actor import SYSTEM

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]

CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


class Visitor:
    """Somebody who reads the buttons of the site in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def words(self, message: str) -> str:
        """A message of the site in this visitor's language."""
        with override(self.language):
            return gettext(message)

    def goes_to(self, route: str, question: str = "") -> None:
        with override(self.language):
            self.page.goto(reverse(route) + question)

    def presses(self, message: str) -> None:
        self.page.locator("main").get_by_role("button", name=self.words(message)).first.click()

    def follows(self, message: str) -> None:
        self.page.get_by_role("link", name=self.words(message)).first.click()

    def fills(self, field: str, value: str) -> None:
        self.page.locator(f"main [name={field}]:visible").first.fill(value)

    def reads(self, message: str) -> None:
        expect(self.page.locator("body")).to_contain_text(self.words(message))

    def stands_on(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words(title))

    def types_the_code(self, button: str) -> None:
        expect(self.page.locator("main [name=code]").first).to_be_visible()
        found = CODE.search(_letter())
        assert found
        self.fills("code", found.group())
        self.presses(button)

    def signs_in(self, email: str) -> None:
        self.goes_to("account_request_login_code")
        self.fills("email", email)
        self.presses("Send me the code")
        self.types_the_code("Sign in")


def _letter() -> str:
    """The last e-mail."""
    return str(letters()[-1].body)


def _account(email: str = "zoe@exemple.test", **options: bool) -> Account:
    return open_account(actor=SYSTEM, email=email, display_name="Zoé", **options)


@BOTH
def test_an_account_by_a_code(page: Page, axe: Axe, language: str) -> None:
    """axe looks at each page in French: the other language has the same elements."""

    def look() -> None:
        if language == "fr":
            axe(page)

    visitor = Visitor(page, language)
    visitor.goes_to("home")
    visitor.follows("Sign in")
    look()
    visitor.follows("Create an account")
    visitor.stands_on("Create an account")
    look()
    visitor.fills("email", "not an address")
    visitor.presses("Send me the code")
    visitor.reads("There is a problem")
    look()
    visitor.fills("email", "zoe@exemple.test")
    visitor.fills("display_name", "Zoé de la Place")
    page.locator("[name=of_age]").check()
    visitor.presses("Send me the code")
    visitor.stands_on("Enter the code")
    look()
    visitor.types_the_code("Confirm my address")
    person = Person.objects.get()
    assert (person.display_name, person.declared_age) == ("Zoé de la Place", 16)
    visitor.follows("Your account")
    expect(page.locator("[name=display_name]")).to_have_value("Zoé de la Place")
    if language == "en":
        return
    for route in (
        "account_home",
        "account_email",
        "account_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_identities",
        "usersessions_list",
        "account_logout",
    ):
        visitor.goes_to(route)
        axe(page)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{route} is {overflow} pixels wider than {width}"


@pytest.mark.any_database
def test_a_second_proof_is_set_and_asked_for_without_javascript(page_without_js: Page) -> None:
    _account()
    visitor = Visitor(page_without_js, "en")
    visitor.signs_in("zoe@exemple.test")
    visitor.goes_to("mfa_index")
    visitor.follows("Add an application")
    secret = page_without_js.locator("main code").first.inner_text()
    expect(page_without_js.locator("main svg[role=img]")).to_be_visible()
    visitor.fills("code", shown_by_application(secret, -1))
    visitor.presses("Add this application")
    visitor.stands_on("Recovery codes")
    expect(page_without_js.locator("main ol code")).to_have_count(10)
    spare = page_without_js.locator("main ol code").first.inner_text()
    page_without_js.context.clear_cookies()
    visitor.signs_in("zoe@exemple.test")
    visitor.stands_on("Your second proof")
    visitor.fills("code", "000000")
    visitor.presses("Sign in")
    visitor.reads("There is a problem")
    visitor.fills("code", spare)
    visitor.presses("Sign in")
    visitor.goes_to("account_home")
    visitor.stands_on("Name shown")


@pytest.mark.any_database
def test_an_address_is_changed(page: Page, axe: Axe) -> None:
    _account()
    visitor = Visitor(page, "fr")
    visitor.signs_in("zoe@exemple.test")
    visitor.goes_to("account_email")
    visitor.fills("email", "zoe@nouvelle.test")
    visitor.presses("Send a code to this address")
    visitor.stands_on("Confirm this address")
    axe(page)
    visitor.types_the_code("Add this address")
    visitor.presses("Use for notices")
    visitor.reads("Notices now go to this address.")
    assert letters()[-1].to == ["zoe@exemple.test"]
    axe(page)
    visitor.presses("Remove")
    expect(page.get_by_text("zoe@exemple.test", exact=True)).to_have_count(0)
    assert Account.objects.get().email == "zoe@nouvelle.test"


@pytest.mark.any_database
def test_a_passkey_opens_the_account(page: Page, axe: Axe) -> None:
    """The browser's own virtual authenticator stands for the fingerprint reader."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _account()
    visitor = Visitor(page, "fr")
    visitor.signs_in("zoe@exemple.test")
    visitor.goes_to("mfa_add_webauthn")
    page.locator("[name=passwordless]").check()
    visitor.presses("Add this passkey")
    visitor.stands_on("Recovery codes")
    axe(page)
    page.context.clear_cookies()
    visitor.goes_to("account_login", f"?next={reverse('usersessions_list')}")
    visitor.presses("Use a passkey")
    visitor.stands_on("Your devices")
    page.context.clear_cookies()
    visitor.signs_in("zoe@exemple.test")
    visitor.stands_on("Your second proof")
    axe(page)
    visitor.presses("Use a passkey")
    visitor.reads("My space")
    page.wait_for_load_state()


@pytest.mark.any_database
def test_an_administrator_is_led_to_a_second_proof(page: Page, axe: Axe, settings) -> None:
    settings.TEAM_SECOND_FACTOR = True
    _account(is_administrator=True)
    visitor = Visitor(page, "fr")
    visitor.signs_in("zoe@exemple.test")
    visitor.stands_on("Second proof")
    axe(page)
    visitor.follows("Add an application")
    visitor.fills("code", shown_by_application(page.locator("main code").first.inner_text(), -1))
    visitor.presses("Add this application")
    visitor.follows("I have kept them: continue")
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.mark.any_database
def test_somebody_away_for_long_shows_again_who_they_are(page: Page, axe: Axe) -> None:
    _account()
    visitor = Visitor(page, "fr")
    visitor.signs_in("zoe@exemple.test")
    visitor.goes_to("account_reauthenticate_by_code", f"?next={reverse('account_password')}")
    axe(page)
    visitor.presses("Send me the code")
    visitor.types_the_code("Continue")
    visitor.stands_on("Password")

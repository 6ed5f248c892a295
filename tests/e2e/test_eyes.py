"""The eyes of the browser tests see: otherwise every journey would pass for the wrong reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Complaints

pytestmark = [pytest.mark.e2e, pytest.mark.any_database]


def test_errors_in_the_console_are_seen(page: Page, complaints: Complaints) -> None:
    page.goto("/")
    page.evaluate("console.error('boom')")
    with pytest.raises(AssertionError, match="boom"):
        complaints.check()
    complaints.expect("boom")


def test_what_the_security_policy_blocks_is_seen(page: Page, complaints: Complaints) -> None:
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        complaints.check()
    complaints.expect("Content Security Policy")


def test_a_request_to_another_host_is_seen(page: Page, complaints: Complaints) -> None:
    page.goto("/")
    page.evaluate("location.href = 'http://127.0.0.1:9/elsewhere'")
    page.wait_for_event("requestfailed")
    with pytest.raises(AssertionError, match="another host"):
        complaints.check()
    complaints.expect("another host")


def test_axe_sees_a_fault(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/")
    axe(page)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)


def test_scripts_do_not_run_without_javascript(page_without_js: Page) -> None:
    page_without_js.goto("/")
    expect(page_without_js.locator("h1")).to_have_count(1)

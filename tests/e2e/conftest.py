"""A real browser, and eyes on everything it complains about.

``page`` and ``page_without_js`` fail their test when the page logs an error, raises one, breaks the
content security policy or asks another host for anything. ``axe`` holds a page to WCAG 2.2 AA.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from tools import chromium

expect.set_options(timeout=30_000)
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Complaints:
    """What the browser complained about. A test that provokes a complaint says so with ``expect``."""

    host: str
    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Accept complaints that match ``pattern`` (a regular expression)."""
        self.expected.append(pattern)

    def watch(self, page: Page) -> None:
        """Listen to ``page``."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.host:
            self.found.append(f"request to another host: {request.url}")

    def check(self) -> None:
        """Fail when something unexpected was complained about."""
        unexpected = [
            complaint
            for complaint in self.found
            if not any(re.search(pattern, complaint) for pattern in self.expected)
        ]
        assert not unexpected, "\n".join(unexpected)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. While it runs, its event loop runs in this thread and Django would refuse its queries."""
    executable = chromium.find()
    assert executable is not None, "no Chromium here: `make test` installs it"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(
                executable_path=executable, args=FLAGS, chromium_sandbox=os.geteuid() != 0
            )
            yield launched
            launched.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live_site(live_server: Any) -> str:
    """The address of the site, served from the test's own database."""
    return str(live_server.url)


@pytest.fixture
def complaints(live_site: str) -> Iterator[Complaints]:
    """What the browser complains about during the test."""
    complaints = Complaints(host=urlsplit(live_site).netloc)
    yield complaints
    complaints.check()


@pytest.fixture
def new_page(
    browser: Browser, live_site: str, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """Opens pages, each for a visitor of its own; takes the options of Playwright's new_context."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        given = {"base_url": live_site, "locale": "fr-FR", "reduced_motion": "reduce", **options}
        context = browser.new_context(**given)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a visitor who reads French."""
    return new_page()


@pytest.fixture
def page_without_js(new_page: Callable[..., Page]) -> Page:
    """A page in a browser that runs no script."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail when axe-core finds a fault of accessibility in the page as it is now."""
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.evaluate(source)
        results = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", AXE_RULES
        )
        faults = [
            f"{fault['id']}: {fault['help']}\n    "
            + "\n    ".join(str(node["target"]) for node in fault["nodes"])
            for fault in results["violations"]
        ]
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return check

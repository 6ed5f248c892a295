"""``isegoria demo``: what it shows on an empty site, what a first visit of each kind of public page weighs as
the real server sends it, and a second start."""

import re
import urllib.request

import pytest

from isegoria.commons.processes.tests.water import SLUG
from tests.frontdoor.conftest import Installation

pytestmark = pytest.mark.any_database
"""What the story writes is read on both databases by ``e2e/test_demonstration.py``."""
MOST = 60_000
"""Bytes transferred: the page, its style sheets, its scripts and its icon, compressed."""
KINDS = {
    "home": "/en/",
    "processes": "/en/processes/",
    "process": f"/en/processes/{SLUG}/",
    "my space": "/en/my-space/",
    "legal notice": "/en/legal-notice/",
    "personal data": "/en/personal-data/",
    "accessibility": "/en/accessibility/",
    "search": "/en/search/?q=water",
    "journal": "/en/journal/",
    "style": "/en/style/",
    "sign in": "/en/account/login/",
}
COUNT = (
    "from isegoria.commons.people.models import Person; "
    "from isegoria.commons.processes.models import Phase; "
    "print(Person.objects.count(), Phase.objects.count())"
)
ASKED = re.compile(rb'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="([^"]+)"')


def received(address: str) -> tuple[bytes, str]:
    """The body as it came over the wire, and how it is compressed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
        return answer.read(), answer.headers.get("Content-Encoding", "")


def plain(address: str) -> bytes:
    """The page, not compressed."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def weight(address: str) -> int:
    """Of a page on a first visit, with all that it loads."""
    body, encoding = received(address)
    assert encoding == "gzip", address
    files = {found.decode() for found in ASKED.findall(plain(address))}
    assert len(files) > 5, address
    assert all(file.startswith("/") for file in files), address
    site = address[: address.index("/", len("http://"))]
    return len(body) + sum(len(received(site + file)[0]) for file in files)


def test_it_shows_a_process_tells_its_accounts_weighs_little_and_is_loaded_once(
    installation: Installation, port: int
) -> None:
    counts = []
    for start in range(2):
        site = installation.serve(port, "demo")
        address = f"http://127.0.0.1:{port}"
        assert "Convention citoyenne" in plain(f"{address}/").decode()
        assert "ariane@demo.example" in installation.greeting
        if start == 0:
            weights = {kind: weight(address + path) for kind, path in KINDS.items()}
            assert max(weights.values()) <= MOST, weights
        site.terminate()
        site.communicate()
        counts.append(installation.ask(COUNT))
    assert counts[0] == counts[1]
    assert "0" not in counts[0].split()

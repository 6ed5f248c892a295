"""What a first visit of each kind of public page weighs, as the real server sends it."""

import re
import urllib.request

import pytest

from isegoria.commons.processes.tests.water import SLUG
from tests.frontdoor.conftest import Installation

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


@pytest.mark.any_database
def test_a_first_visit_weighs_at_most_60_kilobytes(installation: Installation, port: int) -> None:
    installation.serve(port, "demo")
    site = f"http://127.0.0.1:{port}"
    weights = {}
    for kind, address in KINDS.items():
        body, encoding = received(site + address)
        assert encoding == "gzip", kind
        files = {found.decode() for found in ASKED.findall(plain(site + address))}
        assert len(files) > 5, kind
        assert all(file.startswith("/") for file in files), kind
        weights[kind] = len(body) + sum(len(received(site + file)[0]) for file in files)
    heavy = {kind: weight for kind, weight in weights.items() if weight > MOST}
    assert not heavy, weights

"""Photographs of the demonstration for the README: ``docs/images/*.webp``.

    python tools/pictures.py [--site http://localhost:8000]

A demonstration is started on a folder of its own and a free port, photographed in English at 1280 pixels and
stopped; with ``--site``, one that runs already is photographed. Each picture weighs at most 150 kB, or this
fails.
"""

import argparse
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import chromium

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 860
MOST = 150_000
PATIENCE = 600.0
"""Seconds that the demonstration has to load."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where to begin, which links to follow by their address, and what to put at the top."""

    name: str
    begin: str
    follow: tuple[str, ...] = ()
    top: str = "body"


COUNCIL = "/en/processes/conseil-citoyen/"
PICTURES = (
    Picture("process", COUNCIL),
    Picture("draw", COUNCIL, ("/en/draws/", "/draw/"), top="main"),
    Picture("answers", COUNCIL, ("/en/answers/",), top="main"),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration on a folder of its own; its address. Raises SystemExit when it does not start."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="isegoria-pictures-") as home:
        environment = {**os.environ, "ISEGORIA_ENV": "demo", "ISEGORIA_HOME": home}
        environment.pop("DATABASE_URL", None)
        order = [sys.executable, "-m", "isegoria", "demo", "--port", str(port)]
        process = subprocess.Popen(order, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(process, f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(40)


def _wait(process: subprocess.Popen[bytes], site: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site}/healthz", timeout=5):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The demonstration did not start.")


def take(page: Page, site: str, picture: Picture) -> bytes:
    """The photograph, as WebP."""
    page.goto(site + picture.begin)
    for part in picture.follow:
        link = page.locator(f"main a[href*='{part}']").first
        page.goto(site + str(link.get_attribute("href")))
    page.locator(picture.top).first.evaluate("e => window.scrollTo(0, e.offsetTop)")
    photograph = Image.open(io.BytesIO(page.screenshot()))
    content = io.BytesIO()
    photograph.convert("RGB").save(content, "WEBP", quality=82, method=6)
    return content.getvalue()


def photograph(site: str) -> None:
    """Write every picture. Raises SystemExit for one that is too heavy."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.install(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", color_scheme="light"
        )
        page = context.new_page()
        for picture in PICTURES:
            content = take(page, site, picture)
            if len(content) > MOST:
                raise SystemExit(f"{picture.name}: {len(content):,} octets are too many.")
            (IMAGES / f"{picture.name}.webp").write_bytes(content)
            print(f"{picture.name}.webp: {len(content) / 1000:.0f} kB, of {page.url}")
        browser.close()


def main() -> None:
    """Photograph a demonstration."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", help="the address of a demonstration that runs already")
    options = parser.parse_args()
    if options.site:
        photograph(options.site.rstrip("/"))
        return
    with demonstration() as site:
        photograph(site)


if __name__ == "__main__":
    main()

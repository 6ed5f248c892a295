"""The browser of the tests: the headless shell of Chromium, else any Chromium here, else Playwright's own.

The shell is the same engine without the windows that nobody sees: a journey costs less than half the CPU.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Path | None:
    """Chromium on this machine, or the one that Playwright has downloaded; None when there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def install() -> Path:
    """Chromium, installed if need be. Raises SystemExit with a sentence when that cannot be done."""
    if not shutil.which(SHELL) and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {SHELL} with apt-get...", flush=True)
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", SHELL)
    if not find():
        print(
            "Downloading Chromium with Playwright (this path could not be tried by its authors)..."
        )
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    if found := find():
        return found
    raise SystemExit(
        "No Chromium: install it (the command must be called chromium), then try again."
    )


def _run(*command: str) -> None:
    subprocess.run(command, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})

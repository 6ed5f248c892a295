"""How quickly a demonstration starts, and how much a first visit weighs. Prints its figures last.

    python bench/house.py [--port 28751]

``isegoria demo`` on an empty folder, then again on what it left: seconds of the clock from the command to the
first answer. Then each kind of public page, with every style sheet, script and picture that it names,
compressed as it is sent. Last, ``isegoria demo --full`` on another empty folder, which counts what it loaded.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench")]

from crowd import steady  # noqa: E402 - found by the line above
from figures import tell  # noqa: E402 - found by the line above

FIRST, AGAIN = 900.0, 60.0
PAGES = ("", "processes/", "my-space/", "legal-notice/", "personal-data/", "accessibility/")
PAGES += ("search/?q=water", "journal/", "style/", "account/login/")
PROCESS = re.compile(rb'href="/en/(processes/[\w-]+/)"')
LOADS = re.compile(rb'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="([^"]+)"')


def started(
    environment: dict[str, str], port: int, patience: float, *more: str
) -> tuple[float, subprocess.Popen[bytes]]:
    """Seconds to the first answer, and the process."""
    began = time.perf_counter()
    order = [sys.executable, "-m", "isegoria", "demo", "--port", str(port), *more]
    process = subprocess.Popen(order, env=environment, stdout=subprocess.DEVNULL)
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return time.perf_counter() - began, process
        except OSError:
            assert process.poll() is None, "the demonstration did not start"
            assert time.perf_counter() - began < patience, "the demonstration does not answer"
            time.sleep(0.02)


def plain(address: str) -> bytes:
    """A page, not compressed."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def weight(site: str, address: str) -> int:
    """Octets of a page with all that it loads, as they are sent."""
    files = {found.decode() for found in LOADS.findall(plain(site + address))}
    total = 0
    for path in (address, *files):
        request = urllib.request.Request(site + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            total += len(answer.read())
    return total


def full(environment: dict[str, str], port: int) -> float:
    """Seconds until the demonstration at full size answers, loaded and counted."""
    with tempfile.TemporaryDirectory(prefix="isegoria-bench-") as home:
        there = {**environment, "ISEGORIA_HOME": home}
        spent, process = started(there, port, FIRST, "--full")
        process.terminate()
        process.wait(40)
    return spent


def main() -> None:
    """Start, stop, start, weigh; then the full size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=28751)
    port = parser.parse_args().port
    with tempfile.TemporaryDirectory(prefix="isegoria-bench-") as home:
        environment = {**os.environ, "ISEGORIA_ENV": "demo", "ISEGORIA_HOME": home}
        environment.pop("DATABASE_URL", None)
        steady()
        first, process = started(environment, port, FIRST)
        process.terminate()
        process.wait(40)
        steady()
        second, process = started(environment, port, AGAIN)
        site = f"http://127.0.0.1:{port}"
        processes = {found.decode() for found in PROCESS.findall(plain(f"{site}/en/processes/"))}
        pages = (*PAGES, *sorted(processes))
        weights = {page: weight(site, f"/en/{page}") for page in pages}
        process.terminate()
        process.wait(40)
    largest = full(environment, port)
    for page, octets in weights.items():
        print(f"/en/{page}: {octets / 1000:.1f} kB")
    tell("house.first", first)
    tell("house.second", second)
    tell("house.weight", max(weights.values()) / 1000)
    tell("house.full", largest)


if __name__ == "__main__":
    main()

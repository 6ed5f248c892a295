"""``make bench``: every figure that was promised, at full size, and the page that says which ones hold.

    python bench/all.py [--only lottery,text] [--page] [--list]

Each part is a script of this folder, run in a process of its own; the last lines of what it says, and the
whole of it in ``var/bench/<part>.log``. Its figures are kept in ``var/bench/figures.json``, and the page
``docs/reference/figures.md`` is written from there after each part: misses first. Run again, a part takes the
place of what it said before; a figure that no run on this machine told says *not run*. ``--page`` writes the
page from what is kept and measures nothing; ``--list`` names the parts.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tools")]

from figures import FIGURES, told  # noqa: E402 - found by the line above
from figures_page import Results, page  # noqa: E402 - found by the line above
from parts import PARTS, Part  # noqa: E402 - found by the line above

KEPT = ROOT / "var" / "bench"
RESULTS = KEPT / "figures.json"
PAGE = ROOT / "docs" / "reference" / "figures.md"
PACKAGES = ("Django", "granian", "highspy", "numpy", "scipy", "psycopg")


def machine() -> dict[str, str]:
    """What the figures depend on: processor, memory, system, versions."""
    found = {
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(),
    }
    return found | {name: metadata.version(name) for name in PACKAGES}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _postgresql() -> str:
    import postgres

    command = [postgres.programs() / "postgres", "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[2]


def run(part: Part) -> Results:
    """Run one part to its end; what it told, and under which circumstances."""
    load, began = os.getloadavg()[0], time.monotonic()
    order = [sys.executable, str(ROOT / "bench" / part.command[0]), *part.command[1:]]
    values: dict[str, list[Any]] = {}
    with (
        (KEPT / f"{part.name}.log").open("w") as log,
        subprocess.Popen(
            order, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        ) as process,
    ):
        for line in process.stdout or ():
            print(line, end="", flush=True)
            log.write(line)
            if figure := told(line):
                key, value, unit = figure
                values[key] = [value, unit]
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "load": round(load, 1),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "commit": _commit(),
        "machine": machine(),
        "finished": process.returncode == 0,
        "figures": values,
    }


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    return done.stdout.strip()


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for. 1 when a part did not finish or a figure missed its mark."""
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default=",".join(names), help=f"among {', '.join(names)}")
    parser.add_argument("--page", action="store_true", help="write the page from what is kept")
    parser.add_argument("--list", action="store_true", help="name the parts and their minutes")
    options = parser.parse_args(arguments)
    asked = options.only.split(",")
    if unknown := sorted(set(asked) - set(names)):
        parser.error(f"no such part: {', '.join(unknown)}")
    if options.list:
        print("\n".join(f"{part.name:<14}{part.minutes:>3} minutes" for part in PARTS))
        return 0
    KEPT.mkdir(parents=True, exist_ok=True)
    results: dict[str, Results] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for part in () if options.page else PARTS:
        if part.name in asked:
            print(f"\n{part.name}: about {part.minutes} minutes", flush=True)
            results[part.name] = run(part)
            RESULTS.write_text(json.dumps(results, indent=1))
            PAGE.write_text(page(results))
    PAGE.write_text(page(results))
    values = {key: value for one in results.values() for key, (value, _) in one["figures"].items()}
    missed = [key for key, value in values.items() if not FIGURES[key].holds(value)]
    stopped = [name for name, one in results.items() if not one["finished"]]
    print(
        f"\n{PAGE.relative_to(ROOT)}: {len(missed)} missed"
        + "".join(f"\n  {key}" for key in missed)
    )
    for name in stopped:
        print(f"  {name} stopped before its end: see var/bench/{name}.log")
    return 1 if missed or stopped else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""``make test``: the whole suite on SQLite, then all that a database can change on PostgreSQL, in a real
browser too.

    python tools/run_tests.py [ARGUMENTS OF PYTEST...]

Ends with the sum of both runs and pytest's own closing line: that of the run that failed, if one did, so that
the last line never looks better than the whole. Exits with 1 when a test failed on either.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import chromium
import postgres

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = 3
"""One more than the cores of a small machine: many tests wait for a browser or for another process."""
NOT_PASSED_ON = frozenset({"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"})
"""Tests start hundreds of processes: compiled anew in each, our code would cost as much as they do."""
OUTCOME = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


def run(database: str, url: str | None, arguments: list[str]) -> tuple[bool, str]:
    """One run of pytest: whether it succeeded, and its closing line."""
    print(f"\nThe suite on {database}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    if url is not None:
        environment["DATABASE_URL"] = url
    colour = "yes" if sys.stdout.isatty() else "no"
    command = [sys.executable, "-m", "pytest", f"-n{PROCESSES}", "--dist=worksteal"]
    command += [f"--color={colour}", "--durations=25", *arguments]
    last = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return pytest.returncode == 0, last


def _outcomes(closing_line: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for number, outcome in OUTCOME.findall(closing_line):
        found["failed" if outcome.startswith("error") else outcome] += int(number)
    return found


def main(arguments: list[str]) -> int:
    """Run both; the answer is the exit code."""
    print(f"Browser: {chromium.install()}", flush=True)
    results = {"SQLite": run("SQLite", None, arguments)}
    with postgres.temporary_cluster() as url:
        results["PostgreSQL"] = run("PostgreSQL", url, ["--only-database", *arguments])
    counts = sum((_outcomes(closing) for _good, closing in results.values()), Counter[str]())
    failed = [database for database, (good, _closing) in results.items() if not good]
    told = f"{counts['passed']} passed, {max(counts['failed'], len(failed))} failed"
    print(f"\nOn both databases: {told}, {counts['skipped']} skipped")
    if failed:
        print(f"The suite failed on {' and on '.join(failed)}: see above.")
    print(results[failed[0] if failed else "PostgreSQL"][1])
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

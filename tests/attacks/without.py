"""Sees each test of the table fail with its defence taken out.

    python -m tests.attacks.without [WORDS OF A TEST]

One line for each defence, in a copy of the code; ends with 1 when a test passes without its defence, or fails
for another reason than an assertion. Takes minutes: before a release, and after a change of a defence.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.attacks.defences import DEFENCES, Defence

COPIED = ("src", "tests", "conftest.py", "pyproject.toml", "tools", "docs", "bench")


def fails(defence: Defence) -> bool:
    """Whether the test of ``defence`` fails without it."""
    with tempfile.TemporaryDirectory(prefix="without-") as folder:
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(
                ROOT / name, Path(folder) / name
            )
        for file, there, instead in defence.changes:
            path = Path(folder) / "src" / "isegoria" / file
            words = path.read_text()
            assert words.count(there) == 1, f"{file} does not hold {there!r} once"
            path.write_text(words.replace(there, instead))
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-x", "--tb=line", defence.test],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    said = next((line for line in done.stdout.splitlines() if line.startswith(("E ", "/"))), "")
    print("  ", said[-150:] or done.stdout[-300:], done.stderr[-300:], flush=True)
    return done.returncode == 1 and " failed" in done.stdout


def main(words: str) -> int:
    """Try every defence whose test holds ``words``; the exit code."""
    missed = 0
    for defence in DEFENCES:
        if words in defence.test:
            seen = fails(defence)
            missed += not seen
            print("seen to fail" if seen else "PASSES ALL THE SAME", defence.attacks, defence.test)
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main(" ".join(sys.argv[1:])))

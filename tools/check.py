"""``make check``: everything that can be said about the code without running the suite.

python tools/check.py [NAME...]      all the checks, or those named
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TEMPLATES = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("src/**/templates"))]
PYTHON = str(BIN / "python")
CODE = [
    name for name in ("src", "tests", "tools", "bench", "conftest.py") if (ROOT / name).exists()
]
ISEGORIA = [PYTHON, "-m", "isegoria", "manage"]
CHECKS = {
    "format": [str(BIN / "ruff"), "format", "--check", *CODE],
    "lint": [str(BIN / "ruff"), "check", *CODE],
    "types": [str(BIN / "mypy")],
    "layers": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "--lint", *TEMPLATES],
    "migrations": [*ISEGORIA, "makemigrations", "--check", "--dry-run"],
    "translations": [PYTHON, "tools/messages.py", "check"],
    "documentation": [PYTHON, "tools/docs.py", "--check"],
    "deployment": [*ISEGORIA, "check", "--deploy", "--fail-level", "WARNING"],
}


def environment(home: str, name: str) -> dict[str, str]:
    """Settings of tests; for the deployment, those of a site in production, all of them given."""
    common = {**os.environ, "ISEGORIA_HOME": home, "ISEGORIA_ENV": "test", "DATABASE_URL": ""}
    del common["DATABASE_URL"]
    if name != "deployment":
        return common
    return {
        **common,
        "ISEGORIA_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://participer.example",
        "DATABASE_URL": f"sqlite:///{home}/isegoria.sqlite3",
        "DEFAULT_FROM_EMAIL": "participer@participer.example",
    }


def main(names: list[str]) -> int:
    """Run the checks one after the other, all of them even when one fails."""
    failed = []
    for name in names or CHECKS:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="isegoria-check-") as home:
            done = subprocess.run(
                CHECKS[name],
                cwd=ROOT,
                env=environment(home, name),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        good = done.returncode == 0
        print(f"{'ok    ' if good else 'FAILED'}  {name}  ({time.monotonic() - started:.1f} s)")
        if not good:
            print(done.stdout.rstrip(), flush=True)
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "Every check passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

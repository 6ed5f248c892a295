"""Every package that is asked for by name has its reason, and no reason outlives its package."""

import re
from collections.abc import Iterator

from tests.architecture.tree import ROOT

PAGE = ROOT / "docs" / "reference" / "dependencies.md"
HEADING = re.compile(r"^## .*`requirements/(\w+)\.in`", re.MULTILINE)


def _asked(name: str) -> Iterator[str]:
    for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
        if found := re.match(r"[A-Za-z][\w-]*", line):
            yield found[0]


def test_every_dependency_is_justified_in_a_line() -> None:
    _intro, *pairs = HEADING.split(PAGE.read_text())
    told = {
        name: re.findall(r"^\| ([\w-]+) \| [^|]+ \| \S[^|]+ \|$", text, re.MULTILINE)[2:]
        for name, text in zip(pairs[::2], pairs[1::2], strict=True)
    }
    lists = sorted(path.stem for path in (ROOT / "requirements").glob("*.in"))
    assert sorted(told) == lists
    for name in lists:
        assert sorted(told[name], key=str.lower) == sorted(_asked(name), key=str.lower)

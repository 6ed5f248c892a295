"""The program that typesets one document and ends.

It runs alone (``python -I worker.py <folder> <seconds since 1970>``), without network. The folder holds
``main.typ``, ``base.typ``, ``data.json`` and pictures, and is all that the compiler sees. Its standard output
is the PDF. It ends with 1 and one line of JSON on the error stream when the template is wrong.
"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROUNDS = 12
_FAULTY = re.compile(
    r'(?:the text|the codepoint) `"((?:[^"\\]|\\u\{[0-9a-f]+\}|\\.)*)"`', re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.IGNORECASE)
_EXOTIC = re.compile(
    r"[^\t\n\r -~\u00a0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff\u2010-\u2027\u202f\u20ac]"
)


def undrawable(diagnostic: str) -> set[str]:
    """The characters that no embedded font can draw, from what the compiler says of them."""
    found: set[str] = set()
    for text in _FAULTY.findall(diagnostic):
        plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
        found |= {character for character in plain if not "!" <= character <= "~"}
    return found


def named(value: Any, pattern: re.Pattern[str]) -> tuple[Any, int]:
    """``value`` with each character of ``pattern`` written as its code point, and how many there
    were.
    """
    if isinstance(value, str):
        return pattern.subn(lambda match: f"[U+{ord(match[0]):04X}]", value)
    if isinstance(value, list):
        pairs = [named(item, pattern) for item in value]
        return [item for item, _count in pairs], sum(count for _item, count in pairs)
    if isinstance(value, dict):
        found = {key: named(item, pattern) for key, item in value.items()}
        return {key: item for key, (item, _count) in found.items()}, sum(
            count for _item, count in found.values()
        )
    return value, 0


def typeset(folder: Path, timestamp: int) -> bytes:
    """The PDF. Characters that cannot be drawn are named instead, and counted for the reader."""
    import typst

    source = folder / "data.json"
    payload = json.loads(source.read_bytes())
    for attempt in range(ROUNDS):
        try:
            return typst.compile(
                folder / "main.typ",
                root=folder,
                font_paths=typst.Fonts(include_system_fonts=False),
                package_path=folder,
                package_cache_path=folder,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=datetime.fromtimestamp(timestamp, UTC),
            )
        except typst.TypstError as error:
            characters = undrawable(f"{error.message}\n{error.diagnostic}")
            if not characters:
                raise
            pattern = re.compile(f"[{re.escape(''.join(sorted(characters)))}]")
            payload, count = named(payload, _EXOTIC if attempt == ROUNDS - 2 else pattern)
            if not count:
                raise
            payload["replaced"] += count
            source.write_text(json.dumps(payload, ensure_ascii=False), encoding="utf-8")
    raise RuntimeError("some characters can be neither drawn nor named")


def main(folder: str, timestamp: str) -> int:
    """Typeset what is in the folder."""
    try:
        document = typeset(Path(folder), int(timestamp))
    except (RuntimeError, OSError, ValueError) as error:
        sys.stderr.write(json.dumps({"message": str(error)[:500]}))
        return 1
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

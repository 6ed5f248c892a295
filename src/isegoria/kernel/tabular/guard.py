"""The guard against formulas hidden in CSV cells, and how to take it off again.

A spreadsheet runs a cell that begins with ``= + - @``, a tab or a line break, or their full-width
forms (OWASP, *CSV injection*). A French spreadsheet also cuts a comma-separated line at its
semicolons and line breaks, so a formula may hide inside a cell. The guard writes one apostrophe
before such a start. A start that already carries apostrophes gets one more, which makes the guard
reversible: ``unguard(guard(t)) == t``.

Inside a cell, a hyphen followed by a space is left alone: it is a bullet of a list far more often
than a formula.
"""

import re

_DANGER = "=+@＝＋＠－"
_START = re.compile(rf"'*(?=[\t\r\n]|\s*[-{_DANGER}])")
_INSIDE = re.compile(rf"[;\n\r\t]'*(?=[ \xa0]*(?:[{_DANGER}]|-[^\s-]))")


def guard(value: str) -> str:
    """``value`` with an apostrophe before every start that a spreadsheet would run."""
    if _START.match(value):
        value = f"'{value}"
    return _INSIDE.sub(_one_more, value)


def unguard(value: str) -> str:
    """The text that :func:`guard` was given."""
    value = _INSIDE.sub(_one_less, value)
    return value[1:] if _START.match(value) and value.startswith("'") else value


def _one_more(found: re.Match[str]) -> str:
    return f"{found[0]}'"


def _one_less(found: re.Match[str]) -> str:
    return found[0].removesuffix("'")

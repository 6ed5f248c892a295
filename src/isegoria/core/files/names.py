"""Names of files: one to show, one to serve under. Neither is ever a path on our disk."""

import re
import unicodedata

from django.utils.text import slugify

SHOWN = 120
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def shown(name: str) -> str:
    """``name`` without folders, control and direction characters, at most :data:`SHOWN` long.

    It is text like any other that a person wrote: templates escape it.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(
        " " if unicodedata.category(character) in _INVISIBLE else character for character in last
    )
    return " ".join(visible.split())[:SHOWN]


def served(name: str, suffix: str) -> str:
    """The name of a download: plain letters, and the ending that belongs to the content."""
    stem = name.rsplit(".", 1)[0]
    return f"{slugify(stem)[:60].strip('-_') or 'file'}.{suffix}"

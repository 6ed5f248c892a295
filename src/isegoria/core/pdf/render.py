"""Typesetting a document: a template of ours, data of anybody's, one PDF.

The compiler runs in a process of its own. So a document that takes too long is stopped, its memory
goes back to the system, and it sees nothing but the files handed to it.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from isegoria.core.ui import formatting

WORKER = Path(__file__).with_name("worker.py")
BASE = Path(__file__).parent / "templates" / "base.typ"
SECONDS = 20
LARGEST = 4_000_000
"""Octets of data: a table of some 30,000 rows, ten seconds of work."""
_LONG_RUN = re.compile(r"\S{1000}")
_NO_NETWORK = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"), "http://127.0.0.1:9"
)


class PdfError(Exception):
    """No document was made. ``code`` is ``too_large``, ``too_slow`` or ``wrong_template``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def render_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    language: str,
    title: str,
    at: datetime,
    address: str = "",
    reference: str = "",
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """A tagged PDF (PDF/UA-1 and PDF/A-2a) of ``data`` through a Typst ``template``.

    The template imports ``/base.typ`` and finds ``data`` there; ``images`` are at
    ``/images/<name>``. ``at`` is the date shown and the only date inside, so the same arguments
    give the same octets. ``address`` is that of the original online, ``reference`` its number or
    digest; both stand at the foot of each page.

    Raises ValueError when ``at`` has no zone or ``data`` is no JSON, PdfError when no document can
    be made.
    """
    if at.tzinfo is None:
        raise ValueError("a document needs an aware date")
    payload = _payload(data, language, title, at, address, reference)
    content = json.dumps(_breakable(payload), ensure_ascii=False, allow_nan=False).encode()
    if len(content) > LARGEST:
        raise PdfError("too_large", f"a document holds at most {LARGEST} octets of data")
    with tempfile.TemporaryDirectory(prefix="isegoria-pdf-") as name:
        folder = Path(name)
        (folder / "images").mkdir()
        (folder / "main.typ").write_bytes(template.read_bytes())
        (folder / "base.typ").write_bytes(BASE.read_bytes())
        (folder / "data.json").write_bytes(content)
        for image, octets in (images or {}).items():
            (folder / "images" / PurePosixPath(image).name).write_bytes(octets)
        return _typeset(folder, int(at.timestamp()))


def _payload(
    data: Mapping[str, Any],
    language: str,
    title: str,
    at: datetime,
    address: str,
    reference: str,
) -> dict[str, Any]:
    with override(language):
        return {
            "data": data,
            "language": language,
            "title": title,
            "publisher": settings.SITE_NAME,
            "date": formatting.date(at),
            "address": address,
            "reference": reference,
            "replaced": 0,
            "labels": {
                "original": gettext("Original online:"),
                "reference": gettext("Reference:"),
                "page": gettext("Page"),
                "of": gettext("of"),
                "replaced": gettext(
                    "Some characters cannot be printed: their code stands in their place. The"
                    " original online has them."
                ),
            },
        }


def _breakable(value: Any) -> Any:
    """``value`` with an invisible place to break in runs that no line, and no PDF string, could
    hold.
    """
    if isinstance(value, str):
        return _LONG_RUN.sub("\\g<0>\u200b", value)
    if isinstance(value, Mapping):
        return {key: _breakable(item) for key, item in value.items()}
    return [_breakable(item) for item in value] if isinstance(value, list | tuple) else value


def _typeset(folder: Path, timestamp: int) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER), str(folder), str(timestamp)],
            capture_output=True,
            timeout=SECONDS,
            cwd=folder,
            env=_NO_NETWORK,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfError("too_slow", f"the document took more than {SECONDS} seconds") from None
    if done.returncode:
        raise PdfError("wrong_template", done.stderr.decode(errors="replace")[-600:])
    return done.stdout

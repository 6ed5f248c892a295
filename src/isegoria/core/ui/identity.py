"""The organiser's colour and logo: two small files that the settings decide, kept by browsers.

Their addresses carry a digest of what they hold, so that a change is seen at once and nothing is asked
twice.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import EVERYONE, Policy
from isegoria.core.routes import page
from isegoria.core.ui.accent import style_sheet

SEE_IDENTITY = Policy("ui.see_identity", _("See the colour and the logo of the site"), EVERYONE)
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
_FOR_A_YEAR = "public, max-age=31536000, immutable"


@page(SEE_IDENTITY)
def accent_css(_request: HttpRequest) -> HttpResponse:
    """The colour of the organiser as a style sheet."""
    if not settings.ACCENT_COLOUR:
        raise Http404
    return _kept(_sheet(settings.ACCENT_COLOUR), "text/css; charset=utf-8")


@page(SEE_IDENTITY)
def logo(_request: HttpRequest) -> HttpResponse:
    """The logo of the organiser."""
    if not settings.LOGO:
        raise Http404
    path = Path(settings.LOGO)
    return _kept(_read(path), LOGO_TYPES[path.suffix.lower()])


def accent_url() -> str:
    """The address of the colour, '' when none is set."""
    if not settings.ACCENT_COLOUR:
        return ""
    return f"{reverse('accent')}?v={_digest(_sheet(settings.ACCENT_COLOUR))}"


def logo_url() -> str:
    """The address of the logo, '' when none is set."""
    return f"{reverse('logo')}?v={_digest(_read(Path(settings.LOGO)))}" if settings.LOGO else ""


@cache
def _sheet(accent: str) -> bytes:
    return style_sheet(accent).encode()


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _kept(content: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = _FOR_A_YEAR
    return answer

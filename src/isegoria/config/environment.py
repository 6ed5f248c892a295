"""What the installation was told: environment variables read once, with a sentence when one is wrong."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from isegoria.core.ui.accent import explain

ROOT = Path(__file__).resolve().parents[3]


class Misconfigured(Exception):
    """An environment variable cannot be used. The message is a sentence for the operator."""


def text(name: str, default: str = "") -> str:
    """A string, stripped; an empty variable is as good as none."""
    return os.environ.get(name, "").strip() or default


def one_of(name: str, known: tuple[str, ...], default: str) -> str:
    """A word among ``known``: a mistyped one must not quietly mean another."""
    value = text(name, default)
    if value not in known:
        raise Misconfigured(f"{name} is {value!r}; it must be one of: {', '.join(known)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no: 1/0, yes/no, true/false, on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise Misconfigured(f"{name} is {value!r}; it must be yes or no.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise Misconfigured(f"{name} is {value!r}; it must be a whole number.") from None


def time_zone(name: str, default: str) -> str:
    """The name of a time zone, such as Europe/Paris."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ValueError, ZoneInfoNotFoundError):
        raise Misconfigured(f"{name} is {value!r}; it must name a time zone.") from None
    return value


def accent(name: str) -> str:
    """A colour that can be read wherever the interface lays it; '' when none is given."""
    value = text(name).lower()
    try:
        problem = explain(value) if value else ""
    except ValueError:
        problem = f"{value!r} is not a colour such as #00664f"
    if problem:
        raise Misconfigured(f"{name} cannot be used: {problem}.")
    return value


def picture(name: str) -> str:
    """The path of a picture that exists; '' when none is given."""
    value = text(name)
    if value and Path(value).suffix.lower() not in {".svg", ".png", ".webp"}:
        raise Misconfigured(f"{name} is {value!r}; it must be an SVG, PNG or WebP file.")
    if value and not Path(value).is_file():
        raise Misconfigured(f"{name} is {value!r}; there is no such file.")
    return value


def home() -> Path:
    """The folder that holds everything this installation must not lose: database, keys, uploads."""
    return Path(text("ISEGORIA_HOME") or ROOT / "var").expanduser().resolve()


def secret_key(keys: Path, *, production: bool) -> str:
    """The signing key: from ``SECRET_KEY``, or a file made at the first start outside production."""
    given = text("SECRET_KEY")
    if given:
        return given
    if production:
        raise Misconfigured("SECRET_KEY is not set: give it 50 random characters or more.")
    path = keys / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text().strip()

"""Canonical JSON: one value, one sequence of bytes, so that a hash of a record means something.

The form is that of RFC 8785 (JSON Canonicalization Scheme) restricted to what a public journal
needs: null, booleans, whole numbers within ±(2^53 − 1), strings, lists and objects. Floats are
refused, because two programs may not print them alike. Keys are sorted by their UTF-16 code units,
nothing is escaped that need not be, and there is no insignificant space.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

MAX_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader reads exactly (RFC 7493)."""


def canonical(value: Any) -> bytes:
    """The canonical UTF-8 bytes of ``value``.

    Raises TypeError for a type that has no canonical form (floats, dates, keys that are not
    strings) and ValueError for a whole number out of range or a string that is not valid Unicode.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def parse(data: bytes) -> Any:
    """The value whose canonical form is exactly ``data``.

    Raises ValueError when ``data`` is not canonical: other spacing, another order, a float, a
    repeated key.
    """
    try:
        value = json.loads(data)
        again = canonical(value)
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not canonical JSON: {error}") from error
    if again != data:
        raise ValueError("not canonical JSON: the same value is written otherwise")
    return value


def instant(moment: datetime) -> str:
    """``moment`` as an RFC 3339 string in UTC: ``2026-03-12T08:00:00Z``, with microseconds if it
    has some.

    Raises ValueError when ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > MAX_INTEGER:
                raise ValueError(f"{value} is beyond ±(2^53 − 1)")
            return int(value)
        case Mapping():
            if wrong := [key for key in value if not isinstance(key, str)]:
                raise TypeError(f"keys must be strings: {wrong!r}")
            return {key: _plain(value[key]) for key in sorted(value, key=_utf16)}
        case bytes() | bytearray() | memoryview():
            raise TypeError("bytes have no canonical form: give their hexadecimal digits")
        case Sequence():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")

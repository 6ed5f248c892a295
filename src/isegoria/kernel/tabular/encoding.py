"""Which encoding a file of text is in: its mark, then what its bytes allow, then Windows-1252."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from isegoria.kernel.tabular.problems import UnreadableError
from isegoria.kernel.tabular.source import Decided

CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNDEFINED_IN_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
DAMAGED = re.compile("[\udc80-\udcff]+")
"""Bytes that could not be decoded, as they stand in a decoded text."""


def chunks(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The stream from its beginning, piece by piece; UnreadableError beyond ``limit`` octets."""
    stream.seek(0)
    total = 0
    while chunk := stream.read(CHUNK):
        total += len(chunk)
        if total > limit:
            raise UnreadableError("too_large", limit=limit)
        yield chunk


def detect(stream: BinaryIO, limit: int) -> tuple[str, Decided]:
    """The encoding of a text and how it was decided. Reads the whole stream, keeps nothing of it.

    A text that is UTF-8 but for a few damaged characters stays UTF-8 (each damaged place is told
    later) as long as more accented characters are sound than damaged. Raises UnreadableError for binary
    content.
    """
    sound = damaged = 0
    undefined_in_windows = False
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for number, chunk in enumerate(chunks(stream, limit)):
        if number == 0:
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    return name, Decided.MARK
        if b"\0" in chunk:
            raise UnreadableError("not_text")
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(chunk)
        broken = sum(len(match[0]) for match in DAMAGED.finditer(text))
        damaged += broken
        sound += len(text) - len(text.encode("ascii", "ignore")) - broken
        undefined_in_windows = undefined_in_windows or bool(_UNDEFINED_IN_WINDOWS.search(chunk))
    damaged += len(decoder.decode(b"", final=True))
    if damaged <= sound:
        return "utf-8", Decided.CONTENT
    return ("latin-1" if undefined_in_windows else "cp1252"), Decided.FALLBACK


def decoded(stream: BinaryIO, encoding: str, limit: int) -> Iterator[str]:
    """The text of the stream, piece by piece.

    Damaged bytes of UTF-8 come out as lone surrogates, which :data:`DAMAGED` finds. Raises
    UnreadableError when the bytes cannot be in ``encoding`` at all; LookupError when Python knows no
    such encoding.
    """
    errors = "surrogateescape" if encoding.replace("-", "").startswith("utf8") else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        for chunk in chunks(stream, limit):
            if text := decoder.decode(chunk):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text
    except UnicodeError:
        raise UnreadableError("bad_encoding", encoding=encoding) from None

"""Kinds of uploads: what a capability accepts, and how much of it."""

from dataclasses import dataclass

from isegoria.core.files.formats import Format
from isegoria.core.texts import Text

MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class UploadKind:
    """What may be sent for one purpose.

    ``max_octets`` of the file as it comes; ``max_pixels`` of an image as it comes; ``max_edge`` in
    pixels of the copy that is kept; ``small_edge`` of a second, small copy (0: there is none).
    ``described`` is False where what an image shows is asked by the text that cites it.
    """

    name: str
    label: Text
    formats: frozenset[Format]
    max_octets: int = 10 * MEGA
    max_pixels: int = 40 * MEGA
    max_edge: int = 2400
    small_edge: int = 0
    described: bool = True

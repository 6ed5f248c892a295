"""Images are painted anew: what leaves is pixels, without the place, the camera or the code.

The copy holds the first frame, upright, in sRGB, no wider nor higher than asked. EXIF (with its
GPS), comments, profiles and anything appended to the file stay behind.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from isegoria.core.files.formats import JPEG, PNG, WEBP, Format

_CODECS = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
_HOW: dict[Format, dict[str, int | bool]] = {
    PNG: {"compress_level": 6},
    JPEG: {"quality": 85, "progressive": True, "optimize": True},
    WEBP: {"quality": 85, "method": 4},
}
_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    struct.error,
)


class UnusableImageError(ValueError):
    """``code`` is ``broken_image`` or ``too_many_pixels``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Painted:
    """A clean copy: its octets and its size in pixels."""

    content: bytes
    width: int
    height: int


def repaint(file: BinaryIO, format_: Format, *, max_pixels: int, max_edge: int) -> Painted:
    """A clean copy of an image in the same format, at most ``max_edge`` pixels wide and high.

    The number of pixels is read in the header and refused before anything is unpacked. Raises
    UnusableImageError.
    """
    file.seek(0)
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # about notes that we leave behind anyway
            Image.open(file, formats=(_CODECS[format_],)) as image,
        ):
            if image.width * image.height > max_pixels:
                raise UnusableImageError("too_many_pixels")
            return _painted(image, format_, max_edge)
    except UnusableImageError:
        raise
    except Image.DecompressionBombError:
        raise UnusableImageError("too_many_pixels") from None
    except _FAULTS:
        raise UnusableImageError("broken_image") from None


def _painted(image: Image.Image, format_: Format, max_edge: int) -> Painted:
    image.draft("RGB", (max_edge, max_edge))
    image.load()
    seen = "RGBA" if image.has_transparency_data and format_ is not JPEG else "RGB"
    clean = _in_srgb(image, seen)
    clean.thumbnail((max_edge, max_edge))
    clean = _upright(clean, image)
    bare = Image.frombytes(clean.mode, clean.size, clean.tobytes())
    target = io.BytesIO()
    bare.save(target, _CODECS[format_], **_HOW[format_])
    return Painted(target.getvalue(), bare.width, bare.height)


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """``image`` in ``mode``; its colours follow its own profile as far as that can be read."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, *_FAULTS):
            converted = None
        if converted is not None:
            return converted
    return image.convert(mode)


def _upright(clean: Image.Image, original: Image.Image) -> Image.Image:
    """``clean`` turned as the camera said; a note that cannot be read turns nothing."""
    try:
        turn = original.getexif().get(0x0112)
    except _FAULTS:
        return clean
    if turn not in range(2, 9):
        return clean
    turned = clean.copy()
    turned.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(turned)

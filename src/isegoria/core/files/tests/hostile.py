"""Files that mean harm, and their honest cousins."""

import io
import struct
import zipfile
import zlib

from PIL import Image

SECRET = b"GPS 48.8566 N 2.3522 E"
SCRIPT = b"<svg onload=alert(1)><script>alert(1)</script></svg>"


def picture(codec="PNG", size=(40, 20), mode="RGB", **how):
    target = io.BytesIO()
    image = Image.new(mode, size, "red" if mode == "RGB" else None)
    image.putpixel((0, 0), (0, 0, 255) if mode == "RGB" else (0, 0, 255, 10))
    image.save(target, codec, **how)
    return target.getvalue()


def photo(orientation=6, size=(40, 20)):
    """A JPEG with EXIF: turned a quarter, with a place and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", size, exif=exif.tobytes(), comment=SECRET)


def png_claiming(width, height):
    """A PNG of a few octets whose header announces a wall of pixels."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def animation(codec="WEBP"):
    target = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    frames[0].save(target, codec, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def pdf():
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def archive(*entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return target.getvalue()


def odt():
    return archive(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>"))


def docx(*more):
    return archive(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<d/>"), *more)

"""What a file is, by its content. What the sender or the name claims is not even looked at."""

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from isegoria.kernel.tabular import Limits, Schema, open_table


@dataclass(frozen=True, slots=True)
class Format:
    """A format that may come in: its media type and the ending of the name under which it is
    served.
    """

    media_type: str
    suffix: str
    is_image: bool = False


PNG = Format("image/png", "png", is_image=True)
JPEG = Format("image/jpeg", "jpg", is_image=True)
WEBP = Format("image/webp", "webp", is_image=True)
PDF = Format("application/pdf", "pdf")
ODT = Format("application/vnd.oasis.opendocument.text", "odt")
ODS = Format("application/vnd.oasis.opendocument.spreadsheet", "ods")
ODP = Format("application/vnd.oasis.opendocument.presentation", "odp")
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = Format(f"{_OOXML}.wordprocessingml.document", "docx")
XLSX = Format(f"{_OOXML}.spreadsheetml.sheet", "xlsx")
PPTX = Format(f"{_OOXML}.presentationml.presentation", "pptx")
CSV = Format("text/csv", "csv")

IMAGES = frozenset({PNG, JPEG, WEBP})
DOCUMENTS = frozenset({PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX})
TABLES = frozenset({CSV, XLSX})
FORMATS = {item.media_type: item for item in IMAGES | DOCUMENTS | TABLES}

_OPEN_DOCUMENTS = {item.media_type.encode(): item for item in (ODT, ODS, ODP)}
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}


def detect(file: BinaryIO) -> Format | None:
    """The format of a seekable file, or None when it is none that may come in.

    A PDF must begin as one at its very first octet, a ZIP as well: a file that is also something
    else further on is served as what it is at its beginning, never shown. Workbooks with macros,
    HTML and SVG are none of ours.
    """
    file.seek(0)
    start = file.read(16)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith((b"%PDF-1.", b"%PDF-2.")):
        return PDF if _ends_as_pdf(file) else None
    if start.startswith(b"PK\x03\x04"):
        return _in_zip(file)
    return CSV if _is_text_table(file) else None


def _ends_as_pdf(file: BinaryIO) -> bool:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 2048))
    return b"%%EOF" in file.read()


_DAMAGED = (
    zipfile.BadZipFile,
    ValueError,
    NotImplementedError,  # zipfile meets a compression that it does not know
    RuntimeError,  # zipfile meets an encrypted member
    OSError,
    EOFError,
)
"""What reading a damaged or protected archive can raise: it is then of no format that we know."""


def _in_zip(file: BinaryIO) -> Format | None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            first = entries[0] if entries else None
            if first is not None and first.filename == "mimetype" and first.file_size < 100:
                return _OPEN_DOCUMENTS.get(archive.read(first).strip())
    except _DAMAGED:
        return None
    if "[Content_Types].xml" not in names or any(name.endswith(".bin") for name in names):
        return None
    return next((item for name, item in _OFFICE.items() if name in names), None)


def _is_text_table(file: BinaryIO) -> bool:
    file.seek(0)
    if file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    size = file.seek(0, io.SEEK_END)
    reader = open_table(file, Schema(), limits=Limits(octets=max(size, 1), rows=20))
    next(reader, None)
    return bool(reader.columns)

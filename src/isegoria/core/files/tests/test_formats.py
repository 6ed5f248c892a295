"""A file is what its octets are."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.files import formats
from isegoria.core.files.formats import detect
from isegoria.core.files.names import served, shown
from isegoria.core.files.tests import hostile


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (hostile.picture("PNG"), formats.PNG),
        (hostile.picture("JPEG"), formats.JPEG),
        (hostile.picture("WEBP"), formats.WEBP),
        (hostile.pdf(), formats.PDF),
        (hostile.odt(), formats.ODT),
        (hostile.docx(), formats.DOCX),
        ("nom;âge\nZoé;30\n".encode("cp1252"), formats.CSV),
        (hostile.SCRIPT, None),
        (b"\xef\xbb\xbf \n<!doctype html><script>", None),
        (b"<?xml version='1.0'?><svg/>", None),
        (b"MZ\x90\0\x03", None),
        (b"GIF89a" + bytes(20), None),
        (b"junk" + hostile.pdf() + b"\0", None),
        (b"%PDF-1.7\nno end", None),
        (hostile.docx(("word/vbaProject.bin", "x")), None),
        (hostile.archive(("a.txt", "x")), None),
        (hostile.archive(("mimetype", "text/html")), None),
        (b"PK\x03\x04 not a zip", None),
        (b"", None),
    ],
)
def test_formats_by_content(content, expected):
    assert detect(io.BytesIO(content)) is expected


@given(st.binary(max_size=200))
def test_any_octets_have_a_format_or_none(content):
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"):
        detect(io.BytesIO(start + content))


@pytest.mark.parametrize(
    ("name", "seen", "download"),
    [
        ("Délibération 12.PDF", "Délibération 12.PDF", "deliberation-12.pdf"),
        ("../../etc/passwd", "passwd", "passwd.pdf"),
        ("C:\\Users\\x\\plan.exe", "plan.exe", "plan.pdf"),
        ("<svg onload=alert(1)>.html", "<svg onload=alert(1)>.html", "svg-onloadalert1.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf", "a-set-cookie-x.pdf"),
        ("gpj\u202efdp.exe", "gpj fdp.exe", "gpj-fdp.pdf"),
        ("", "", "file.pdf"),
        ("漢字", "漢字", "file.pdf"),
    ],
)
def test_names_are_for_reading_only(name, seen, download):
    assert shown(name) == seen
    assert served(shown(name), "pdf") == download

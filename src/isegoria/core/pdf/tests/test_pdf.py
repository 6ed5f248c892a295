"""Documents: accessible, the same each time, deaf to what people wrote, bounded."""

import json
import re
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isegoria.core.pdf import PdfError, render, render_pdf, worker

SAMPLE = Path(__file__).with_name("sample.typ")
AT = datetime(2026, 3, 31, 10, tzinfo=UTC)
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


def document(text="Bonjour à tous", template=SAMPLE, **changes):
    data = {
        "heading": "Résultat",
        "text": text,
        "headers": ["Nom", "Voix"],
        "rows": [[text, "12"], ["B", "7"]],
    }
    given = {"language": "fr", "title": "Procès-verbal", "at": AT, "reference": "abc123"}
    return render_pdf(template, {**data, **changes.pop("data", {})}, **{**given, **changes})


def template(tmp_path, body):
    path = tmp_path / "own.typ"
    path.write_text(f'#import "/base.typ": *\n#show: house\n{body}\n')
    return path


def unpacked(pdf):
    """The objects of a PDF with their streams inflated, as one text."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def drawn(pdf):
    """The characters that the fonts of a PDF can give back: the right-hand side of its ToUnicode
    maps.
    """
    pairs = re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", unpacked(pdf))
    return {bytes.fromhex(pair.decode()).decode("utf-16-be") for pair in pairs}


def test_the_document_is_tagged_named_and_in_its_language():
    pdf = unpacked(document())
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"/Marked true" in pdf
    assert b"/Lang(fr)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert "Procès-verbal".encode() in pdf
    for tag in (b"/S/H1", b"/S/Table", b"/S/TH", b"/S/TD", b"/S/L", b"/S/LI", b"/S/P"):
        assert tag in pdf, tag


def test_its_text_can_be_taken_out():
    assert set("Bonjouràtus") <= drawn(document())


def test_the_same_document_has_the_same_octets():
    assert document() == document()
    assert b"/CreationDate(D:20260331100000Z)" in unpacked(document())
    assert document() != document(text="Bonsoir")
    assert document() != document(at=datetime(2026, 4, 1, tzinfo=UTC))


def test_nothing_of_this_machine_is_in_it():
    pdf = unpacked(document())
    assert str(Path.cwd()).encode() not in pdf
    assert str(SAMPLE.parent).encode() not in pdf
    assert b"DejaVuSans.ttf" not in pdf


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "/base.typ": *',
    '#import "@preview/cetz:0.3.1": *',
    "#panic()",
    '"); panic("',
    "\\#\\*\\_ \\",
    "= Heading\n+ item\n/ term: x",
    "$ x^2 $ *bold* _italic_ `raw` <label> @ref",
    "#while true {}",
    "]})#[({",
    "</script><svg onload=x>",
]


def texts_of(tmp_path, text):
    """How the document holds ``data.text``: queried from the compiler, not from our own reading."""
    import typst

    payload = json.dumps(
        {"data": {"text": text}, "labels": {}, "title": "T", "language": "fr", "publisher": "P"}
    )
    files = {
        "main.typ": b'#import "/base.typ": data, prose\n#metadata(data.text) <text>\n#prose(data.text)',
        "base.typ": render.BASE.read_bytes(),
        "data.json": payload.encode(),
    }
    return json.loads(typst.query(files, "<text>", field="value", root=str(tmp_path)))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_people_is_never_read_as_typst(text, tmp_path):
    plain = unpacked(document(text="x"))
    pdf = document(text=text)
    assert unpacked(pdf).count(b"/S/H1") == plain.count(b"/S/H1")
    assert texts_of(tmp_path, text) == [text]
    shown = {character for character in text if not character.isspace()}
    assert shown - {'"', "'"} <= drawn(pdf)


def test_hostile_text_may_stand_anywhere():
    text = HOSTILE[0]
    pdf = document(
        text=text,
        title=text,
        reference=text,
        address=text,
        data={"heading": text, "headers": [text, text]},
    )
    assert b"root:x:0" not in unpacked(pdf)


@pytest.mark.parametrize(
    "body",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#read("/etc/hostname")',
        '#import "@preview/cetz:0.3.1": *',
    ],
)
def test_even_a_template_sees_only_its_own_files(body, tmp_path):
    with pytest.raises(PdfError) as refused:
        document(template=template(tmp_path, body))
    assert refused.value.code == "wrong_template"


def test_the_compiler_cannot_see_the_folder_it_was_called_from(tmp_path, monkeypatch):
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PdfError):
        document(template=template(tmp_path, '#read("secret.txt")'))


def test_pictures_are_handed_over_by_name(tmp_path):
    body = '#image("/images/a.png", alt: data.text, width: 2cm)'
    pdf = document(template=template(tmp_path, body), images={"../a.png": PICTURE})
    assert b"/S/Figure" in unpacked(pdf)


@pytest.mark.parametrize(
    ("text", "code"),
    [("ça va 😀", "U+1F600"), ("漢", "U+6F22"), ("a\x07b", "U+0007"), ("\ue000", "U+E000")],
)
def test_characters_without_a_glyph_are_named_instead(text, code):
    pdf = document(text=text)
    assert set(code) <= drawn(pdf)
    plain, count = worker.named({"t": [text]}, re.compile("[^ -~ç]"))
    assert (count, code in plain["t"][0]) == (1, True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_makes_a_document(text):
    assert document(text=text).startswith(b"%PDF-1.7")


def test_a_run_without_spaces_makes_a_document():
    assert document(text="a" * 40_000).startswith(b"%PDF")


def test_too_much_data_is_refused_before_any_work():
    with pytest.raises(PdfError) as refused:
        document(text="a " * render.LARGEST)
    assert refused.value.code == "too_large"


def test_a_document_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(render, "SECONDS", 1)
    endless = "#for i in range(100000) { for j in range(100000) {} }"
    with pytest.raises(PdfError) as stopped:
        document(template=template(tmp_path, endless))
    assert stopped.value.code == "too_slow"


def test_a_date_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        document(at=datetime(2026, 1, 1))


def test_the_worker_answers_an_empty_folder_with_an_exit_code(tmp_path):
    order = [sys.executable, "-I", str(render.WORKER), str(tmp_path), "0"]
    done = subprocess.run(order, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")

"""What the files look like to whoever opens them."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from isegoria.core.exports import (
    Export,
    ExportColumn,
    ExportError,
    Format,
    Kind,
    Options,
    values,
    write_export,
)
from isegoria.core.exports.bundle import Bundle, Part, write_bundle
from isegoria.core.exports.workbook import CELL
from isegoria.core.policy import EVERYONE, Policy

READ = Policy("tests.export", "Export", EVERYONE)
NOON = datetime(2026, 3, 31, 12, tzinfo=timezone(timedelta(hours=2)))
ROWS = [
    {
        "ref": 1,
        "title": '=HYPERLINK("http://x")',
        "at": NOON,
        "share": Decimal("0.50"),
        "secret": "s",
    },
    {"ref": -2, "title": 'Il a dit "non",\nvoilà', "at": None, "share": None, "secret": "s"},
]


def export(rows=ROWS, **changes):
    columns = (
        ExportColumn("ref", "Référence", Kind.INTEGER, "Number of the line"),
        ExportColumn("title", "Titre"),
        ExportColumn("at", "Date", Kind.INSTANT),
        ExportColumn("share", "Part", Kind.DECIMAL),
    )
    given = {"name": "measures", "label": "Measures", "columns": columns, "policy": READ}
    return Export(**{**given, "rows": lambda: rows, **changes})


def content(format_, declared=None, **options):
    file = io.BytesIO()
    write_export(declared or export(), file, format_, options=Options(**options))
    return file.getvalue()


def test_csv_as_rfc_4180_says():
    assert content(Format.CSV).decode() == (
        "ref,title,at,share\r\n"
        '1,"\'=HYPERLINK(""http://x"")",2026-03-31T10:00:00Z,0.50\r\n'
        '-2,"Il a dit ""non"",\nvoilà",,\r\n'
    )


def test_only_declared_columns_leave_the_house():
    for format_ in (Format.CSV, Format.JSON):
        assert b"secret" not in content(format_)


def test_headers_may_be_in_words_and_csv_may_carry_a_mark():
    text = content(Format.CSV, labels=True, mark=True)
    assert text.startswith(b"\xef\xbb\xbfR\xc3\xa9f\xc3\xa9rence,Titre,")


def test_json_is_an_array_of_objects():
    assert json.loads(content(Format.JSON)) == [
        {"ref": 1, "title": ROWS[0]["title"], "at": "2026-03-31T10:00:00Z", "share": 0.5},
        {"ref": -2, "title": ROWS[1]["title"], "at": None, "share": None},
    ]
    assert json.loads(content(Format.JSON, export(rows=[]))) == []


def test_xlsx_holds_strings_as_strings_and_its_dictionary():
    book = load_workbook(io.BytesIO(content(Format.XLSX)))
    assert book.sheetnames == ["data", "dictionary"]
    cell = book["data"]["B2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert cell.hyperlink is None
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content(Format.XLSX))).read(
        "xl/worksheets/sheet1.xml"
    )
    about = [[cell.value for cell in row] for row in book["dictionary"].iter_rows(max_col=3)]
    assert about[:2] == [["name", "label", "type"], ["ref", "Référence", "integer"]]


def test_markup_in_a_text_stays_text_in_a_spreadsheet():
    title = '<r><t>a</t></r></is></c><c r="Z9"><f>1+1</f></c><c><is><r></r>'
    data = load_workbook(io.BytesIO(content(Format.XLSX, export([{**ROWS[0], "title": title}]))))[
        "data"
    ]
    assert data["B2"].value == title
    assert data["Z9"].value is None


def test_a_table_has_as_many_columns_as_it_declares():
    columns = tuple(ExportColumn(f"c{n}", "C", Kind.INTEGER) for n in range(60))
    row = {f"c{n}": n for n in range(60)}
    data = load_workbook(io.BytesIO(content(Format.XLSX, export([row] * 3, columns=columns))))[
        "data"
    ]
    assert [[cell.value for cell in line] for line in data["A2:BH4"]] == [list(range(60))] * 3


def test_what_does_not_fit_in_one_batch_is_all_there_and_in_order(monkeypatch):
    monkeypatch.setattr(values, "BATCH", 2)
    rows = [{**ROWS[0], "ref": n} for n in range(5)]
    assert [row["ref"] for row in json.loads(content(Format.JSON, export(rows)))] == list(range(5))
    lines = content(Format.CSV, export(rows)).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["ref", *map(str, range(5))]
    data = load_workbook(io.BytesIO(content(Format.XLSX, export(rows))))["data"]
    assert [cell.value for cell in data["A"]] == ["ref", *range(5)]


def test_the_same_table_gives_the_same_octets():
    for format_ in Format:
        assert content(format_) == content(format_)


@pytest.mark.parametrize("letter", ["x", "🌳"])
def test_a_text_too_long_for_a_spreadsheet_is_cut_and_said(letter):
    units = len(letter.encode("utf-16-le")) // 2
    rows = [{**ROWS[0], "title": letter * (CELL // units + 1)}]
    with override("en"):
        book = load_workbook(io.BytesIO(content(Format.XLSX, export(rows))))
    value = book["data"]["B2"].value
    assert CELL - units < len(value.encode("utf-16-le")) // 2 <= CELL
    assert value.endswith(f"{letter} […] (cut: the CSV file has the whole text)")
    assert book["dictionary"].cell(6, 1).value.startswith("1 cell was too long")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"ref": "1"}, "wrong_type"),
        ({"ref": True}, "wrong_type"),
        ({"title": 5}, "wrong_type"),
        ({"at": datetime(2026, 1, 1)}, "wrong_type"),
        ({"at": date(2026, 1, 1)}, "wrong_type"),
        ({"share": Decimal("NaN")}, "wrong_type"),
    ],
)
@pytest.mark.parametrize("format_", list(Format))
def test_a_value_of_another_type_stops_the_export_without_telling_it(cell, code, format_):
    with pytest.raises(ExportError) as stopped:
        content(format_, export([{**ROWS[0], **cell}]))
    assert stopped.value.code == code
    assert next(iter(cell)) in str(stopped.value)
    assert str(next(iter(cell.values()))) not in str(stopped.value).split("measures", 1)[1][8:]


def test_a_choice_must_be_declared():
    columns = (ExportColumn("state", "State", Kind.CHOICE, choices={"open": "Open"}),)
    with pytest.raises(ExportError, match="not among its choices"):
        content(Format.CSV, export([{"state": "shut"}], columns=columns))


@pytest.mark.parametrize("name", ["Title", "a b", "../x", "", "=x"])
def test_names_are_plain(name):
    with pytest.raises(ValueError, match="no name"):
        ExportColumn(name, "x")
    with pytest.raises(ValueError, match="no name"):
        export(name=name)


def test_two_columns_cannot_have_one_name():
    with pytest.raises(ValueError, match="name of its own"):
        export(columns=(ExportColumn("a_b", "x"), ExportColumn("ab", "y")))


AT = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)


def bundle_bytes():
    file = io.BytesIO()
    bundle = Bundle(
        name="process",
        title="Convention citoyenne",
        description="Tout.",
        address="https://example.org/p",
        parts=(Part(export()),),
        extra={"../checkpoint.txt": b"root"},
    )
    write_bundle(bundle, file, at=AT, scratch=io.BytesIO())
    return file.getvalue()


def test_a_bundle_describes_itself():
    archive = zipfile.ZipFile(io.BytesIO(bundle_bytes()))
    assert archive.namelist() == [
        "data/measures.csv",
        "data/measures.dictionary.csv",
        "datapackage.json",
        "LISEZMOI.md",
        "README.md",
        "checkpoint.txt",
    ]
    package = json.loads(archive.read("datapackage.json"))
    table = archive.read("data/measures.csv")
    resource = package["resources"][0]
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert package["created"] == "2026-03-31T10:30:00Z"
    assert resource["bytes"] == len(table)
    header = next(csv.reader(io.StringIO(table.decode())))
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert [field["type"] for field in resource["schema"]["fields"]] == [
        "integer",
        "string",
        "datetime",
        "number",
    ]
    french, english = (archive.read(name).decode() for name in ("LISEZMOI.md", "README.md"))
    assert resource["hash"].removeprefix("sha256:") in french
    assert ("## Fichiers" in french, "## Files" in english) == (True, True)


def test_the_same_bundle_gives_the_same_octets():
    assert bundle_bytes() == bundle_bytes()

"""Workbooks: values as a person sees them, and bounds that hold."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from isegoria.kernel.tabular import (
    Column,
    Limits,
    Schema,
    boolean,
    date_,
    decimal,
    integer,
    percentage,
    read_table,
    text,
)


def workbook(*sheets, hidden=()):
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = {
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "share": book.add_format({"num_format": "0.0 %"}),
        }
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"Sheet {number + 1}")
            if number in hidden:
                sheet.hide()
            elif number and not any(page in hidden for page in range(number)):
                sheet.set_first_sheet()
            if hidden and number not in hidden:
                sheet.activate()
            for line, row in enumerate(rows):
                for position, cell in enumerate(row):
                    value, style = cell if isinstance(cell, tuple) else (cell, None)
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(line, position, value, None, 42)
                    else:
                        sheet.write(line, position, value, formats.get(style))
    return target.getvalue()


def test_typed_cells_and_formulas():
    content = workbook(
        [
            ["Titre"],
            [],
            ["nombre", "jour", "part", "vrai", "montant"],
            [3.0, (date(2026, 3, 31), "day"), (0.125, "share"), True, 12.5],
            ["=40+2", "31/03/2026", "12,5 %", "non", "1 234,5"],
        ]
    )
    schema = Schema(
        (
            Column("nombre", integer(), required=True),
            Column("jour", date_()),
            Column("part", percentage()),
            Column("vrai", boolean()),
            Column("montant", decimal()),
        )
    )
    table = read_table(content, schema)
    assert not table.errors
    assert [row.line for row in table.rows] == [4, 5]
    day = date(2026, 3, 31)
    assert [tuple(row.values.values()) for row in table.rows] == [
        (3, day, Decimal("0.125"), True, Decimal("12.5")),
        (42, day, Decimal("0.125"), False, Decimal("1234.5")),
    ]


def test_a_number_of_any_size_and_a_sign_that_no_text_may_hold_are_read():
    content = workbook([["nombre", "mot"], [1e30, "_xD800_a_x0000_b_x0041_"]])
    table = read_table(content, Schema((Column("nombre", decimal()), Column("mot", text()))))
    assert [tuple(row.values.values()) for row in table.rows] == [
        (Decimal(10**30), "\ufffda\ufffdbA")
    ]


def test_the_first_visible_sheet_is_read_and_the_others_are_told():
    content = workbook([["b"], [1]], [["a"], [2]], [["a"], [3]], hidden=(0,))
    schema = Schema((Column("a", integer(), required=True),))
    table = read_table(content, schema)
    assert [row["a"] for row in table.rows] == [2]
    assert (table.source.sheet, table.source.other_sheets) == ("Sheet 2", ("Sheet 3",))
    assert [problem.code for problem in table.problems] == ["other_sheets"]
    assert read_table(content, schema, sheet="Sheet 3").rows[0]["a"] == 3
    assert read_table(content, schema, sheet="None").errors[0].code == "no_such_sheet"


def bomb(content, name, payload):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as sound,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in sound.namelist():
            packed.writestr(part, payload if part == name else sound.read(part))
    return target.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    content = bomb(workbook([["a"], [1]]), "xl/sharedStrings.xml", b" " * 200_000_000)
    assert len(content) < 1_000_000
    table = read_table(content, Schema((Column("a"),)))
    assert [problem.code for problem in table.problems] == ["workbook_too_large"]


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e0 "ha">{entities}]><sst><si><t>&e9;</t></si></sst>'
    content = bomb(workbook([["a"], ["x"]]), "xl/sharedStrings.xml", xml.encode())
    assert read_table(content, Schema((Column("a"),))).errors[0].code == "broken_workbook"


@pytest.mark.parametrize(
    ("cells", "last", "exact", "code"),
    [
        ('<c r="XFD1"><v>1</v></c>', 2, True, "too_many_columns"),
        ("", 1_048_576, True, "too_many_rows"),
        ("", 999_999_999_999, False, "too_many_rows"),
    ],
)
def test_a_sheet_that_claims_to_be_huge_is_bounded(cells, last, exact, code):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c>{cells}</row>'
        f'<row r="{last}"><c r="A{last}"><v>1</v></c></row></sheetData></worksheet>'
    )
    content = bomb(workbook([["a"], [1]]), "xl/worksheets/sheet1.xml", sheet.encode())
    schema = Schema((Column("1"),), exact=exact)
    table = read_table(content, schema, limits=Limits(rows=1000))
    assert code in [problem.code for problem in table.errors]


def test_a_workbook_larger_than_allowed_is_refused():
    content = workbook([["a"], [1]])
    table = read_table(content, Schema((Column("a"),)), limits=Limits(octets=100))
    assert table.errors[0].code == "too_large"


def test_a_date_with_a_time_is_not_a_date():
    content = workbook([["a"], [(datetime(2026, 1, 1, 12), "day")]])
    assert read_table(content, Schema((Column("a", date_()),))).errors[0].code == "not_date"


def test_wide_empty_rows_are_bounded():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(2, 400))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row>{rows}</sheetData></worksheet>'
    )
    content = bomb(workbook([["a"], [1]]), "xl/worksheets/sheet1.xml", sheet.encode())
    table = read_table(content, Schema((Column("1"),)), limits=Limits(rows=100, columns=20))
    assert table.errors[0].code == "too_many_columns"


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_part_that_cannot_be_unpacked_is_told(part):
    content = bytearray(workbook([["a"], [1]]))
    entry = zipfile.ZipFile(io.BytesIO(content)).getinfo(part)
    content[entry.header_offset + 30 + len(part)] = 0xFF
    assert read_table(bytes(content), Schema((Column("a"),))).errors[0].code == "broken_workbook"

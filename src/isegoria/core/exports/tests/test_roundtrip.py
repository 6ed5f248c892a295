"""Whatever leaves the house can be read back, value for value."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isegoria.core.exports import Export, ExportColumn, Format, Kind, Options, write_export
from isegoria.core.exports.readback import schema_of
from isegoria.core.policy import EVERYONE, Policy
from isegoria.kernel.tabular import Limits, read_table

READ = Policy("tests.export", "Export", EVERYONE)
VALUES = {
    Kind.TEXT: st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
    )
    | st.text(alphabet="=+-@＝'\"; ,\t\r\n_x0041_", max_size=12),
    Kind.INTEGER: st.integers(-(2**63), 2**63),
    Kind.DECIMAL: st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-1e15, max_value=1e15
    ),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(),
    Kind.INSTANT: st.datetimes(timezones=st.just(UTC)),
    Kind.UUID: st.uuids(),
    Kind.CHOICE: st.sampled_from(["a", "A", "-1"]),
}


def column(position, kind):
    choices = {"a": "one", "A": "two", "-1": "three"} if kind is Kind.CHOICE else None
    return ExportColumn(f"c{position}", f"Column {position}", kind, choices=choices)


@st.composite
def tables(draw):
    kinds = draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=5))
    columns = tuple(column(position, kind) for position, kind in enumerate(kinds))
    row = st.tuples(*(st.none() | VALUES[kind] for kind in kinds))
    names = [item.name for item in columns]
    rows = [dict(zip(names, cells, strict=True)) for cells in draw(st.lists(row, max_size=6))]
    return Export(name="table", label="T", columns=columns, rows=lambda: rows, policy=READ), rows


def expected(export, rows):
    empty = {item.name: "" for item in export.columns if item.kind is Kind.TEXT}
    return [
        {name: empty.get(name) if value is None else value for name, value in row.items()}
        for row in rows
    ]


def written(export, format_, **options):
    file = io.BytesIO()
    result = write_export(export, file, format_, options=Options(**options))
    assert result.octets == len(file.getvalue())
    return file.getvalue(), result


@given(tables(), st.booleans())
def test_csv_is_read_back_equal(table, mark):
    export, rows = table
    content, result = written(export, Format.CSV, mark=mark)
    read = read_table(content, schema_of(export), guarded=True, delimiter=",")
    assert [row.values for row in read.rows] == expected(export, rows)
    assert not [problem for problem in read.problems if problem.code != "no_rows"]
    assert result.rows == len(rows)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_xlsx_is_read_back_equal(table):
    export, rows = table
    content, _result = written(export, Format.XLSX)
    read = read_table(content, schema_of(export), sheet="data", limits=Limits(octets=10**7))
    assert [row.values for row in read.rows] == expected(export, rows)
    assert not [problem for problem in read.problems if problem.code != "no_rows"]


@given(tables())
def test_json_is_read_back_equal(table):
    export, rows = table
    content, _result = written(export, Format.JSON)
    read = json.loads(content, parse_float=Decimal)
    assert [list(row) for row in read] == [[item.name for item in export.columns] for _ in rows]
    for found, row in zip(read, rows, strict=True):
        for item in export.columns:
            value, cell = row[item.name], found[item.name]
            if isinstance(value, datetime):
                assert datetime.fromisoformat(cell) == value
            elif isinstance(value, date | UUID):
                assert cell == str(value)
            else:
                assert cell == value


@pytest.mark.parametrize("format_", list(Format))
def test_a_table_of_empty_rows_keeps_its_rows(format_):
    export = Export(
        name="t",
        label="T",
        columns=(ExportColumn("a", "A"), ExportColumn("b", "B", Kind.INTEGER)),
        rows=lambda: [{"a": None, "b": None}] * 3,
        policy=READ,
    )
    content, result = written(export, format_)
    assert result.rows == 3
    if format_ is not Format.JSON:
        read = read_table(content, schema_of(export), sheet="data" if format_ == "xlsx" else None)
        assert len(read.rows) == 3

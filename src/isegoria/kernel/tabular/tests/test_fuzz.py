"""Whatever the bytes, the answer is a table: with rows or with problems, never an exception."""

import io
import zipfile
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from isegoria.kernel.tabular import (
    Column,
    Extra,
    Limits,
    Schema,
    boolean,
    date_,
    decimal,
    read_table,
)

SCHEMA = Schema(
    (
        Column("a", required=True),
        Column("b", decimal()),
        Column("c", date_(), unique=True),
        Column("d", boolean()),
    ),
    extra=Extra.KEEP,
)
SMALL = Limits(octets=4000, unpacked=100_000, rows=50, columns=8, cell=200, record=400, kind=3)
CSV_LIKE = st.lists(
    st.sampled_from(
        [b"a", b"b", b"c", b",", b";", b'"', b"\r", b"\n", b"\xe9", b"\0", b"=", b"\t", b"1"]
    )
    | st.binary(max_size=3),
    max_size=120,
).map(b"".join)


def check(content):
    table = read_table(content, SCHEMA, limits=SMALL)
    assert table.rows or table.problems
    for problem in table.problems:
        assert problem.sentence()
    for row in table.rows:
        assert set(row.values) == {"a", "b", "c", "d"}


@given(st.binary(max_size=300) | CSV_LIKE)
def test_any_bytes(content):
    check(content)


@given(CSV_LIKE)
def test_any_bytes_under_sound_headers(content):
    check(b"a;b;c;d\n" + content)


def workbook():
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet()
        rows = (["a", "b", "c"], ["x", 1.5, "2026-01-01"], ["y", 2, "2026-01-02"])
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


SOUND = workbook()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_bytes_changed(position, patch):
    check(SOUND[:position] + patch + SOUND[position + len(patch) :])


PARTS = zipfile.ZipFile(io.BytesIO(SOUND)).namelist()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PARTS), st.data())
def test_a_workbook_with_a_part_changed(name, data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as sound, zipfile.ZipFile(target, "w") as broken:
        for part in PARTS:
            content = sound.read(part)
            if part == name:
                cut = data.draw(st.integers(0, len(content)))
                content = content[:cut] + data.draw(st.binary(max_size=20)) + content[cut + 7 :]
            broken.writestr(part, content)
    check(target.getvalue())

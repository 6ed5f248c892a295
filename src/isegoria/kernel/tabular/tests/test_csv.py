"""CSV as people send it: what is read, what is decided, what is told."""

import pytest

from isegoria.kernel.tabular import (
    Column,
    Extra,
    Limits,
    Schema,
    integer,
    read_table,
    text,
)
from isegoria.kernel.tabular.source import Decided

QUOTAS = Schema(
    (
        Column("feature", aliases=("category", "FeatureName", "critère"), required=True),
        Column("value", aliases=("name", "ValueName", "modalité"), required=True),
        Column("min", integer(low=0), aliases=("MinQuota",), required=True),
        Column("max", integer(low=0), aliases=("MaxQuota",), required=True),
        Column("min_flex", integer(low=0)),
    )
)


def codes(table):
    return [(problem.code, problem.line) for problem in table.problems]


@pytest.mark.parametrize(
    "header",
    [
        "feature,value,min,max",
        "category,feature_value,name,min,max".replace("feature_value,", ""),
        "FeatureName,ValueName,MinQuota,MaxQuota",
        " Critere ,MODALITÉ,Min,max ",
    ],
)
def test_the_header_dialects_of_the_lotteries_are_one(header):
    table = read_table(f"{header}\nGender,Female,10,12\n".encode(), QUOTAS)
    assert not table.problems
    assert table.rows[0].values == {
        "feature": "Gender",
        "value": "Female",
        "min": 10,
        "max": 12,
        "min_flex": None,
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_dialect_gives_the_same_rows(delimiter, ending, encoding, told):
    lines = ["feature|value|min|max", '"Âge"|"16-24|jeunes\n’d’ici"|3|4', "Genre|Été|1|2"]
    content = "\0".join(lines).replace("|", delimiter).replace("\0", ending) + ending
    table = read_table(content.encode(encoding), QUOTAS)
    assert not table.problems
    assert table.rows[0]["value"] == f"16-24{delimiter}jeunes\n’d’ici"
    assert table.rows[1]["feature"] == "Genre"
    assert (table.source.delimiter, table.source.encoding) == (delimiter, told)
    assert table.source.line_ending == {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[ending]


def test_a_line_number_is_that_of_an_editor_not_of_a_record():
    content = b'feature,value,min,max\r\n"a\r\nb\r\nc",x,1,2\r\n\r\nd,y,oops,2\r\n'
    table = read_table(content, QUOTAS)
    assert codes(table) == [("not_integer", 6)]
    assert table.problems[0].sentence() == "Line 6, min: “oops” is not a whole number."
    assert [row.line for row in table.rows] == [2]


def test_all_problems_come_at_once():
    content = b"feature,value,min,max\n,x,1,2\na,b,-1,z\nc,d,1,2,3\ne,f,1\ng,h,1,2\n"
    table = read_table(content, QUOTAS)
    assert codes(table) == [
        ("blank", 2),
        ("too_small", 3),
        ("not_integer", 3),
        ("row_long", 4),
        ("row_short", 5),
        ("blank", 5),
    ]
    assert [row["feature"] for row in table.rows] == ["g"]


def test_trailing_junk_is_left_out_and_said():
    content = b"category,name,min,max,,\nGender,F,1,2,,\n,,,,,\n,,,,,see sheet 2\n,,,,,\n"
    table = read_table(content, QUOTAS)
    assert len(table.rows) == 1
    assert codes(table) == [("stray_row", 4)]
    assert table.source.ignored_lines == 2
    assert not table.errors


def test_a_row_without_its_key_in_the_middle_is_an_error():
    content = b"category,name,min,max,notes\nA,F,1,2,\n,,,,lost\nB,F,1,2,\n"
    table = read_table(content, QUOTAS)
    assert {problem.line for problem in table.errors} == {3}
    assert len(table.rows) == 2


def test_titles_above_the_headers_are_skipped_and_said():
    content = b"Quotas 2026;;;\n\nfeature;value;min;max\nA;B;1;2\n"
    table = read_table(content, QUOTAS)
    assert table.source.header_line == 3
    assert codes(table) == [("lines_before", 1)]
    assert len(table.rows) == 1


def test_missing_and_double_headers_are_told_together():
    table = read_table(b"feature,category,max\na,b,1\n", QUOTAS)
    assert [problem.code for problem in table.errors] == [
        "header_duplicate",
        "header_missing",
        "header_missing",
    ]
    assert "Found: feature, category, max" in table.errors[1].sentence()
    assert table.rows == ()


def test_a_column_with_values_and_no_header_is_told_once():
    table = read_table(b"feature,value,min,max,\na,b,1,2,x\nc,d,1,2,y\n", QUOTAS)
    assert codes(table) == [("header_blank", 2)]
    assert len(table.rows) == 2


def test_unknown_columns_are_kept_ignored_or_refused():
    content = b"id,Age band\n1, 16-24 \n"
    columns = (Column("id", integer(), required=True),)
    kept = read_table(content, Schema(columns, extra=Extra.KEEP))
    assert kept.rows[0].extra == {"Age band": "16-24"}
    assert read_table(content, Schema(columns)).rows[0].extra == {}
    refused = read_table(content, Schema(columns, extra=Extra.REFUSE))
    assert codes(refused) == [("header_unknown", 1)]


def test_unique_values_name_the_first_line():
    schema = Schema((Column("id", integer(), required=True, unique=True),))
    table = read_table(b"id\n1\n2\n 1 \n", schema)
    assert table.problems[0].params == {"value": "1", "first": 2}
    assert len(table.rows) == 2


def test_the_same_kind_of_problem_is_not_repeated_for_ever():
    content = b"feature,value,min,max\n" + b"a,b,x,2\n" * 332
    table = read_table(content, QUOTAS)
    assert len(table.problems) == 21
    assert table.problems[-1].sentence() == "min: And 312 more of the same kind (not_integer)."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'a,b\n1,"open\n2,3\n', ("quote_open", 2)),
        (b'a,b\n1,"x"y\n2,3\n', ("quote_broken", 2)),
        (b"", ("empty", None)),
        (b"\n\n", ("empty", None)),
        (b"a,b\n", ("no_rows", None)),
        (b"a,b\0\n", ("not_text", None)),
        (b"\xd0\xcf\x11\xe0rest", ("not_a_table", None)),
        (b"PK\x03\x04rest", ("broken_workbook", None)),
    ],
)
def test_broken_files_are_told_and_never_raise(content, code):
    table = read_table(content, Schema((Column("a", text()),)))
    assert code in codes(table)
    assert table.errors


def test_what_follows_a_broken_row_is_still_read():
    table = read_table(b'a,b\n1,"x"y\n2,3\n', Schema((Column("a", integer()),)))
    assert [row["a"] for row in table.rows] == [2]


@pytest.mark.parametrize(
    ("limits", "content", "code"),
    [
        (Limits(octets=10), b"a,b\n1,2\n3,4\n", "too_large"),
        (Limits(rows=2), b"a\n1\n2\n3\n", "too_many_rows"),
        (Limits(columns=2), b"a\n1,2,3\n", "too_many_columns"),
        (Limits(cell=3), b"a\nlong\n", "cell_too_long"),
        (Limits(record=20), b'a\n"' + b"x\n" * 50, "record_too_long"),
        (Limits(record=20), b"a\n" + b"x" * 200_000, "record_too_long"),
        (Limits(record=200_000), b"a\n" + b"x" * 140_000, "cell_too_long"),
    ],
)
def test_limits_hold(limits, content, code):
    table = read_table(content, Schema((Column("a"),)), limits=limits)
    assert code in [problem.code for problem in table.errors]


def test_a_damaged_character_of_utf8_is_told_where_it_stands():
    content = "a\nété à la forêt\n".encode() + b"caf\xe9\n"
    table = read_table(content, Schema((Column("a"),)))
    assert table.source.encoding == "utf-8"
    assert codes(table) == [("undecodable", 3)]
    assert table.rows[1]["a"] == "caf�"


def test_windows_text_is_a_fallback_and_said_so():
    table = read_table("a\nœuvre à 5 €\n".encode("cp1252"), Schema((Column("a"),)))
    assert table.rows[0]["a"] == "œuvre à 5 €"
    assert table.source.encoding_decided is Decided.FALLBACK


def test_the_separator_may_be_stated_by_the_file_or_the_caller():
    schema = Schema((Column("a"), Column("b")))
    stated = read_table(b"sep=|\r\na|b\r\n1|2,3\r\n", schema)
    assert (stated.source.delimiter_decided, stated.rows[0]["b"]) == (Decided.MARK, "2,3")
    assert stated.rows[0].line == 3
    given = read_table(b"a:b\n1:2\n", schema, delimiter=":")
    assert given.rows[0].values == {"a": "1", "b": "2"}
    with pytest.raises(ValueError, match="one character"):
        read_table(b"", schema, delimiter="::")


def test_a_quote_is_no_delimiter_even_when_a_file_says_so():
    table = read_table(b'sep="\na\n1\n', Schema((Column("a"),)))
    assert [row.values for row in table.rows] == [{"a": "1"}]


def test_the_headers_decide_between_separators():
    content = b"feature;value;min;max\nAge, years;16,24;1;2\nAge, years;25,64;1;2\n"
    table = read_table(content, QUOTAS)
    assert table.source.delimiter == ";"
    assert table.rows[0]["value"] == "16,24"


def test_a_value_in_a_sentence_is_short_and_on_one_line():
    table = read_table(b'a\n"x\n' + b"y" * 300 + b'"\n', Schema((Column("a", integer()),)))
    sentence = table.problems[0].sentence()
    assert "\n" not in sentence
    assert len(sentence) < 110


def test_two_columns_cannot_share_a_name():
    with pytest.raises(ValueError, match="share the name"):
        Schema((Column("Âge"), Column("x", aliases=("age",))))

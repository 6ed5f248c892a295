"""What organisers hand in, in all its dialects, and what they are told about it."""

import pytest

from isegoria.kernel.lottery.reading import Reading, Standing, read_terms
from isegoria.kernel.lottery.tests.standin import PEOPLE, QUOTAS, terms_of

HEADERS = [
    b"feature,value,min,max",
    b"category,feature,min,max",
    b"category,name,min,max",
    b"FeatureName,ValueName,MinQuota,MaxQuota",
]


def _codes(reading: Reading, *, fatal: bool) -> list[str]:
    return [item.code for item in reading.remarks if item.fatal is fatal]


def _said(reading: Reading) -> str:
    return "\n".join(f"{item.sheet} {item.sentence()}" for item in reading.remarks)


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.decode())
@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_four_headers_three_delimiters_two_endings_are_one_sheet(
    header: bytes, delimiter: bytes, ending: bytes
) -> None:
    body = QUOTAS.partition(b"\n")[2]
    sheet = (header + b"\n" + body).replace(b",", delimiter).replace(b"\n", ending)
    people = b"\xef\xbb\xbf" + PEOPLE.replace(b",", delimiter).replace(b"\n", ending)
    assert terms_of(people, sheet) == terms_of()


def test_case_and_spaces_of_values_do_not_count() -> None:
    people = PEOPLE.replace(b",young,", b", YOUNG ,").replace(b"m,old", b" M,Old")
    assert terms_of(people) == terms_of()


def test_flex_columns_are_read_and_columns_used_by_nothing_are_named() -> None:
    quotas = b"feature,value,min,max,min_flex,max_flex,Notes\ngender,f,2,2,1,3,x\ngender,m,2,2,,,\n"
    reading = read_terms(PEOPLE, quotas, 4)
    assert reading.terms is not None
    first, second = reading.terms.quotas
    assert (first.min_flex, first.max_flex, second.min_flex) == (1, 3, None)
    assert _codes(reading, fatal=False) == ["columns_ignored", "columns_ignored"]
    assert "Notes" in _said(reading)
    assert "name, age, street, number" in _said(reading)


def test_junk_rows_at_the_end_are_left_out_and_said() -> None:
    people = PEOPLE + b",,,,,\n,total,,,,9\n"
    quotas = QUOTAS + b",,,\n,,8,9\n"
    reading = read_terms(people, quotas, 4)
    assert reading.terms == terms_of()
    assert _codes(reading, fatal=False).count("stray_row") == 2


def test_latin_1_is_read_and_said() -> None:
    people = "id,genre\n1,féminin\n2,masculin\n".encode("latin-1")
    quotas = "critère,modalité,min,max\ngenre,féminin,1,1\ngenre,masculin,0,1\n".encode("latin-1")
    reading = read_terms(people, quotas, 1)
    assert reading.terms is not None
    assert reading.terms.quotas[0].value == "féminin"
    assert _codes(reading, fatal=False) == ["not_utf8", "not_utf8"]
    assert "Latin-1" in _said(reading)


def test_people_without_ids_are_called_by_their_line() -> None:
    people = b"gender,age\nf,old\nm,old\nm,young\n"
    reading = read_terms(people, QUOTAS, 4)
    assert reading.terms is not None
    assert [person.volunteer.id for person in reading.terms.people] == ["2", "3", "4"]
    assert "no_id" in _codes(reading, fatal=False)


def test_two_columns_that_could_be_ids_are_not_an_error() -> None:
    people = b"nationbuilder_id,id,gender,age\n77,a,f,old\n78,b,m,young\n"
    reading = read_terms(people, QUOTAS, 4)
    assert reading.terms is not None
    assert [person.volunteer.id for person in reading.terms.people] == ["a", "b"]
    named = read_terms(people, QUOTAS, 4, id_column="nationbuilder_id")
    assert named.terms is not None
    assert [person.volunteer.id for person in named.terms.people] == ["77", "78"]


def test_every_problem_of_every_file_comes_at_once_with_its_line() -> None:
    people = (
        PEOPLE.replace(b"a2,", b"a1,").replace(b"Cyd,m", b"Cyd,x").replace(b"Dan,m,old", b"Dan,m,")
    )
    quotas = (
        QUOTAS.replace(b"gender,m,2,2", b"gender,m,3,2") + b"age,OLD,1,1\nage,none,,\nage,odd,a,1\n"
    )
    reading = read_terms(people, quotas, 4, excluded=b"id\na3\n", seated=b"id\na3\nzz\n")
    assert reading.terms is None
    assert {(item.sheet.value, item.code, item.line) for item in reading.remarks if item.fatal} == {
        ("quotas", "min_above_max", 3),
        ("quotas", "quota_twice", 6),
        ("quotas", "no_bound", 7),
        ("quotas", "not_amount", 8),
        ("people", "duplicate", 3),
        ("people", "unknown_value", 4),
        ("people", "blank", 5),
        ("seated", "both", 2),
        ("seated", "id_unknown", 3),
    }


def test_a_value_with_no_quota_is_told_once_with_how_many_people_have_it() -> None:
    reading = read_terms(PEOPLE.replace(b",old,", b",aged,"), QUOTAS, 4)
    told = [item for item in reading.remarks if item.code == "unknown_value"]
    assert [(item.line, item.params["count"], item.params["known"]) for item in told] == [
        (5, 5, "young, old")
    ]


def test_a_missing_column_is_named() -> None:
    reading = read_terms(b"id,gender\n1,f\n", QUOTAS, 4)
    assert reading.terms is None
    assert "The column “age” is missing" in _said(reading)


@pytest.mark.parametrize("nothing", [b"", b"\n\n", b"id\n", b"\x00\x01", b"%PDF-1.4"])
def test_bytes_that_are_no_table_are_a_remark_not_a_crash(nothing: bytes) -> None:
    for reading in (read_terms(nothing, QUOTAS, 4), read_terms(PEOPLE, nothing, 4)):
        assert reading.terms is None
        assert _codes(reading, fatal=True)


def test_a_quota_on_one_value_leaves_the_others_free() -> None:
    quotas = QUOTAS + b"street,elm,10 %,\n"
    reading = read_terms(PEOPLE, quotas, 4)
    assert reading.terms is not None
    assert {person.volunteer.values[2] for person in reading.terms.people} == {"elm", "*"}
    assert reading.terms.quotas[-1].minimum == 1
    assert "others_free" in _codes(reading, fatal=False)


def test_a_joint_feature_is_read_from_its_columns() -> None:
    quotas = QUOTAS + "gender × street,F*elm,1,1\ngender*street,m × Oak,0,1\n".encode()
    terms = terms_of(quotas=quotas)
    assert terms.features == ("gender", "age", "gender*street")
    values = {person.volunteer.id: person.volunteer.values[2] for person in terms.people}
    assert values["a1"] == "F*elm"
    assert values["a3"] == "m*Oak"
    assert values["a5"] == "*"
    wrong = read_terms(PEOPLE, QUOTAS + b"gender*street,elm,1,1\n", 4)
    assert _codes(wrong, fatal=True) == ["joint_parts"]


def test_seated_members_take_their_seats_and_keep_their_household_out() -> None:
    terms = terms_of(household=("street", "number"), seated=b"id\na1\n", excluded=b"ID\na9\nq\n")
    standing = {person.volunteer.id: person.standing for person in terms.people}
    assert standing["a1"] is Standing.SEATED
    assert standing["a2"] is Standing.HOUSEMATE
    assert standing["a9"] is Standing.EXCLUDED
    draw = terms.draw()
    assert draw.size == 3
    assert {(quota.value, quota.minimum, quota.maximum) for quota in draw.quotas} == {
        ("f", 1, 1),
        ("m", 2, 2),
        ("young", 0, 1),
        ("old", 2, 3),
    }
    assert {person.id for person in draw.volunteers} == {"a3", "a4", "a5", "a6", "a7", "a8"}


def test_too_many_seated_is_refused() -> None:
    crowd = read_terms(PEOPLE, QUOTAS, 4, seated=b"id\na1\na2\na5\n")
    assert _codes(crowd, fatal=True) == ["seated_over"]
    full = read_terms(PEOPLE, QUOTAS, 4, seated=b"id\na1\na3\na5\na4\n")
    assert _codes(full, fatal=True) == ["seated_full"]


def test_a_household_needs_all_its_columns_and_blank_ones_are_counted() -> None:
    reading = read_terms(PEOPLE + b"b1,Jim,m,old,,\n", QUOTAS, 4, household=("street", "number"))
    assert reading.terms is not None
    homes = {person.volunteer.id: person.volunteer.household for person in reading.terms.people}
    assert homes["a4"] == homes["a5"] != homes["a6"]
    assert homes["b1"] is None
    assert "household_blank" in _codes(reading, fatal=False)
    assert "header_missing" in _codes(
        read_terms(PEOPLE, QUOTAS, 4, household=("town",)), fatal=True
    )

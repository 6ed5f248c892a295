"""Canonical JSON: the examples of RFC 8785, and the laws a hash relies on."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.canonical import MAX_INTEGER, canonical, instant, parse

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("aé€😀z\n"), inner),
    max_leaves=20,
)


def test_keys_are_sorted_by_their_utf_16_code_units():
    # The example of RFC 8785 section 3.2.3; code-point order would put the emoji last.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == expected


def test_only_what_must_be_escaped_is_escaped():
    # The string of RFC 8785 section 3.2.2.2.
    assert canonical('\u20ac$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical("\x7f\u2028é") == '"\x7f\u2028é"'.encode()


def test_no_insignificant_space():
    assert canonical({"b": [1, True, None], "a": {}}) == b'{"a":{},"b":[1,true,null]}'


@pytest.mark.parametrize(
    "value", [1.0, {"a": [0.5]}, float("nan"), datetime.now(UTC), b"x", {1: 2}]
)
def test_what_has_no_single_form_is_a_type_error(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [MAX_INTEGER + 1, -MAX_INTEGER - 1, "\ud800", {"\ud800": 1}])
def test_what_readers_would_not_read_alike_is_a_value_error(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical(value)


@given(VALUES)
def test_a_value_survives_and_has_one_form(value):
    data = canonical(value)
    assert parse(data) == value
    assert canonical(json.loads(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b"1.0",
        b"[1]\n",
        b'"\\u00e9"',
        b"\xff",
        b"NaN",
    ],
)
def test_another_writing_of_a_value_is_refused(data):
    with pytest.raises(ValueError, match=r".+"):
        parse(data)


def test_an_instant_has_one_form_whatever_its_zone():
    paris = datetime(2026, 3, 12, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    assert instant(paris) == "2026-03-12T08:00:00Z"
    assert instant(paris.replace(microsecond=5)) == "2026-03-12T08:00:00.000005Z"
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 3, 12))

"""What each objective would give, side by side, in words, in figures and in a picture."""

import csv
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from isegoria.kernel.lottery.comparison import Comparison, by_profile, compare, page, summary
from isegoria.kernel.lottery.picture import picture
from isegoria.kernel.lottery.tests.standin import terms_of

PEOPLE = "id,kind\n" + "".join(f"p{i},{kind}\n" for i, kind in enumerate("abbbbbbcccccc"))
QUOTAS = b"feature,value,min,max\nkind,a,0,1\nkind,b,1,2\nkind,c,1,2\n"


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(terms_of(PEOPLE.encode(), QUOTAS, 3), cap=Fraction(3, 10))


def test_each_objective_stands_with_and_without_the_cap(compared: Comparison):
    header, *rows = summary(compared)
    names = ["leximin", "maximin", "goldilocks"]
    assert header == ["", *names, *(f"{name} ≤ 0.3" for name in names)]
    figures = {row[0]: row[1:] for row in rows}
    assert figures["proved"] == ["yes"] * 6
    even = f"{3 / 13:.4%}"
    assert figures["smallest chance"][0] == figures["largest chance"][0] == even


def test_a_cap_that_cannot_be_kept_says_the_least_that_could(compared: Comparison):
    impossible = compare(terms_of(PEOPLE.encode(), QUOTAS, 3), cap=Fraction(1, 10))
    header, proved, *_ = summary(impossible)
    assert header[4] == "leximin ≤ 0.1"
    assert proved[4].startswith("impossible: somebody has 0.23")


def test_certain_and_impossible_people_are_named_by_profile():
    quotas = b"feature,value,min,max\nkind,a,1,1\nkind,b,2,2\nkind,c,0,0\n"
    found = compare(terms_of(PEOPLE.encode(), quotas, 3))
    told = page(found)
    assert "## Certain to be drawn under leximin\n\n* 1 of profile kind: a" in told
    assert "## Without a chance under goldilocks\n\n* 6 of profile kind: c" in told
    figures = {row[0]: row[1:] for row in summary(found)}
    assert figures["certain people"][:3] == ["1"] * 3
    assert figures["people without a chance"][:3] == ["6"] * 3


def test_the_table_by_profile_gives_the_chances(compared: Comparison):
    rows = list(csv.DictReader(by_profile(compared).decode().splitlines()))
    assert [(row["kind"], row["people"]) for row in rows] == [("a", "1"), ("b", "6"), ("c", "6")]
    for name in ("leximin", "goldilocks", "maximin ≤ 0.3"):
        seats = sum(float(row[name]) * int(row["people"]) for row in rows)
        assert seats == pytest.approx(3)
    assert all(float(row["leximin ≤ 0.3"]) <= 0.3 + 1e-9 for row in rows)


def test_as_many_volunteers_as_seats_make_a_picture_too():
    quotas = b"feature,value,min,max\nkind,a,1,1\nkind,b,6,6\nkind,c,6,6\n"
    assert picture(compare(terms_of(PEOPLE.encode(), quotas, 13))).startswith("<svg")


def test_the_picture_is_sound_svg_with_its_figures_in_words(compared: Comparison):
    root = ET.fromstring(picture(compared))  # noqa: S314 - our own words
    space = "{http://www.w3.org/2000/svg}"
    words = root.findtext(f"{space}desc") or ""
    assert "leximin: proved yes" in words
    assert len(root.findall(f"{space}path")) == 6
    assert "script" not in picture(compared)

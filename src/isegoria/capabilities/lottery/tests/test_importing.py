"""A file of volunteers: all or nobody, and every line that is wrong."""

import pytest

from isegoria.capabilities.lottery.importing import Files, check, import_volunteers
from isegoria.capabilities.lottery.models import Answer, Contact, Volunteer
from isegoria.capabilities.lottery.rules import household_key
from isegoria.capabilities.lottery.states import Origin, Place
from isegoria.capabilities.lottery.tests.support import Call, comes_forward
from isegoria.capabilities.lottery.verdict import verdict
from isegoria.core.errors import Invalid

GOOD = """id;Nom;vous êtes;quartier;rue;code
v1;Anne;Une femme;nord;1 rue Haute;12345
v2;Luc;un homme;sud;1 rue Haute;12345
v3;Zoé;une femme;sud;2 rue Haute;12345
v4;Ali;un homme;nord;3 rue Haute;12345
v5;Léo;un homme;sud;4 rue Haute;12345
""".encode()
BROKEN = (
    b"id,vous \xc3\xaates,quartier\nv1,une femme,nord\nv1,un homme,sud\nv3,,sud\nv4,un homme,lune\n"
)


def _import(call: Call, people: bytes, **changes: object) -> int:
    files = Files(people, household=("rue", "code"), **changes)  # type: ignore[arg-type]  # by name
    return import_volunteers(actor=call.organiser, activity=call.activity, files=files)


def test_a_file_brings_everybody_and_no_names(call: Call) -> None:
    mine = comes_forward(call, 0, 1, street="4 rue haute")
    checked = check(call.draw, Files(GOOD, household=("rue", "code")))
    assert (checked.people, checked.problems) == (5, ())
    assert any("Nom" in remark for remark in checked.remarks)
    assert Volunteer.objects.count() == 1, "looking changes nothing"
    assert _import(call, GOOD) == 5
    brought = Volunteer.objects.filter(origin=Origin.FILE)
    assert brought.count() == 5
    assert not Contact.objects.filter(volunteer__in=brought).exists()
    assert Answer.objects.filter(volunteer__in=brought).count() == 10
    same_home = household_key(call.draw.seed, "4 rue haute", "12345")
    assert mine.household == same_home == brought.get(imported_id="v5").household
    assert verdict(call.draw, call.features).possible


def test_a_file_with_broken_lines_brings_nobody_and_tells_each(call: Call) -> None:
    checked = check(call.draw, Files(BROKEN))
    with pytest.raises(Invalid) as raised:
        import_volunteers(actor=call.organiser, activity=call.activity, files=Files(BROKEN))
    assert tuple(raised.value.problems) == checked.problems
    for line in ("3", "4", "5"):
        assert any(line in problem for problem in checked.problems)
    assert any("lune" in problem and "nord, sud" in problem for problem in checked.problems)
    assert not Volunteer.objects.exists()


def test_the_same_file_twice_is_refused(call: Call) -> None:
    _import(call, GOOD)
    with pytest.raises(Invalid) as raised:
        _import(call, GOOD)
    assert len(raised.value.problems) == 5
    assert Volunteer.objects.count() == 5


def test_who_is_left_out_and_who_is_seated(call: Call) -> None:
    _import(call, GOOD, excluded=b"id\nv5\n", seated=b"id\nv1\n")
    places = dict(Volunteer.objects.values_list("imported_id", "place"))
    assert places == {
        "v1": Place.SEATED,
        "v2": Place.ELIGIBLE,
        "v3": Place.ELIGIBLE,
        "v4": Place.ELIGIBLE,
        "v5": Place.SET_ASIDE,
    }
    found = verdict(call.draw, call.features)
    assert found.eligible == 2, "v2 shares the household of a seated member"


@pytest.mark.parametrize("rubbish", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"id\n", b"a,b\n1,2\n"])
def test_what_is_no_list_is_refused_in_words(call: Call, rubbish: bytes) -> None:
    with pytest.raises(Invalid) as raised:
        _import(call, rubbish)
    assert raised.value.problems

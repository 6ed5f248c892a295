"""The register: names as people write them, one line for one person, and nothing told to who guesses."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.people import register
from isegoria.commons.people.models import Person, Proof, RegisterKey
from isegoria.commons.people.names import Identity, sought, written
from isegoria.commons.people.person_services import (
    clear_register,
    load_register,
    verify_by_register,
)
from isegoria.core.actor import SYSTEM, Actor, Verification
from isegoria.core.errors import Conflict, Refused

BORN = date(1980, 3, 31)
HEADERS = "Nom de naissance;Prénom(s);Date de naissance;Nom d’usage\n"
LIST = (
    HEADERS
    + "DE LA FONTAINE;Jean-Pierre Marie;31/03/1980;\n"
    + "Müller;Zoé;01/02/1990;d'Orves\n"
    + "NGUYEN;Anne Lise;05/05/1975;\nNGUYEN;Anne Sophie;05/05/1975;\n"
)


def fits(said: tuple[str, str], typed: tuple[str, str]) -> bool:
    """Whether a register that says one thing recognises a person who types another."""
    return bool(written(Identity(*said, BORN)) & sought(Identity(*typed, BORN)))


@pytest.mark.parametrize(
    "typed",
    [
        ("de La Fontaine", "Jean-Pierre Marie"),
        ("DELAFONTAINE", "jean pierre"),
        ("La Fontaine", "Jean-Pierre"),
        ("Fontaine", "Jean"),
        ("de  la-Fontaine", "JEAN-PIERRE, Marie"),
        ("De-La-Fontaine", "Jean Pierre Marie Paul"),
    ],
)
def test_accents_case_hyphens_and_particles_do_not_count(typed: tuple[str, str]) -> None:
    assert fits(("DE LA FONTAINE", "Jean-Pierre Marie"), typed)


@pytest.mark.parametrize(
    "typed",
    [
        ("Fontaine", "Jean-Marc"),
        ("Fontaine", "Pierre"),
        ("Fontaines", "Jean"),
        ("De", "Jean"),
        ("de la", "Jean"),
    ],
)
def test_another_name_is_another_name(typed: tuple[str, str]) -> None:
    assert not fits(("DE LA FONTAINE", "Jean-Pierre Marie"), typed)


@given(
    st.text(alphabet="abcdéèçÉ -'’", min_size=1, max_size=12).filter(
        lambda name: name.strip(" -'’")
    ),
    st.text(alphabet="xyzôï -", min_size=1, max_size=12).filter(lambda name: name.strip(" -")),
)
def test_whoever_is_on_the_list_as_they_write_it_is_found(family: str, names: str) -> None:
    assert fits((family, names), (family, names))
    assert fits((family.upper(), names), (family, names.upper()))
    assert not written(Identity(family, names, BORN)) & sought(
        Identity(family, names, date(1980, 4, 1))
    )


def load(text: str = LIST, *, replace: bool = False) -> register.Reading:
    """Load a register."""
    reading = register.read_register(io.BytesIO(text.encode()))
    assert not reading.problems
    load_register(actor=SYSTEM, keys=reading.keys, people=reading.people, replace=replace)
    return reading


def identity(family: str, names: str, born: str) -> Identity:
    """An identity as somebody types it."""
    return Identity(family, names, date.fromisoformat(born))


@pytest.mark.django_db
def test_one_line_verifies_one_person_and_the_second_is_told_what_a_stranger_is_told() -> None:
    load()
    first, second = (Actor(person_id=Person.objects.create().pk) for _number in range(2))
    zoe = identity("Muller", "zoe", "1990-02-01")
    verify_by_register(actor=first, identity=zoe)
    verify_by_register(actor=first, identity=identity("d’Orves", "Zoé", "1990-02-01"))
    assert Person.objects.get(pk=first.person_id).verification == Verification.REGISTER
    sentences = set()
    for asked in (zoe, identity("Personne", "Nulle", "1990-02-01")):
        with pytest.raises(Conflict) as refused:
            verify_by_register(actor=second, identity=asked)
        sentences.add((str(refused.value.sentence), refused.value.code))
    assert len(sentences) == 1
    assert Person.objects.get(pk=second.person_id).verification == Verification.NONE


@pytest.mark.django_db
def test_one_person_is_not_two_lines() -> None:
    load()
    actor = Actor(person_id=Person.objects.create().pk)
    verify_by_register(actor=actor, identity=identity("Muller", "zoe", "1990-02-01"))
    with pytest.raises(Conflict):
        verify_by_register(actor=actor, identity=identity("Fontaine", "Jean", "1980-03-31"))


@pytest.mark.django_db
def test_what_fits_two_people_verifies_neither_until_they_write_more() -> None:
    assert load().shared
    assert register.find_line(identity("Nguyen", "Anne", "1975-05-05")) is None
    lise = register.find_line(identity("Nguyen", "Anne-Lise", "1975-05-05"))
    sophie = register.find_line(identity("Nguyen", "Anne Sophie", "1975-05-05"))
    assert lise
    assert sophie
    assert lise != sophie


@pytest.mark.django_db
def test_two_lists_in_a_row_are_as_careful_as_one() -> None:
    lines = LIST.splitlines(keepends=True)
    load("".join(lines[:4]))
    assert register.find_line(identity("Nguyen", "Anne", "1975-05-05"))
    load(HEADERS + lines[4])
    assert register.find_line(identity("Nguyen", "Anne", "1975-05-05")) is None
    assert register.find_line(identity("Muller", "zoe", "1990-02-01"))


@pytest.mark.django_db
def test_a_list_that_replaces_forgets_the_former_and_nobody_who_proved_to_be_on_it() -> None:
    load()
    actor = Actor(person_id=Person.objects.create().pk)
    verify_by_register(actor=actor, identity=identity("Muller", "zoe", "1990-02-01"))
    load(HEADERS + "Nouveau;Paul;01/01/2000;\n", replace=True)
    assert register.find_line(identity("Muller", "zoe", "1990-02-01")) is None
    assert register.find_line(identity("Nouveau", "Paul", "2000-01-01"))
    assert Person.objects.get(pk=actor.person_id).verification == Verification.REGISTER
    clear_register(actor=SYSTEM)
    assert not RegisterKey.objects.exists()


@pytest.mark.django_db
def test_nothing_of_the_list_can_be_read_in_the_database() -> None:
    load()
    rows = RegisterKey.objects.all()
    assert {len(row.line) for row in rows} <= {0, 64}
    assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in rows)


@pytest.mark.django_db
def test_only_an_administrator_loads_a_list() -> None:
    with pytest.raises(Refused):
        load_register(actor=Actor(), keys={}, people=0, replace=True)


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = (
        "nom,prénom,naissance\n,Anne,01/01/1980\nX,Y,32/13/1980\nX,Y,01/01/2990\n-,-,01/01/1980\n"
    )
    reading = register.read_register(io.BytesIO(wrong.encode()))
    assert len(reading.problems) == 4


def typed(**changes: str) -> dict[str, str]:
    """The form, filled in by Zoé."""
    return {
        "family_name": "Muller",
        "given_names": "Zoé",
        "birth_date": "1990-02-01",
        **changes,
    }


@pytest.mark.django_db
def test_a_visitor_without_account_is_verified_and_known_again(client: Client) -> None:
    load()
    address = reverse("people:register")
    assert client.post(address, typed(given_names="Inconnue")).status_code == 200
    assert not Person.objects.exists()
    answer = client.post(f"{address}?next=/demarches/", typed())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/demarches/")
    person = Person.objects.get()
    assert person.verification == Verification.REGISTER
    assert Proof.objects.filter(person=person).count() == 2
    assert client.post(f"{address}?next=https://ailleurs.test/", typed()).headers[
        "Location"
    ] == reverse("people:checks")


@pytest.mark.django_db
def test_whoever_guesses_is_stopped() -> None:
    load()
    client = Client(REMOTE_ADDR="203.0.113.7")
    address = reverse("people:register")
    days = [f"1990-01-{day:02}" for day in range(1, 25)]
    answers = [client.post(address, typed(birth_date=day)).status_code for day in days]
    assert answers[:20] == [200] * 20
    assert answers[20:] == [429] * 4
    assert client.post(address, typed()).status_code == 429

"""A new site has a door for the person who will run it."""

import pytest

from tests.frontdoor.conftest import Installation

pytestmark = pytest.mark.any_database

WHO = (
    "from isegoria.commons.people.models import Account; "
    "print([(a.email, a.is_administrator) for a in Account.objects.all()])"
)


def test_the_first_administrator_is_named_from_the_command_line(installation: Installation) -> None:
    for _time in range(2):
        done = installation.run("administrator", "Maire@Exemple.test", "--name=La mairie")
        assert (done.returncode, "administers this site" in done.stdout) == (0, True)
    assert "[('maire@exemple.test', True)]" in installation.ask(WHO)


def test_an_administrator_who_lost_the_second_proof_is_let_in_again(
    installation: Installation,
) -> None:
    installation.run("administrator", "maire@exemple.test")
    installation.ask(
        "from allauth.mfa.models import Authenticator as A;"
        " from isegoria.commons.people.models import Account;"
        " A.objects.create(user=Account.objects.get(), type='totp', data={}); print(1)"
    )
    done = installation.run("administrator", "maire@exemple.test", "--reset-second-proof")
    assert (done.returncode, "removed" in done.stdout) == (0, True)
    count = "from allauth.mfa.models import Authenticator as A; print(A.objects.count())"
    assert installation.ask(count) == "0"


def test_what_is_not_an_address_is_refused_in_a_sentence(installation: Installation) -> None:
    done = installation.run("administrator", "la mairie")
    assert done.returncode == 1
    assert done.stderr == "isegoria: 'la mairie' is not an e-mail address.\n"


def test_a_person_who_asks_is_forgotten(installation: Installation) -> None:
    installation.run("administrator", "partante@exemple.test", "--name=Partante")
    done = installation.run("forget", "Partante@exemple.test")
    assert (done.returncode, "Forgotten" in done.stdout) == (0, True)
    assert installation.ask(WHO) == "[]"
    again = installation.run("forget", "partante@exemple.test")
    assert (again.returncode, again.stdout) == (1, "")

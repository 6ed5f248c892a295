"""Two accounts with passwords, for tests that sign in: one administers the site."""

from dataclasses import dataclass

from isegoria.commons.people.models import Account
from isegoria.commons.people.services import open_account
from isegoria.core.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class Known:
    """An account and its password."""

    email: str
    display_name: str
    password: str
    is_administrator: bool = False


ACCOUNTS = (
    Known(
        email="ariane@demo.example",
        display_name="Ariane Modèle",
        password="fil-de-demonstration",
        is_administrator=True,
    ),
    Known(
        email="basile@demo.example",
        display_name="Basile Exemple",
        password="fil-de-demonstration",
    ),
)


def open_two_accounts() -> None:
    """Open the accounts that are missing."""
    for wanted in ACCOUNTS:
        if not Account.objects.filter(email=wanted.email).exists():
            open_account(
                actor=SYSTEM,
                email=wanted.email,
                display_name=wanted.display_name,
                password=wanted.password,
                is_administrator=wanted.is_administrator,
            )

"""The accounts of the demonstration. Everybody can see that these people do not exist."""

from dataclasses import dataclass

from isegoria.commons.people.models import Account
from isegoria.commons.people.services import open_account
from isegoria.core.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try the demonstration with. ``role`` is English, for the terminal."""

    email: str
    display_name: str
    role: str
    password: str
    is_administrator: bool = False


ACCOUNTS = (
    DemoAccount(
        email="ariane@demo.example",
        display_name="Ariane Modèle",
        role="organiser, administrator of the site",
        password="fil-de-demonstration",  # noqa: S106 - printed at start, exists in demonstrations only
        is_administrator=True,
    ),
    DemoAccount(
        email="basile@demo.example",
        display_name="Basile Exemple",
        role="citizen",
        password="fil-de-demonstration",  # noqa: S106 - printed at start, exists in demonstrations only
    ),
)


def load_demo() -> None:
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

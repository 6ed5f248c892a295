"""The accounts of the demonstration. Everybody can see that these people do not exist."""

from dataclasses import dataclass

from isegoria.commons.people.models import Account


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
    """Create the accounts that are missing."""
    for wanted in ACCOUNTS:
        if not Account.objects.filter(email=wanted.email).exists():
            Account.objects.create_user(
                wanted.email,
                wanted.password,
                display_name=wanted.display_name,
                is_administrator=wanted.is_administrator,
            )

"""Who is in the story. Their surnames say that nobody is called like that."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from isegoria.commons.people.account_services import sign_up
from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_account
from isegoria.commons.people.services import open_account
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor

ADULT = 18
DOMAIN = "demo.example"
PASSWORD = "fil-de-demonstration"  # noqa: S105 - printed at start, exists in demonstrations only
_WOMEN = [
    "Aline",
    "Bintou",
    "Colette",
    "Djamila",
    "Edwige",
    "Faustine",
    "Gwenaëlle",
    "Hanaé",
    "Inès",
    "Jeanne",
    "Khadija",
    "Lucie",
    "Margaux",
    "Naïma",
    "Ophélie",
    "Perrine",
    "Rokia",
    "Solène",
    "Tiphaine",
    "Ursule",
    "Violette",
    "Wassila",
    "Yvonne",
    "Zélie",
    "Aminata",
    "Chloé",
    "Élodie",
    "Fatou",
    "Henriette",
    "Mireille",
]
_MEN = [
    "Anatole",
    "Bachir",
    "Célestin",
    "Djibril",
    "Émile",
    "Firmin",
    "Gaspard",
    "Hamid",
    "Ismaël",
    "Joseph",
    "Kévin",
    "Loïc",
    "Mamadou",
    "Noé",
    "Octave",
    "Paulin",
    "Quentin",
    "René",
    "Sacha",
    "Thibault",
    "Ulysse",
    "Victor",
    "Wilfried",
    "Yanis",
    "Bruno",
    "Félix",
    "Hassan",
    "Marcel",
    "Régis",
    "Tomas",
]
_SURNAMES = [
    "Exemple",
    "Modèle",
    "Fictif",
    "Spécimen",
    "Esquisse",
    "Gabarit",
    "Maquette",
    "Brouillon",
    "Prototype",
]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the story whom one can be. ``role`` is English, for the terminal."""

    key: str
    name: str
    role: str
    is_administrator: bool = False

    @property
    def email(self) -> str:
        """The address of their account."""
        return email_of(self.key)


ARIANE = Part(
    "ariane", "Ariane Modèle", "organiser, administrator of the site", is_administrator=True
)
BASILE = Part("basile", "Basile Exemple", "citizen who has just arrived")
CAMILLE = Part("camille", "Camille Maquette", "citizen whose words became a measure")
DOUNIA = Part("dounia", "Dounia Fictif", "panel member")
VALERIE = Part("valerie", "Valérie Témoin", "elected person, for the authority")
ODILE = Part("odile", "Odile Témoin", "observer of the draw")
MODESTE = Part("modeste", "Modeste Exemple", "moderator")
PARTS = (ARIANE, BASILE, CAMILLE, DOUNIA, VALERIE, ODILE, MODESTE)
"""The accounts that the tour opens."""
WITH_PASSWORD = (ARIANE, BASILE)
"""Those that are printed too. A password takes as long to keep as a hundred other acts."""


def email_of(key: str) -> str:
    """The address of somebody of the story."""
    return f"{key}@{DOMAIN}"


def open_parts() -> None:
    """Open the accounts that one can sign in to."""
    for part in PARTS:
        open_account(
            actor=SYSTEM,
            email=part.email,
            display_name=part.name,
            password=PASSWORD if part in WITH_PASSWORD else None,
            is_administrator=part.is_administrator,
        )
        sign_up(actor=ANONYMOUS, email=part.email, display_name=part.name, declared_age=ADULT)


def actor_of(part: Part | str) -> Actor:
    """Somebody as policies see them, who proved twice who they are."""
    return actors_of([part if isinstance(part, str) else part.key])[0]


def actors_of(keys: Sequence[str]) -> list[Actor]:
    """Some people as policies see them, in the order of their keys. One statement."""
    known = Account.objects.select_related("person").filter(
        email__in=[email_of(key) for key in keys]
    )
    found = {account.email: as_actor(account) for account in known}
    return [found[email_of(key)] for key in keys]


def as_actor(account: Account) -> Actor:
    """The person of an account, as policies see them."""
    return actor_for_account(account, account.person, second_factor=True)


def open_quietly(key: str, name: str) -> Account:
    """The account of somebody who is never signed in here."""
    return sign_up(actor=ANONYMOUS, email=email_of(key), display_name=name, declared_age=ADULT)


def arrive(group: str, count: int) -> list[Actor]:
    """Citizens who confirmed their address and said their age, as each does who contributes."""
    keys = [f"{group}{rank}" for rank in range(1, count + 1)]
    for key, name in zip(keys, names(group, count), strict=True):
        open_quietly(key, name)
    return actors_of(keys)


def names(group: str, count: int) -> list[str]:
    """Invented names, the same for a group in each demonstration, no name twice in it."""
    chance = Random(group)  # noqa: S311 - invented people
    whole = [f"{first} {last}" for first in (*_WOMEN, *_MEN) for last in _SURNAMES]
    return chance.sample(whole, count)


def women_and_men(group: str, are_women: list[bool]) -> list[str]:
    """Invented names for people of whom one knows whether they are women."""
    chance = Random(group)  # noqa: S311 - invented people
    given = {
        True: cycle(chance.sample(_WOMEN, len(_WOMEN))),
        False: cycle(chance.sample(_MEN, len(_MEN))),
    }
    surnames = cycle(chance.sample(_SURNAMES, len(_SURNAMES)))
    return [f"{next(given[woman])} {next(surnames)}" for woman in are_women]

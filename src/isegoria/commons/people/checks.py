"""How well somebody is known, level by level, as the page « how you were checked » shows it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import register
from isegoria.core.actor import Actor, Verification
from isegoria.core.texts import Text
from isegoria.core.ui.context import address

LABELS: dict[Verification, Text] = {
    Verification.NONE: _("Nothing is checked"),
    Verification.EMAIL: _("E-mail address confirmed"),
    Verification.REGISTER: _("Found on the list"),
    Verification.IDENTITY: _("Identity confirmed online"),
    Verification.IN_PERSON: _("Identity checked in person"),
}
"""Each level in words, for every room."""
HOW: dict[Verification, Text] = {
    Verification.EMAIL: _("By a code that we send to your address when you open an account."),
    Verification.REGISTER: _(
        "By your names and your date of birth, if they are on the list of this site."
    ),
    Verification.IDENTITY: _("By the identity service, from the page of your account."),
    Verification.IN_PERSON: _("By an agent, at the desk, with an identity document."),
}
_ROUTES = {
    Verification.EMAIL: "account_signup",
    Verification.REGISTER: "people:register",
    Verification.IDENTITY: "account_identities",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One level: what it is, how one gets there, where (''), and whether one is there."""

    label: Text
    how: Text
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class Checks:
    """The present level in words, and every level that this installation offers."""

    present: Text
    levels: tuple[Check, ...]


def checks_of(actor: Actor) -> Checks:
    """The levels of somebody. One query."""
    offered = [level for level in HOW if _is_offered(level, actor)]
    return Checks(
        present=LABELS[actor.verification],
        levels=tuple(
            Check(
                label=LABELS[level],
                how=HOW[level],
                url="" if actor.verification >= level else _address(level),
                done=actor.verification >= level,
            )
            for level in offered
        ),
    )


def _is_offered(level: Verification, actor: Actor) -> bool:
    match level:
        case Verification.REGISTER:
            return actor.verification == level or register.is_loaded()
        case Verification.IDENTITY:
            return bool(getattr(settings, "OIDC_SERVER_URL", ""))
        case _:
            return True


def _address(level: Verification) -> str:
    return address(_ROUTES[level]) if level in _ROUTES else ""

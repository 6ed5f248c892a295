"""Accounts."""

from collections.abc import Sequence
from datetime import datetime

from isegoria.commons.people.models import Account
from isegoria.core.actor import Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def accounts(_now: datetime) -> tuple[Sequence[Account], Sequence[Actor]]:
    """Two accounts; what may be done to one may be done to the other."""
    found = [Account.objects.create_user(f"{name}@exemple.test") for name in ("a", "b")]
    return found, [ADMINISTRATOR, CITIZEN]


POPULATIONS = {"people.Account": accounts}

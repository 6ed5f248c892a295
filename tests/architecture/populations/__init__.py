"""For each model that a policy filters: objects in every state that matters, and people to ask for.

One module a room, each with its ``POPULATIONS``; :func:`populations` puts them together.
"""

import pkgutil
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import uuid4

from isegoria.core.actor import Actor

type Population = Callable[[datetime], tuple[Sequence[Any], Sequence[Actor]]]

ADMINISTRATOR = Actor(person_id=uuid4(), is_administrator=True)
CITIZEN = Actor(person_id=uuid4())


def populations() -> dict[str, Population]:
    """The population of each model, by its label."""
    found: dict[str, Population] = {}
    for module in pkgutil.iter_modules(__path__):
        found |= import_module(f"{__name__}.{module.name}").POPULATIONS
    return found

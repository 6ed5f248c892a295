"""Who acts: the small, immutable view of a person that policies and services receive."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import UUID


class Verification(IntEnum):
    """How sure we are that one actor is one person, from least to most."""

    NONE = 0
    EMAIL = 10
    REGISTER = 20
    IDENTITY = 30
    IN_PERSON = 40


@dataclass(frozen=True, slots=True)
class Actor:
    """A person seen by a policy.

    ``person_id`` is None for somebody who has done nothing yet. ``roles`` holds what the commons found
    out about the person for this request, keyed by the room that put it there; a policy reads it, and
    nothing else does.
    """

    person_id: UUID | None = None
    is_administrator: bool = False
    verification: Verification = Verification.NONE
    is_system: bool = False
    roles: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        """True when no person stands behind the request."""
        return self.person_id is None and not self.is_system


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True, is_administrator=True)
"""The installation itself: recurring tasks, the demonstration, the command line."""

"""Who acts: the small, immutable view of a person that policies and services receive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verification(IntEnum):
    """How sure we are that one actor is one person, from least to most."""

    NONE = 0
    EMAIL = 10
    REGISTER = 20
    IDENTITY = 30
    IN_PERSON = 40


class Channel(TextChoices):
    """By which way an act came in."""

    WEB = "web", _("on the site")
    PAPER = "paper", _("on paper")
    DESK = "desk", _("at a desk")
    IMPORT = "import", _("by an import")
    API = "api", _("by a program")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person seen by a policy.

    ``person_id`` is None for somebody who has done nothing yet; ``by_cookie`` when nothing but a cookie
    says who it is. ``declared_age`` is an age the person said to have reached, in years, 0 when never
    asked. ``second_factor`` is True when this session was opened with a second proof. ``channel`` and
    ``entered_by`` are those of an act that somebody types for another. ``already_counted`` are the
    activities, by reference, where a deleted account of the same person still counts. ``roles`` is what
    each room knows of the person's mandates, by the name of the room, found when a policy asks.
    """

    person_id: UUID | None = None
    is_administrator: bool = False
    verification: Verification = Verification.NONE
    is_system: bool = False
    by_cookie: bool = False
    declared_age: int = 0
    second_factor: bool = False
    channel: Channel = Channel.WEB
    entered_by: UUID | None = None
    already_counted: frozenset[UUID] = frozenset()
    roles: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        """True when no person stands behind the request."""
        return self.person_id is None and not self.is_system

    @property
    def is_signed_in(self) -> bool:
        """True when more than a cookie says who acts."""
        return not self.is_anonymous and not self.by_cookie


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True, is_administrator=True, second_factor=True)
"""The installation itself: recurring tasks, the demonstration, the command line."""

"""What each model knows about people: declared beside the model, enforced by a test.

Every model carries a ``personal_data`` attribute, one of the two classes below. The public register
(``docs/reference/personal-data.md``) is derived from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Erasure(StrEnum):
    """What happens to the data when its person asks to be forgotten, or its time has passed."""

    DELETE = "delete"  # the row goes
    ANONYMISE = "anonymise"  # the row stays, the fields below are emptied
    KEEP = "keep"  # a legal duty keeps it: `why` says which


@dataclass(frozen=True, slots=True)
class NoPersonalData:
    """The model holds nothing about an identifiable person. ``why`` says how we know."""

    why: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The model holds personal data.

    ``fields`` maps each field to what it is; ``why`` is the purpose; ``kept_for`` the time after which
    the recurring task erases it (None: as long as the account lives); ``erasure`` what happens then.
    """

    fields: Mapping[str, str]
    why: str
    kept_for: timedelta | None
    erasure: Erasure


type Declaration = NoPersonalData | PersonalData

"""What each model knows about people: declared beside the model, enforced by a test.

Every model carries a ``personal_data`` attribute, one of the two classes below. The public register
(``docs/reference/personal-data.md``), the page on personal data, the copy that people ask for, and the
tests of what is forgotten are derived from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from isegoria.core.texts import Text


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
    the recurring task erases it (None: as long as the account lives), or ``until`` the event, in words;
    ``erasure`` what happens then.

    A row is about the person in the first of its columns that points to one; ``about`` is the path
    (``ruling__post__author``) where that is not so. Where no path leads from a row to its person,
    ``unlinked`` says why. ``secrets`` are the fields that open something: no copy shows them.
    """

    fields: Mapping[str, Text]
    why: str
    kept_for: timedelta | None
    erasure: Erasure
    until: Text = ""
    about: str = ""
    unlinked: str = ""
    secrets: frozenset[str] = frozenset()


type Declaration = NoPersonalData | PersonalData


def declarations() -> dict[str, PersonalData]:
    """The declaration of every installed model with personal data, by the label of the model."""
    others: Mapping[str, Declaration] = import_string(settings.PERSONAL_DATA_OF_OTHERS)
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        declaration = getattr(model, "personal_data", None) or others.get(label)
        if isinstance(declaration, PersonalData):
            found[label] = declaration
    return found

"""Kinds of notice: what a room declares about the things it tells people."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.actor import Actor
from isegoria.core.texts import Text


class Frequency(TextChoices):
    """How often what there is to tell is sent by e-mail. It is always shown on the site."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, grouped")
    WEEKLY = "weekly", _("Once a week, grouped")
    NEVER = "never", _("Never")


def everybody(_actor: Actor) -> bool:
    """News that anybody may be told."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKind:
    """One kind of news.

    ``label`` names it in the settings. ``sentence(count, title)`` says in words that it happened
    ``count`` times to the thing called ``title``; ``address(ref)`` is where one goes to see it, in the
    active language. ``frequency`` holds until the person chooses another one.

    ``owed``: the person has a right, or a duty, to hear of it: it can be put off to the end of the day or
    of the week, never stopped, and leaves before news. ``advice`` says below it what to do about it.

    ``concerns``: whether somebody, with the mandates they hold now, may be told. It decides who is asked
    how often, not who is told.
    """

    code: str
    label: Text
    sentence: Callable[[int, str], str]
    address: Callable[[UUID], str]
    frequency: Frequency = Frequency.DAILY
    owed: bool = False
    advice: Text = ""
    concerns: Callable[[Actor], bool] = everybody

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """How often one may choose to hear of it."""
        return [
            (value, label)
            for value, label in Frequency.choices
            if not (self.owed and value == Frequency.NEVER)
        ]

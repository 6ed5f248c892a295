"""Where the number will come from: what an organiser chooses, in the terms of the kernel and in words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.core.ui.formatting import instant, number
from isegoria.kernel.lottery.sources import Source

QUICKNET_BEGAN = 1692803367
"""Unix time of round 1 of the beacon's chain quicknet (docs/explanation/lottery-beacon.md)."""
QUICKNET_PERIOD = 3
LAST = datetime(2100, 1, 1, tzinfo=UTC)


class Origin(models.TextChoices):
    """The sources an organiser chooses from. The kernel knows more."""

    DICE = "dice", gettext_lazy("Ten-sided dice, or balls from 0 to 9, read aloud one by one")
    BEACON = "beacon", gettext_lazy("The public beacon drand, at an hour announced now")
    BOTH = "both", gettext_lazy("Both, added: the dice and the beacon")


def announced(origin: Origin, at: datetime | None) -> tuple[Source, ...]:
    """The announcement of the kernel. ``at``: the hour of the beacon."""
    found: list[Source] = []
    if origin != Origin.BEACON:
        found.append({"kind": "dice"})
    if origin != Origin.DICE and at is not None:
        found.append({"kind": "drand", "chain": "quicknet", "round": round_at(at)})
    return tuple(found)


def round_at(at: datetime) -> int:
    """The first round of quicknet that is not before ``at``."""
    seconds = int(at.timestamp()) - QUICKNET_BEGAN
    return -(-seconds // QUICKNET_PERIOD) + 1


def published_at(round_: int) -> datetime:
    """When a round of quicknet is published."""
    return datetime.fromtimestamp(QUICKNET_BEGAN, UTC) + timedelta(
        seconds=QUICKNET_PERIOD * (round_ - 1)
    )


def beacon_of(sources: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The beacon among what was announced, if it is there."""
    return next((source for source in sources if source["kind"] == "drand"), None)


def wants_digits(sources: Sequence[Mapping[str, Any]]) -> bool:
    """Do dice or balls decide, alone or with something else?"""
    return any(source["kind"] == "dice" for source in sources)


def in_words(sources: Sequence[Mapping[str, Any]]) -> str:
    """What was announced, in a sentence's end."""
    return _(" plus ").join(_one(source) for source in sources)


def _one(source: Mapping[str, Any]) -> str:
    if source["kind"] == "dice":
        return _("dice or balls read aloud")
    return _("the public beacon drand, round %(round)s (%(at)s)") % {
        "round": number(source["round"]),
        "at": instant(published_at(source["round"])),
    }

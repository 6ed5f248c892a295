"""What is read aloud, digit by digit: pure functions on what a drawing or a rehearsal holds."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.announcing import beacon_of, wants_digits
from isegoria.capabilities.lottery.draw_models import Reading
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.core.errors import Invalid
from isegoria.core.texts import Text
from isegoria.kernel.lottery.sources import Unfit, drand, signed

_DIGIT = re.compile("[0-9]")


def read(reading: Reading, preparation: Preparation, *, digit: str = "", beacon: str = "") -> None:
    """Put one digit, or the word of the beacon, on ``reading``. Raises Invalid with what is wrong."""
    problems: list[Text] = []
    if beacon:
        problems += _problems_of_beacon(preparation, beacon.strip())
    else:
        problems += _problems_of_digit(reading, preparation, digit)
    if problems:
        raise Invalid(_("Nothing was entered."), problems, code="reading")
    if beacon:
        reading.beacon = beacon.strip().lower()
    else:
        reading.digits += digit


def _problems_of_digit(reading: Reading, preparation: Preparation, digit: str) -> list[Text]:
    if not wants_digits(preparation.sources):
        return [_("No dice were announced: the beacon alone decides.")]
    if not _DIGIT.fullmatch(digit):
        return [_("Enter one digit, from 0 to 9.")]
    if len(reading.digits) >= preparation.places:
        return [
            _("%(places)s digits are enough: the list ends at %(last)s.")
            % {"places": preparation.places, "last": preparation.panels - 1}
        ]
    return []


def _problems_of_beacon(preparation: Preparation, beacon: str) -> list[Text]:
    announced = beacon_of(preparation.sources)
    if announced is None:
        return [_("No beacon was announced: the digits read aloud decide.")]
    try:
        given = drand(f"{announced['round']}:{beacon}")
    except Unfit:
        return [_("This is not what the beacon publishes: copy the 96 characters of “signature”.")]
    if given["chain"] != announced["chain"] or not signed(given):
        return [
            _("The beacon did not sign this for round %(round)s, which was announced.")
            % {"round": announced["round"]}
        ]
    return []


def corrected(reading: Reading) -> bool:
    """Take back what was entered last, the beacon before the digits; False when there is nothing."""
    if reading.beacon:
        reading.beacon = ""
    elif reading.digits:
        reading.digits = reading.digits[:-1]
    else:
        return False
    reading.corrections += 1
    return True


def is_whole(reading: Reading, preparation: Preparation) -> bool:
    """Is everything there that was announced?"""
    digits = not wants_digits(preparation.sources) or len(reading.digits) == preparation.places
    beacon = beacon_of(preparation.sources) is None or bool(reading.beacon)
    return digits and beacon


def outcomes(reading: Reading, preparation: Preparation) -> tuple[dict[str, Any], ...]:
    """What came out of each source that was announced, as the kernel takes it."""
    found: list[dict[str, Any]] = []
    for source in preparation.sources:
        if source["kind"] == "dice":
            found.append({"kind": "dice", "rolls": [int(digit) for digit in reading.digits]})
        else:
            found.append(dict(drand(f"{source['round']}:{reading.beacon}")))
    return tuple(found)

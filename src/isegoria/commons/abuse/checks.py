"""What the settings say of the limits must be readable before the site opens."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from isegoria.commons.abuse.limits import LIMITS
from isegoria.commons.abuse.rules import amended, networks


@register
def settings_of_abuse(**_unused: Any) -> list[Error]:
    """An amended limit and a network without limit can be read, and the work asked is not negative."""
    errors = []
    for read in (
        lambda: amended(LIMITS, settings.LIMITS),
        lambda: networks(settings.NETWORKS_WITHOUT_LIMIT),
    ):
        try:
            read()
        except ValueError as problem:
            errors.append(Error(str(problem), id="abuse.E001"))
    if settings.PROOF_OF_WORK < 0:
        errors.append(Error("PROOF_OF_WORK cannot be negative; 0 asks for none.", id="abuse.E002"))
    return errors

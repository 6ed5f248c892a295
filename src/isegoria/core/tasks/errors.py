"""How a background function says that it stops."""

from isegoria.core.errors import ServiceError


class GiveUp(ServiceError):
    """The run cannot succeed, however often it is tried. The sentence is shown to who asked for it."""

    code = "gave_up"


class TryAgain(ServiceError):
    """Something that may pass stood in the way (a service that is down, a file not there yet)."""

    code = "try_again"


class Cancelled(Exception):
    """Whoever asked for the run wants it to stop. Let it through; what was committed stays."""


class Lost(Exception):
    """The run was given to another worker because this one gave no sign of life. Let it through."""

"""How long work tells where it is, and is asked to stop."""

from typing import Protocol


class Cancelled(Exception):
    """The work was asked to stop, and stopped at its next step. Nothing was written."""


class Progress(Protocol):
    """What the solver reports to: a terminal, a page of the site, or nobody."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say that ``done`` of about ``total`` units of the step ``name`` are behind us.

        Raises :class:`Cancelled` to stop the work.
        """


class Silent:
    """Reports to nobody."""

    def step(self, name: str, done: int, total: int) -> None:
        """Do nothing."""

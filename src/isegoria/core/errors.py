"""The errors that services raise: typed, with a stable code and a sentence for the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from isegoria.core.decision import Decision
from isegoria.core.texts import Text


class ServiceError(Exception):
    """A service could not do what was asked. Nothing was written.

    ``code`` is stable and documented; ``sentence`` says what happened, what was kept and what to do.
    """

    code = "refused"
    problems: tuple[Text, ...] = ()

    def __init__(
        self, sentence: Text, *, code: str = "", facts: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.code
        self.facts = dict(facts or {})

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Everything that is wrong where that is known, else the sentence: what a page tells."""
        return self.problems or (self.sentence,)


class Conflict(ServiceError):
    """Somebody else changed the same thing meanwhile, or its state no longer allows the act."""

    code = "conflict"


class Invalid(ServiceError):
    """What was given cannot be accepted; ``problems`` lists every reason at once."""

    code = "invalid"

    def __init__(self, sentence: Text, problems: Sequence[Text], *, code: str = "") -> None:
        super().__init__(sentence, code=code)
        self.problems = tuple(problems)


class Refused(PermissionDenied):
    """A policy said no. The 403 page shows ``decision.reason`` and ``decision.when``."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision

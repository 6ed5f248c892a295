"""Pure rules of moderation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.states import Act, Reason
from isegoria.core.texts import Text

LONGEST_EXPLANATION = 500
"""Characters: what an entry of the public journal may hold."""
LONGEST_WORDS = 1_000
LONGEST_APPEAL = 2_000
TOO_LONG = timedelta(hours=24)
"""How long a text may wait for a moderator before they are told by e-mail."""

NAMES_A_RULE = frozenset({Act.HIDE, Act.WARN})
"""Decisions that say which rule of the charter was broken."""


def problems_of_explanation(explanation: str) -> Sequence[Text]:
    """Why this cannot be the public reason of a decision."""
    problems: list[Text] = []
    if not explanation:
        problems.append(_("Say why, in public."))
    if len(explanation) > LONGEST_EXPLANATION:
        problems.append(_("Say it in 500 characters or less."))
    return problems


def problems_of_ruling(act: Act, reason: str, explanation: str) -> Sequence[Text]:
    """Why this cannot be decided as it is."""
    problems = list(problems_of_explanation(explanation))
    if act in NAMES_A_RULE and reason not in Reason.values:
        problems.append(_("Choose the rule of the charter that the text breaks."))
    return problems


def is_late(waiting_since: datetime, now: datetime) -> bool:
    """Has a text waited for too long?"""
    return now - waiting_since > TOO_LONG

"""Pure rules of processes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Texts


@dataclass(frozen=True, slots=True)
class Readying:
    """What the rule of publication looks at."""

    title: Texts
    summary: Texts
    phases: int
    unknown_kinds: tuple[str, ...]
    site_language: str


LONGEST_PUBLIC_TEXT = 500
"""Characters of a title or a reason: what an entry of the public journal may hold."""


def problems_of_public_text(text: str) -> Sequence[str | Promise]:
    """Why ``text`` cannot stand in the public journal as it is."""
    problems: list[str | Promise] = []
    if not text.strip():
        problems.append(_("Say why, in public."))
    if len(text.strip()) > LONGEST_PUBLIC_TEXT:
        problems.append(_("Say it in 500 characters or less."))
    if len(text.strip().splitlines()) > 1:
        problems.append(_("Say it in one paragraph."))
    return problems


def missing_before_publication(facts: Readying) -> Sequence[str | Promise]:
    """Every reason why a process cannot be published yet, in the order an organiser would mend them."""
    lacks: list[str | Promise] = []
    if not facts.title.get(facts.site_language, "").strip():
        lacks.append(_("It has no title."))
    elif problems_of_public_text(facts.title[facts.site_language]):
        lacks.append(_("Its title is too long: one line, 500 characters or less."))
    if not facts.summary.get(facts.site_language, "").strip():
        lacks.append(_("It has no summary: two sentences that say what it is for."))
    if not facts.phases:
        lacks.append(_("Its timeline is empty: plan at least one phase."))
    if facts.unknown_kinds:
        lacks.append(_("Its timeline has phases that no activity of this site offers."))
    return lacks

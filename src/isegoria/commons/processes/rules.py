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


def missing_before_publication(facts: Readying) -> Sequence[str | Promise]:
    """Every reason why a process cannot be published yet, in the order an organiser would mend them."""
    lacks: list[str | Promise] = []
    if not facts.title.get(facts.site_language, "").strip():
        lacks.append(_("It has no title."))
    if not facts.summary.get(facts.site_language, "").strip():
        lacks.append(_("It has no summary: two sentences that say what it is for."))
    if not facts.phases:
        lacks.append(_("Its timeline is empty: plan at least one phase."))
    if facts.unknown_kinds:
        lacks.append(_("Its timeline has phases that no activity of this site offers."))
    return lacks

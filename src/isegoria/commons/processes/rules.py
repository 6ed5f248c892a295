"""Pure rules of processes."""

import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from isegoria.core.texts import Text

LONGEST_PUBLIC_TEXT = 500
"""Characters of a title or a reason: what an entry of the public journal may hold."""
LONGEST_MANDATE_REASON = 300
"""Characters of the reason why a mandate begins or ends: what its column holds."""


def problems_of_public_text(text: str, longest: int = LONGEST_PUBLIC_TEXT) -> Sequence[Text]:
    """Why ``text`` cannot stand in the public journal as it is."""
    problems: list[Text] = []
    if not text.strip():
        problems.append(_("Say why, in public."))
    if len(text.strip()) > longest:
        problems.append(_("Say it in %(longest)s characters or less.") % {"longest": longest})
    if len(text.strip().splitlines()) > 1:
        problems.append(_("Say it in one paragraph."))
    return problems


def problems_of_a_title(title: str) -> Sequence[Text]:
    """Why a process cannot be published under ``title``: it enters the public journal."""
    if not title.strip():
        return [_("It has no title.")]
    if problems_of_public_text(title):
        return [_("Its title is too long: one line, 500 characters or less.")]
    return []


TO_WRITE = re.compile(r"(?:^|\s)…(?=\s|$)")
"""Where a template leaves something to be written: three dots that stand alone."""


def is_unwritten(text: str, of_templates: Collection[str]) -> bool:
    """Is ``text`` still that of a template, whole or in part?"""
    return text.strip() in of_templates or TO_WRITE.search(text) is not None


def problems_of_a_timeline(kinds: Collection[str], known: Collection[str]) -> Sequence[Text]:
    """Why a timeline with phases of ``kinds`` cannot be published on a site that knows ``known``."""
    lacks: list[Text] = []
    if not kinds:
        lacks.append(_("Its timeline is empty: plan at least one phase."))
    if set(kinds) - set(known):
        lacks.append(_("Its timeline has phases that no activity of this site offers."))
    return lacks


def may_leave(role: str, organiser: str, other_organisers: int) -> bool:
    """Somebody always answers for a process: its last organiser stays until another has begun."""
    return role != organiser or other_organisers > 0

"""The themes of a process."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Process, Theme
from isegoria.commons.processes.writing import (
    THEME_TEXTS,
    check_edition,
    free_slug,
    in_use,
    last_position,
    lock,
    move,
    tidy,
)
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.OWN_WORDS)
def add_theme(*, actor: Actor, process: Process, title: Texts, slug: str = "") -> Theme:
    """Add a theme after the others; its address is made of its title unless given."""
    process = lock(process.pk)
    policies.WRITE_PROCESS.authorise(actor, process)
    themes = Theme.objects.filter(process=process)
    return Theme.objects.create(
        process=process,
        slug=slug or free_slug(themes, title, "theme"),
        title=tidy(title),
        position=last_position(themes),
    )


@service(journal=journal.OWN_WORDS)
def rename_theme(*, actor: Actor, theme: Theme, title: Texts, seen: str = "") -> Theme:
    """Give a theme another title; its address stays. Raises Conflict on a stale ``seen``."""
    theme = _locked(theme)
    policies.EDIT_THEME.authorise(actor, theme)
    check_edition(theme, THEME_TEXTS, seen)
    theme.title = tidy(title)
    theme.save(update_fields=THEME_TEXTS)
    return theme


@service(journal=journal.OWN_WORDS)
def move_theme(*, actor: Actor, theme: Theme, by: int) -> None:
    """Put a theme further down (up when ``by`` is negative)."""
    theme = _locked(theme)
    policies.EDIT_THEME.authorise(actor, theme)
    move(Theme.objects.filter(process_id=theme.process_id), theme, by)


@service(journal=journal.OWN_WORDS)
def remove_theme(*, actor: Actor, theme: Theme) -> None:
    """Remove a theme under which nobody wrote anything. Raises Conflict when somebody did."""
    theme = _locked(theme)
    policies.EDIT_THEME.authorise(actor, theme)
    if in_use(theme):
        raise Conflict(
            _("Texts were published under this theme: it stays. You can give it another name."),
            code="theme_in_use",
        )
    theme.delete()


def _locked(theme: Theme) -> Theme:
    lock(theme.process_id)
    return Theme.objects.select_related("process").get(pk=theme.pk)

"""The texts of a process and its settings."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.search import PROCESS_SEARCH
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import (
    PROCESS_SETTINGS,
    PROCESS_TEXTS,
    check_edition,
    lock,
    tidy,
)
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.search.index import index
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.OWN_WORDS)
def write_texts(
    *,
    actor: Actor,
    process: Process,
    title: Texts,
    summary: Texts,
    description: Texts,
    seen: str = "",
) -> Process:
    """Write what a process says of itself. Raises Conflict when ``seen`` is no longer its edition."""
    process = lock(process.pk)
    policies.WRITE_PROCESS.authorise(actor, process)
    check_edition(process, PROCESS_TEXTS, seen)
    process.title, process.summary = tidy(title), tidy(summary)
    process.description = tidy(description)
    if process.state != ProcessState.DRAFT and not (process.title and process.summary):
        raise Invalid(
            _("The texts were not saved."),
            [_("A published process keeps a title and a summary, in one language at least.")],
            code="texts",
        )
    process.save(update_fields=PROCESS_TEXTS)
    if process.state != ProcessState.DRAFT:
        index(PROCESS_SEARCH, process)
    return process


@service(journal=journal.OWN_WORDS)
def change_settings(
    *, actor: Actor, process: Process, slug: str, minimum_age: int, seen: str = ""
) -> Process:
    """Change the address of a draft, or the age from which one takes part.

    Raises Invalid when the address is taken or the process already published under another.
    """
    process = lock(process.pk)
    policies.WRITE_PROCESS.authorise(actor, process)
    check_edition(process, PROCESS_SETTINGS, seen)
    if slug != process.slug:
        _check_address(process, slug)
    process.slug, process.minimum_age = slug, minimum_age
    process.save(update_fields=PROCESS_SETTINGS)
    return process


def _check_address(process: Process, slug: str) -> None:
    problems = []
    if process.state != ProcessState.DRAFT:
        problems.append(_("People already know the address of a published process: it stays."))
    elif Process.objects.filter(slug=slug).exists():
        problems.append(_("Another process already has this address. Choose another."))
    if problems:
        raise Invalid(_("The settings were not saved."), problems, code="address")

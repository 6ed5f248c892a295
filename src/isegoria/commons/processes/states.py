"""The life of a process."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class ProcessState(TextChoices):
    """Where a process stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


PROCESS_MACHINE = Machine(
    "process",
    ProcessState,
    initial=ProcessState.DRAFT,
    transitions=[
        Transition(
            "publish", frozenset({ProcessState.DRAFT}), ProcessState.PUBLISHED, _("Publish")
        ),
        Transition(
            "archive", frozenset({ProcessState.PUBLISHED}), ProcessState.ARCHIVED, _("Archive")
        ),
        Transition(
            "reopen", frozenset({ProcessState.ARCHIVED}), ProcessState.PUBLISHED, _("Open again")
        ),
    ],
)

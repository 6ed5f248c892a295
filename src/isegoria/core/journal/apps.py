"""Django application of this room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The public journal of acts."""

    name = "isegoria.core.journal"
    label = "journal"

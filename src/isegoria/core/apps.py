"""Django application of this room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The mechanisms every capability uses."""

    name = "isegoria.core"
    label = "core"

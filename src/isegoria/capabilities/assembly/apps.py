"""Django application of this room."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The assembly."""

    name = "isegoria.capabilities.assembly"
    label = "assembly"

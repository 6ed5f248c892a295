"""Django application of this room."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Processes, themes, activities, phases."""

    name = "isegoria.commons.processes"
    label = "processes"

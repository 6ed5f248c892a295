"""Django application of this room."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Background work with progress."""

    name = "isegoria.core.tasks"
    label = "jobs"

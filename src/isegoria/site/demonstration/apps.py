"""Django application of this room. A production site does not install it."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The story that a demonstration tells, and the tour of it."""

    name = "isegoria.site.demonstration"
    label = "demonstration"

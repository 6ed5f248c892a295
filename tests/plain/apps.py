"""Django application of this room."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """A plain capability."""

    name = "tests.plain"
    label = "plain"

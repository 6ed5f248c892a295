"""Django application of this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The read API."""

    name = "isegoria.core.api"
    label = "api"

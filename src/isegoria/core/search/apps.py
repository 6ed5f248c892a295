"""Django application of this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search in French and English."""

    name = "isegoria.core.search"
    label = "search"

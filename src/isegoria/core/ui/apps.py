"""Django application of this room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tokens, components."""

    name = "isegoria.core.ui"
    label = "ui"

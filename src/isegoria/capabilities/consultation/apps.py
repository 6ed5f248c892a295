"""Django application of this room."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """The consultation."""

    name = "isegoria.capabilities.consultation"
    label = "consultation"

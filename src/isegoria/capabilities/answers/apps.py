"""Django application of this room."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """The answers of the authority."""

    name = "isegoria.capabilities.answers"
    label = "answers"

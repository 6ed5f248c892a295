"""Django application of this room."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Decisions of bodies."""

    name = "isegoria.commons.decisions"
    label = "decisions"

"""Django application of this room."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Opinion maps, and texts that say the same thing."""

    name = "isegoria.capabilities.analysis"
    label = "analysis"

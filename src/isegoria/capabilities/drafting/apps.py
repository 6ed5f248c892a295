"""Django application of this room."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """The drafting of measures."""

    name = "isegoria.capabilities.drafting"
    label = "drafting"

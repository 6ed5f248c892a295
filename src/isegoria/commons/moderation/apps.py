"""Django application of this room."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports, rulings, appeals."""

    name = "isegoria.commons.moderation"
    label = "moderation"

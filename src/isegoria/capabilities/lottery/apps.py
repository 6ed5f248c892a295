"""Django application of this room."""

from django.apps import AppConfig


class LotteryConfig(AppConfig):
    """The public draw."""

    name = "isegoria.capabilities.lottery"
    label = "lottery"

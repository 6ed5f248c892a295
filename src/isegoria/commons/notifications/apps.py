"""Django application of this room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What people are told."""

    name = "isegoria.commons.notifications"
    label = "notifications"

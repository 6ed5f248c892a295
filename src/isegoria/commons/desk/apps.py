"""Django application of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Taking part with the help of an agent: at a counter, or by a paper form."""

    name = "isegoria.commons.desk"
    label = "desk"

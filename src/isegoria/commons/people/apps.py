"""Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their accounts."""

    name = "isegoria.commons.people"
    label = "people"

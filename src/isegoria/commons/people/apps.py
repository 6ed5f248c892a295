"""Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their accounts."""

    name = "isegoria.commons.people"
    label = "people"

    def ready(self) -> None:
        """Listen to arrivals, which allauth and Django announce."""
        from isegoria.commons.people.arriving import listen

        listen()

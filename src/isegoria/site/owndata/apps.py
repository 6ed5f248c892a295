"""Django application of this room."""

from django.apps import AppConfig


class OwnDataConfig(AppConfig):
    """What a person can do with what this site knows about them."""

    name = "isegoria.site.owndata"
    label = "owndata"

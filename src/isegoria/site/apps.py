"""Django application of this room."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Home, legal pages, tour."""

    name = "isegoria.site"
    label = "site"

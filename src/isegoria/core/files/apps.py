"""Django application of this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Uploads and images."""

    name = "isegoria.core.files"
    label = "files"

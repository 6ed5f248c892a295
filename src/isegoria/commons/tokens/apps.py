"""Django application of this room."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Programs that write in somebody's name."""

    name = "isegoria.commons.tokens"
    label = "tokens"

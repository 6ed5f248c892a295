"""Django application of this room."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Everything somebody publishes."""

    name = "isegoria.commons.posts"
    label = "posts"

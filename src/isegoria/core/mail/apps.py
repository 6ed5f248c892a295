"""Django application of this room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """E-mails that leave, one row each."""

    name = "isegoria.core.mail"
    label = "mail"

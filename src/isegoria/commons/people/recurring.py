"""What is forgotten about accounts as time passes."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from isegoria.core.tasks.recurring import Recurring


def forget_old_sessions() -> None:
    """Delete the sessions that have expired, as the register of personal data promises."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


SESSION_RETENTION = Recurring("people.forget_sessions", timedelta(days=1), forget_old_sessions)

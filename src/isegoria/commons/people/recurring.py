"""What is forgotten about accounts as time passes."""

from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from isegoria.core.tasks.recurring import Recurring


def forget_old_sessions() -> None:
    """Delete the sessions that have expired, as the register of personal data promises."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


SESSION_RETENTION = Recurring("people.forget_sessions", timedelta(days=1), forget_old_sessions)

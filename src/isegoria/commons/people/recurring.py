"""What is forgotten about accounts as time passes."""

from datetime import timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from isegoria.core import clock
from isegoria.core.tasks.retention import retention

CONFIRMATIONS_KEPT = timedelta(days=3)


def forget_old_sessions() -> int:
    """Delete the sessions that have expired; answer how many."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return deleted


def forget_old_devices() -> int:
    """Delete what is known of the devices whose session is over; answer how many."""
    alive = Session.objects.filter(expire_date__gte=clock.now()).values("session_key")
    deleted, _by_model = UserSession.objects.exclude(session_key__in=alive).delete()
    return int(deleted)


def forget_old_confirmations() -> int:
    """Delete the confirmations of addresses that nobody came back for; answer how many."""
    old = EmailConfirmation.objects.filter(created__lt=clock.now() - CONFIRMATIONS_KEPT)
    deleted, _by_model = old.delete()
    return int(deleted)


RETENTIONS = (
    retention("sessions.Session", forget_old_sessions),
    retention("usersessions.UserSession", forget_old_devices),
    retention("account.EmailConfirmation", forget_old_confirmations),
)

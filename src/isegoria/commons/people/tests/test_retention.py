"""What is forgotten about accounts as time passes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from isegoria.commons.people.recurring import forget_old_sessions

pytestmark = pytest.mark.django_db


def test_a_session_is_forgotten_once_it_has_expired() -> None:
    now = datetime.now(UTC)
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(days=days)
        )
    forget_old_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]

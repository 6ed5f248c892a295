"""Who comes back, in two statements that are written once: the session, then its account with its person.

They stand on the way of every page of somebody signed in; through the ORM they are a tenth of its cost.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import BigAutoField, CharField, DateTimeField

from isegoria.commons.people.models import Account
from isegoria.core import clock
from isegoria.core.compiled import Compiled, Given

_SESSION = Compiled(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    ).values_list("session_data", flat=True)
)
_ACCOUNT = Compiled(
    lambda: Account.objects.filter(pk=Given("account", BigAutoField())).select_related("person")
)


class SessionStore(db.SessionStore):
    """The sessions of Django, in its table."""

    def load(self) -> dict[str, Any]:
        """What a session holds; nothing, and no key any more, when it is over or never was."""
        found = _SESSION(key=self.session_key, now=clock.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """The ways in of django-allauth; the account of a session comes with its person."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, None when it is gone or closed."""
        account = next(iter(_ACCOUNT(account=user_id)), None)
        return account if account is not None and self.user_can_authenticate(account) else None

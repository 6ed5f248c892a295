"""For whom an agent is acting: kept in the agent's own session, and ended after half an hour of rest."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from isegoria.core import clock
from isegoria.core.actor import Channel

REST = timedelta(minutes=30)
"""After how long without a request an agent no longer acts for anybody."""
NOTED = timedelta(minutes=1)
"""How exactly the last request is noted."""
_KEY = "desk_helping"


@dataclass(frozen=True, slots=True)
class Helping:
    """An agent acts for ``person`` in ``process``. ``number`` and ``name`` are what the agent typed (or
    was given) at the beginning: nothing that is shown comes from what the site knows of the person."""

    person: UUID
    process: int
    channel: Channel
    number: str
    name: str
    seen_at: datetime

    def is_over(self, now: datetime) -> bool:
        """True after too long a rest."""
        return now - self.seen_at > REST

    def stored(self) -> dict[str, Any]:
        """As the session keeps it."""
        values = asdict(self)
        return {**values, "person": str(self.person), "seen_at": self.seen_at.isoformat()}

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> Self:
        """As the session kept it."""
        return cls(
            person=UUID(stored["person"]),
            process=stored["process"],
            channel=Channel(stored["channel"]),
            number=stored["number"],
            name=stored["name"],
            seen_at=datetime.fromisoformat(stored["seen_at"]),
        )


def helping_of(request: HttpRequest) -> Helping | None:
    """For whom the session of this request acts; nothing is read for who has no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    stored = request.session.get(_KEY)
    return Helping.restored(stored) if stored else None


def begin(request: HttpRequest, helping: Helping) -> None:
    """From the next request on, act for somebody. Forms opened before are no longer accepted."""
    request.session[_KEY] = helping.stored()
    rotate_token(request)


def note(request: HttpRequest, helping: Helping) -> None:
    """Put off the end: something was asked for."""
    now = clock.now()
    if now - helping.seen_at > NOTED:
        request.session[_KEY] = replace(helping, seen_at=now).stored()


def end(request: HttpRequest) -> None:
    """Act in one's own name again. Forms opened meanwhile are no longer accepted: what they hold is
    somebody else's."""
    request.session.pop(_KEY, None)
    rotate_token(request)

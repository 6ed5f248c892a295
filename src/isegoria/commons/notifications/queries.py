"""Reads about notices."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from isegoria.commons.notifications.digests import sentence
from isegoria.commons.notifications.models import Notice, Stop, Wish
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.registry import notice_kinds
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import in_words
from isegoria.core.ui.pagination import Page, paginate

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a page shows it."""

    sentence: str
    url: str
    advice: Text
    when: str
    is_new: bool


def notices_of(person_id: UUID | None, cursor: str = "") -> Page[NoticeLine]:
    """A person's notices, latest first. One statement."""
    now, kinds = clock.now(), notice_kinds()
    mine = Notice.objects.filter(person=person_id, kind__in=kinds)
    return paginate(mine, order=("-at", "-id"), cursor=cursor, size=PAGE_SIZE).map(
        lambda notice: NoticeLine(
            sentence=sentence(kinds[notice.kind], notice),
            url=kinds[notice.kind].address(notice.about),
            advice=kinds[notice.kind].advice,
            when=in_words(notice.at, now),
            is_new=notice.read_at is None,
        )
    )


def kinds_for(actor: Actor) -> tuple[NoticeKind, ...]:
    """What ``actor`` chooses about: what may concern them now, and what they were told before. One
    statement."""
    told = set(Notice.objects.filter(person=actor.person_id).values_list("kind", flat=True))
    return tuple(
        kind for code, kind in notice_kinds().items() if code in told or kind.concerns(actor)
    )


def frequencies_of(person_id: UUID | None) -> dict[str, Frequency]:
    """How often a person hears of each kind of news."""
    chosen = dict(Wish.objects.filter(person=person_id).values_list("kind", "frequency"))
    return {
        code: Frequency(chosen.get(code, kind.frequency)) for code, kind in notice_kinds().items()
    }


def stop_by_token(_request: HttpRequest, token: str) -> Stop:
    """What the secret of an e-mail stops."""
    try:
        return Stop.objects.get(token=token)
    except Stop.DoesNotExist:
        raise Http404 from None

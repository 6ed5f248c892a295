"""Telling those who were not drawn: once, with their chance, and what they can do now."""

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from isegoria.capabilities.lottery.chances import chance_short
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.seat_models import Reserve, Seating
from isegoria.capabilities.lottery.states import Place
from isegoria.commons.notifications.notify import notify
from isegoria.commons.people.models import Account
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.mail.models import Mail
from isegoria.core.mail.posting import post_all
from isegoria.core.mail.states import Lane
from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import pick

NOT_DRAWN = NoticeKind(
    code="lottery.not_drawn",
    label=gettext_lazy("The draw took place, and I was not drawn"),
    sentence=lambda _count, title: _("“%s”: you were not drawn this time") % title,
    address=lambda ref: reverse("lottery:by-ref", args=[ref]),
    frequency=Frequency.NEVER,
)
"""Shown on the site; the e-mail says more, and is written here."""


@service(journal=Private("who was not drawn is nobody else’s business"))
def tell_not_drawn(*, actor: Actor, seating: Seating) -> int:
    """Write once to everybody in the pool who was offered no seat, as one drawn or as an alternate; answer
    how many are told by e-mail."""
    found = (
        Seating.objects.select_for_update(of=("self",))
        .select_related("draw__activity__process")
        .get(pk=seating.pk)
    )
    if found.told_at is not None or found.opened_at is None:
        nothing_changed()
        return 0
    found.told_at = clock.now()
    found.save(update_fields=["told_at"])
    draw = found.draw
    people = list(_not_drawn(draw))
    told = [volunteer.person_id for volunteer in people if volunteer.person_id is not None]
    notify(NOT_DRAWN, told, about=draw.ref, title=pick(draw.activity.title), actor=actor)
    mails = list(_mails(draw, people))
    post_all(mails)
    return len(mails)


def _not_drawn(draw: Draw) -> Iterator[Volunteer]:
    return (
        Volunteer.objects.filter(
            draw=draw, withdrawn_at=None, place=Place.ELIGIBLE, offer__isnull=True
        )
        .select_related("chance")
        .iterator(chunk_size=2_000)
    )


def _mails(draw: Draw, people: list[Volunteer]) -> Iterator[Mail]:
    accounts = {
        account.person_id: account
        for account in Account.objects.filter(
            person__in=Volunteer.objects.filter(draw=draw).values("person"), is_active=True
        )
    }
    waiting = alternates_of(draw)
    for volunteer in people:
        account = accounts.get(volunteer.person_id) if volunteer.person_id else None
        if account is None:
            continue
        with override(account.language):
            yield _mail(draw, volunteer, account, is_alternate=volunteer.pseudonym in waiting)


def alternates_of(draw: Draw) -> frozenset[str]:
    """The pseudonyms of everybody who is an alternate of some seat."""
    orders = Reserve.objects.filter(draw=draw).values_list("order", flat=True)
    return frozenset(name for order in orders for name in order.splitlines())


def _mail(draw: Draw, volunteer: Volunteer, account: Account, *, is_alternate: bool) -> Mail:
    process = draw.activity.process
    chance = getattr(volunteer, "chance", None)
    context = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "process": pick(process.title),
        "chance": chance_short(chance.chance) if chance else "",
        "is_alternate": is_alternate,
        "process_url": settings.SITE_URL + reverse("processes:page", args=[process.slug]),
        "place_url": settings.SITE_URL
        + reverse("lottery:mine", args=[process.slug, draw.activity.slug]),
    }
    subject = render_to_string("lottery/email/not_drawn_subject.txt", context)
    return Mail(
        to=account.email,
        person=account.person_id,
        subject=" ".join(subject.split())[:300],
        text=render_to_string("lottery/email/not_drawn_message.txt", context),
        lane=Lane.BULK,
        key=f"lottery.not_drawn:{volunteer.ref}",
    )

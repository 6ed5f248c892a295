"""Deleting one's account: what stands in the way, what goes and what stays, and the act itself."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.returning import places_that_count
from isegoria.commons.people.services import forget_person
from isegoria.commons.posts.models import Post, Stance, StanceAct
from isegoria.commons.posts.states import PostState
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.models import Commitment
from isegoria.core.mail.posting import post_mail
from isegoria.core.mail.states import Lane
from isegoria.core.privacy import Erasure
from isegoria.core.ui.formatting import closing
from isegoria.site.owndata.obstacles import Obstacle, lock_what_they_answer_for, obstacles
from isegoria.site.owndata.policies import LEAVE
from isegoria.site.owndata.traces import traces
from isegoria.site.register import TOPICS, then


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of some rows of one topic."""

    title: str
    count: int
    then: str


@dataclass(frozen=True, slots=True)
class Departure:
    """What somebody reads before they leave. ``commitments`` is how many links of the public journal to
    them are cut; ``still_open`` are the activities where they go on counting once."""

    texts: int
    drafts: int
    positions: int
    commitments: int
    still_open: tuple[str, ...]
    fates: tuple[Fate, ...]
    obstacles: tuple[Obstacle, ...]


def departure(account: Account) -> Departure:
    """What would go and what would stay if the person behind ``account`` left now.

    As many statements as there are tables with personal data.
    """
    person_id = account.person_id
    mine = Post.objects.filter(author=person_id)
    acts = StanceAct.objects.filter(person=person_id, salt__isnull=False)
    return Departure(
        texts=mine.exclude(state=PostState.DRAFT).count(),
        drafts=mine.filter(state=PostState.DRAFT).count(),
        positions=Stance.objects.filter(person=person_id).count(),
        commitments=Commitment.objects.filter(person=person_id).count() + acts.count(),
        still_open=_still_open(person_id),
        fates=_fates(person_id),
        obstacles=obstacles(account),
    )


def leave(*, actor: Actor, account: Account) -> None:
    """Delete the account of ``actor`` and forget the person, in one transaction; one last e-mail says so.

    The installation itself does it, once the person was authorised: a row that said who asked to be
    forgotten would remember them. Raises Invalid with everything that has to be done first.
    """
    LEAVE.authorise(actor)
    with transaction.atomic():
        lock_what_they_answer_for(account)
        if found := obstacles(account):
            raise Invalid(
                _("Your account was not deleted: something has to be done first."),
                [obstacle.sentence for obstacle in found],
                code="not_yet",
            )
        address = account.email
        forget_person(actor=SYSTEM, account=account)
        _say_farewell(address)


def _still_open(person_id: UUID) -> tuple[str, ...]:
    """The activities in which the person counts and goes on counting, each with the day when it closes."""
    scopes = places_that_count(Person.objects.get(pk=person_id))
    activities = Activity.objects.filter(ref__in=scopes).select_related("process")
    closing_at = activities.annotate(closes_at=Max("phases__closes_at")).order_by("closes_at", "pk")
    return tuple(
        _("%(process)s, %(activity)s: %(until)s")
        % {
            "process": activity.process,
            "activity": activity,
            "until": closing(activity.closes_at),
        }
        for activity in closing_at
    )


def _fates(person_id: UUID) -> tuple[Fate, ...]:
    """Topic by topic, how many rows go and how many stay without a name."""
    found = {trace.label: trace for trace in traces()}
    return tuple(
        Fate(str(topic.title), count, then(erasure))
        for topic in TOPICS
        for erasure in Erasure
        if (
            count := sum(
                trace.count(person_id)
                for label in topic.models
                if (trace := found.get(label)) and trace.declaration.erasure is erasure
            )
        )
    )


def _say_farewell(address: str) -> None:
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    post_mail(
        to=address,
        subject=render_to_string("owndata/email/farewell_subject.txt", context),
        text=render_to_string("owndata/email/farewell_message.txt", context),
        lane=Lane.URGENT,
    )

"""What people are told, and how often they want to hear it."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.notice_kinds import Frequency
from isegoria.core.privacy import Erasure, PersonalData

KEPT_FOR = timedelta(days=365)
MAX_TITLE = 200


def new_token() -> str:
    """What an e-mail carries so that it can be stopped without signing in."""
    return secrets.token_urlsafe(24)


class Notice(Model):
    """Something that happened ``count`` times to one thing since the person last looked.

    While it is unread, what happens again to the same thing is added to it. ``mailed_at`` is when an
    e-mail told its present count.
    """

    personal_data = PersonalData(
        fields={"person": _("who is told"), "title": _("the title of what it is about")},
        why="to tell people what became of what they wrote or follow",
        kept_for=KEPT_FOR,
        erasure=Erasure.DELETE,
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=clock.now)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=Q(read_at__isnull=True),
                name="one_unread_notice_per_thing",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"]),
            models.Index(
                fields=["at"],
                condition=Q(mailed_at__isnull=True, read_at__isnull=True),
                name="notice_to_mail",
            ),
            models.Index(fields=["at"], name="notice_age"),
            models.Index(fields=["about"], name="notice_about"),
        ]


class Wish(Model):
    """How often a person wants to hear of one kind of news, when it is not as the kind proposes."""

    personal_data = PersonalData(
        fields={"person": _("whose choice it is"), "frequency": _("the person's choice")},
        why="to write to people as often as they want, and no more",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    frequency = models.CharField(max_length=16, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_wish_per_kind")]


class Stop(Model):
    """The secret in a person's e-mails by which anybody who holds one of them can stop them."""

    personal_data = PersonalData(
        fields={"person": _("whose e-mails it stops"), "token": _("the secret in those e-mails")},
        why="to stop e-mails in one click, without signing in",
        kept_for=None,
        erasure=Erasure.DELETE,
        secrets=frozenset({"token"}),
    )

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=new_token)

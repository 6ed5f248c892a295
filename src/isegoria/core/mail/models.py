"""E-mails that leave: one row each, from being written to being forgotten."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.mail.states import Lane, MailState
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData

KEPT_FOR = timedelta(days=7)


class Mail(Model):
    """One e-mail to one address.

    ``key`` (when not empty) makes it unique: the same e-mail cannot be written twice. ``holder`` is the
    sender that took it. An e-mail is taken before it is handed to the relay and never taken twice, so
    that none is doubled; if its sender dies meanwhile, it is *perhaps sent*, and somebody decides.
    """

    personal_data = PersonalData(
        fields={
            "person": _("whom it is for"),
            "to": _("the address it goes to"),
            "subject": _("what it says"),
            "text": _("what it says"),
        },
        why="to send what people asked for or need to know, even when the mail relay is down for a while",
        kept_for=KEPT_FOR,
        erasure=Erasure.DELETE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField(null=True, db_index=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.ORDINARY)
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=16, choices=MailState.choices, default=MailState.WAITING, editable=False
    )
    holder = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    answer = models.CharField(max_length=16, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    not_before = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="mail_written_once")
        ]
        indexes = [
            models.Index(
                fields=["lane", "not_before", "id"],
                condition=Q(state=MailState.WAITING),
                name="mail_waiting",
            ),
            models.Index(
                fields=["taken_at"], condition=Q(state=MailState.SENDING), name="mail_taken"
            ),
            models.Index(fields=["ended_at"], name="mail_ended"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"

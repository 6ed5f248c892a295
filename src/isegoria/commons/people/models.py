"""Persons, and the accounts some of them have.

A Person is whoever takes part; every act points to a person. An Account is one way, among others, of
proving to be that person again.
"""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.actor import Channel, Verification
from isegoria.core.models import Model
from isegoria.core.privacy import Declaration, Erasure, NoPersonalData, PersonalData
from isegoria.core.texts import active_language


class Person(Model):
    """Whoever takes part, with or without an account."""

    personal_data = PersonalData(
        fields={
            "display_name": _("the name shown beside one's texts"),
            "already_counted": _(
                "the open activities where an account that the person had deleted still counts"
            ),
        },
        why="to attach each act to one person, and to sign texts",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    verification = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name.lower()) for level in Verification],
        default=Verification.NONE,
    )
    declared_age = models.PositiveSmallIntegerField(default=0)
    already_counted = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.display_name or str(_("A participant"))


class Proof(Model):
    """A way of being recognised as one person, other than an account.

    ``key`` is a keyed digest: of the secret in a cookie, of a confirmed address, of the mailbox behind the
    address of an account, of the name and birth
    date found in a register, of an identity provider's subject, or of the number of a paper form. One
    key belongs to one person, which is how two persons are found to be the same.
    """

    class Kind(models.TextChoices):
        """What is recognised."""

        COOKIE = "cookie", _("this device")
        ADDRESS = "address", _("a confirmed address")
        MAILBOX = "mailbox", _("the mailbox of an account")
        REGISTER = "register", _("an entry of the register")
        IDENTITY = "identity", _("an identity provider")
        PAPER = "paper", _("a paper form")
        DESK = "desk", _("an agent, in person")

    personal_data = PersonalData(
        fields={
            "person": _("whom the proof recognises"),
            "key": _("a keyed digest of what was shown, which cannot be turned back"),
            "used_at": _("the day on which it was last shown"),
            "entered_by": _("the agent who saw the person or typed the form"),
        },
        why="to let one person act once, with or without an account (a cookie: for 400 days of rest)",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    person = models.ForeignKey("Person", on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=64)
    entered_by = models.ForeignKey("Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "used_at"])]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="proof_recognises_one_person")
        ]


class FormerPerson(Model):
    """What a person was called before two were found to be one.

    A commitment in the journal, or a session open on another device, may still say the former
    reference; this is how it leads to the person of today.
    """

    personal_data = PersonalData(
        fields={
            "person": _("who it is today"),
            "former": _("a reference under which the person acted"),
        },
        why="to let a person prove acts done before two were found to be one",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    person = models.ForeignKey("Person", on_delete=models.CASCADE, related_name="formers")
    former = models.UUIDField(unique=True, editable=False)
    merged_at = models.DateTimeField(default=clock.now, editable=False)


class SpentProof(Model):
    """A proof of somebody who was forgotten, in one activity where what they did still counts.

    ``key`` is a digest of the key of the proof and of the activity, so that the rows of one person lead
    neither to each other nor to anything that person did. ``scope`` is the reference of the activity.
    """

    personal_data = PersonalData(
        fields={"key": _("a keyed digest of what was shown, which cannot be turned back")},
        why="to let one person count once, even who deletes an account and opens another",
        kept_for=None,
        until=_("until the activity closes, however the account went"),
        erasure=Erasure.KEEP,
        unlinked="a digest says nothing about whose it is",
    )

    key = models.CharField(max_length=64, primary_key=True)
    scope = models.UUIDField(db_index=True, editable=False)


class RegisterKey(Model):
    """One way of writing one line of a register, as the keyed digest of a name and a birth date.

    ``line`` is the digest of the fullest way of writing it; what the list says is not kept.
    """

    personal_data = PersonalData(
        fields={
            "key": _("a keyed digest of a name and a birth date, which cannot be turned back"),
            "line": _("the same digest of the whole line"),
        },
        why="to check that a person stands in the register that an activity asks for",
        kept_for=None,
        erasure=Erasure.KEEP,
        unlinked="a digest says nothing about whose it is",
    )

    key = models.CharField(max_length=64, unique=True)
    line = models.CharField(max_length=64, db_index=True)
    loaded_at = models.DateTimeField(default=clock.now, editable=False)


class ProofKey(Model):
    """The fingerprint of the key of the digests: a process that was given another one stops at once,
    instead of recognising nobody."""

    personal_data = NoPersonalData("the fingerprint of a secret of the installation")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_key_of_proofs")]


class Act(Model):
    """Base of a table of acts: whose they are is said by each, how they came in is said here."""

    channel = models.CharField(
        max_length=8, choices=Channel.choices, default=Channel.WEB, editable=False
    )
    entered_by = models.ForeignKey(
        "people.Person", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Model.Meta):
        abstract = True


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts, each with its person."""

    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        display_name: str = "",
        is_administrator: bool = False,
    ) -> "Account":
        """A new account for a new person. The password may be absent: a code by e-mail is enough."""
        account = self.model(
            email=email.strip().lower(),
            person=Person.objects.create(display_name=display_name),
            is_administrator=is_administrator,
        )
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A way of signing in, attached to one person."""

    personal_data: ClassVar[Declaration] = PersonalData(
        fields={
            "email": _("address for signing in and for notices"),
            "language": _("the language the person is written to in"),
            "last_login": _("last sign-in"),
        },
        why="to sign in by a code sent by e-mail, and to be told what became of one's contributions",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    email = models.EmailField(_("e-mail address"), unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_administrator = models.BooleanField(_("administrator of the site"), default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("language of e-mails"), max_length=8, default=active_language)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"account {self.pk}"


class RateCounter(Model):
    """The table of the site's cache, where attempts are counted for every process alike.

    Its columns are those that Django's ``DatabaseCache`` reads and writes; only the cache uses them, and
    the counters of :mod:`isegoria.commons.abuse`. It is a model so that ``migrate`` makes it and so that
    what it knows about people is declared.
    """

    personal_data = PersonalData(
        fields={
            "cache_key": _(
                "of an attempt to sign in, the network address or a digest of the e-mail"
                " address; of any other act, keyed digests of the person, the address and the network"
            )
        },
        why="to stop whoever guesses codes, or floods the site, without stopping anybody else",
        kept_for=timedelta(days=1),
        erasure=Erasure.DELETE,
        unlinked="counts an address of the network, or a digest, before anybody is known",
    )

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"counter until {self.expires:%H:%M}"

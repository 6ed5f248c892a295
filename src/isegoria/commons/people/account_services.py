"""Writes about one's own account: opening it, proving its address or identity, changing what is shown."""

from typing import cast
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import policies
from isegoria.commons.people.merging import unite
from isegoria.commons.people.models import Account, Person, Proof
from isegoria.commons.people.proofs import TakenError, attach
from isegoria.core.actor import Actor, Verification
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service

OWN = Private("who has an account, and how it is reached, is nobody else's business")


@service(journal=OWN)
def sign_up(*, actor: Actor, email: str, display_name: str, declared_age: int) -> Account:
    """The account of whoever has just proved to read the mail of ``email``: theirs, or a new one.

    An account that exists keeps its name and the greatest age said. Call it only once a code came back.
    Raises Conflict when the mailbox became another account's meanwhile (``mailbox``).
    """
    policies.SIGN_UP.authorise(actor)
    account = _account_of(email)
    if account is None:
        try:
            with transaction.atomic():
                account = Account.objects.create_user(email, display_name=display_name)
        except IntegrityError:  # the same form, sent twice at once
            account = Account.objects.get(email=email)
        else:
            EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
            _take_mailbox(account)
    Person.objects.filter(pk=account.person_id).update(
        declared_age=Greatest("declared_age", declared_age)
    )
    _raise_to(account, Verification.EMAIL)
    return account


@service(journal=OWN)
def confirm_address(*, actor: Actor, account: Account) -> None:
    """Note that somebody proved to read the mail of their account. Once is enough."""
    policies.OWN_ACCOUNT.authorise(actor)
    if not _raise_to(account, Verification.EMAIL):
        nothing_changed()


@service(journal=OWN)
def connect_identity(*, actor: Actor, account: Account, provider: str, uid: str) -> None:
    """Attach an identity that a provider vouched for in this session.

    One identity belongs to one person for good: unlinking it and linking it to a second account makes no
    second citizen. Whoever it led to without an account becomes one with this person. Raises Conflict
    (``identity_taken``) when it is somebody else's who has an account.
    """
    policies.OWN_ACCOUNT.authorise(actor)
    account = Account.objects.select_for_update().get(pk=account.pk)
    person = Person.objects.get(pk=account.person_id)
    try:
        attach(person, Proof.Kind.IDENTITY, f"{provider}\0{uid}")
    except TakenError as taken:
        try:
            person = unite(person.pk, taken.holder)
        except Conflict as refused:
            raise _identity_taken() from refused
    identity, _created = SocialAccount.objects.get_or_create(
        provider=provider, uid=uid, defaults={"user": account}
    )
    if identity.user_id != account.pk:
        raise _identity_taken()
    _raise_to(account, Verification.IDENTITY)


@service(journal=OWN)
def disconnect_identity(*, actor: Actor, account: Account, identity_id: int) -> None:
    """Sign in by this identity no more. The person stays as well known as before."""
    policies.OWN_ACCOUNT.authorise(actor)
    deleted, _by_model = SocialAccount.objects.filter(user=account, pk=identity_id).delete()
    if not deleted:
        nothing_changed()


@service(journal=OWN)
def change_profile(*, actor: Actor, display_name: str, declared_age: int) -> None:
    """Change the name shown, and say an age reached: an age is never taken back."""
    policies.OWN_ACCOUNT.authorise(actor)
    Person.objects.filter(pk=cast("UUID", actor.person_id)).update(
        display_name=display_name, declared_age=Greatest("declared_age", declared_age)
    )


@service(journal=OWN)
def choose_password(*, actor: Actor, account: Account, password: str) -> Account:
    """Give an account a password, or another one. Raises ValidationError when it is too weak."""
    policies.OWN_ACCOUNT.authorise(actor)
    account = Account.objects.select_for_update().get(pk=account.pk)
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@service(journal=OWN)
def remove_second_factor(*, actor: Actor, account: Account) -> None:
    """Take every second proof off the account of somebody who lost theirs, and end their sessions."""
    policies.OPEN_ACCOUNT.authorise(actor)
    Authenticator.objects.filter(user=account).delete()
    known = UserSession.objects.filter(user=account)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()


def _take_mailbox(account: Account) -> None:
    try:
        attach(account.person, Proof.Kind.MAILBOX, account.email)
    except TakenError:
        raise Conflict(
            _("This mailbox already has an account, under another writing of its address."),
            code="mailbox",
        ) from None


def _account_of(email: str) -> Account | None:
    known = EmailAddress.objects.select_related("user").filter(email=email).first()
    return known.user if known else None


def _raise_to(account: Account, level: Verification) -> bool:
    """Raise how well a person is known; True when it was raised."""
    lower = Person.objects.filter(pk=account.person_id, verification__lt=level)
    return bool(lower.update(verification=level))


def _identity_taken() -> Conflict:
    return Conflict(
        _(
            "This identity already belongs to another person here, so it was not connected to your"
            " account. If both accounts are yours, write to whoever runs this site."
        ),
        code="identity_taken",
    )

"""What happens when somebody signs in, or proves an address: what they did before comes along."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from isegoria.commons.people.merging import bring_along
from isegoria.commons.people.models import Account
from isegoria.commons.people.visitors import forget_cookie, person_of_visitor
from isegoria.core.actor import Actor


def listen() -> None:
    """Be told of every arrival; called once, when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="people.signed_in")
    email_confirmed.connect(_proved_an_address, dispatch_uid="people.proved_an_address")


def _signed_in(*, request: HttpRequest, user: Account, **_unused: Any) -> None:
    visitor = person_of_visitor(request)
    bring_along(
        actor=Actor(person_id=user.person_id),
        visitor=visitor.pk if visitor is not None else None,
    )
    if visitor is not None:
        forget_cookie(request)


def _proved_an_address(*, email_address: EmailAddress, **_unused: Any) -> None:
    account = Account.objects.get(pk=email_address.user_id)
    bring_along(actor=Actor(person_id=account.person_id), visitor=None)

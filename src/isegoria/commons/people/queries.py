"""Reads about persons."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from isegoria.commons.people.models import Account, Person
from isegoria.core.actor import ANONYMOUS, Actor, Verification


def display_name(account: Account) -> str:
    """The name an account's person chose to be shown by, '' when none."""
    return Person.objects.values_list("display_name", flat=True).get(pk=account.person_id)


def actor_for_user(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """The actor behind a signed-in account (one query, for the verification level), or nobody."""
    if not isinstance(user, Account) or not user.is_active:
        return ANONYMOUS
    level = Person.objects.values_list("verification", flat=True).get(pk=user.person_id)
    return Actor(
        person_id=user.person_id,
        is_administrator=user.is_administrator,
        verification=Verification(level),
    )

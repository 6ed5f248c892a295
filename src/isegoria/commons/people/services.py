"""Writes about persons and accounts."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import policies
from isegoria.commons.people.merging import rows_left
from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.proofs import keep_mailboxes, lasting_keys, raise_verification
from isegoria.commons.people.returning import keep_spent
from isegoria.core import registry
from isegoria.core.actor import Actor, Verification
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service


@service(journal=Private("who has an account is nobody else's business"))
def open_account(
    *,
    actor: Actor,
    email: str,
    display_name: str,
    password: str | None = None,
    is_administrator: bool = False,
) -> Account:
    """Open an account for somebody whose address an administrator vouches for.

    Raises Conflict when the address has an account.
    """
    policies.OPEN_ACCOUNT.authorise(actor)
    if Account.objects.filter(email=email.lower()).exists():
        raise Conflict(_("This address already has an account."), code="account_exists")
    account = Account.objects.create_user(
        email, password, display_name=display_name, is_administrator=is_administrator
    )
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    keep_mailboxes(account.person_id, [account.email])
    raise_verification(account.person, Verification.EMAIL)
    return account


@service(journal=Private("who administers a site is said on its own pages, by those who choose to"))
def make_administrator(*, actor: Actor, account: Account) -> Account:
    """Let an account administer the whole site. Done once, changes nothing the second time."""
    policies.OPEN_ACCOUNT.authorise(actor)
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.is_administrator:
        nothing_changed()
        return account
    account.is_administrator = True
    account.save(update_fields=["is_administrator"])
    return account


@service(journal=Private("who asked to be forgotten is the one thing that must not be told"))
def forget_person(*, actor: Actor, account: Account) -> None:
    """Forget the person behind an account: each room does what it declared, then the account goes, and the
    person too unless a legal duty keeps rows that point to them.

    Public acts stay, and can no longer be linked to anybody (see the register of personal data). Where they
    still count, digests of the proofs stay until the activity closes (:mod:`.returning`). Rooms still find
    the account and its addresses while they forget.
    """
    policies.FORGET_PERSON.authorise(actor, account)
    account = Account.objects.select_for_update().get(pk=account.pk)
    person_id = account.person_id
    addresses = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
    keep_spent(person_id, lasting_keys(person_id, {account.email, *addresses}))
    for erase in registry.declared(lambda component: filter(None, [component.erase])):
        erase(person_id)
    account.delete()
    if not any(found for _column, found in rows_left(person_id)):
        Person.objects.filter(pk=person_id).delete()

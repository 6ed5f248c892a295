"""Two persons proved to be one become one, and their acts with them.

Every room says in its manifest (``Component.merge``) how it gives the acts of the second person to the
first, with a rule for each conflict: one stance per post, one mandate, one follow. What every room must
think of is found by looking at the tables (:func:`columns_of_persons`); a merge that would leave, or
lose, a row of the second person is refused whole, and a test tries every table of the installation.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Account, FormerPerson, Person, Proof
from isegoria.commons.people.person_policies import MERGE
from isegoria.commons.people.proofs import keep_mailboxes, proof_key
from isegoria.commons.people.returning import count_once
from isegoria.core import registry
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service

PRIVATE = Private(
    "that two persons are one is their own business; their public acts stay as they are"
)


class RowsLeftError(Exception):
    """A room forgot a table: rows of a person would be left behind. Nothing was changed."""


@service(journal=PRIVATE)
def merge_persons(*, actor: Actor, kept: UUID, gone: UUID) -> Person:
    """Give everything of ``gone`` to ``kept``, as an administrator or the installation decides.

    Raises Conflict when the two cannot be one (see :func:`unite`).
    """
    MERGE.authorise(actor)
    return unite(kept, gone)


@service(journal=PRIVATE)
def bring_along(*, actor: Actor, visitor: UUID | None) -> None:
    """Whoever has just signed in brings along what they did before, in two ways: by the cookie of this
    browser (``visitor``), and through an agent who noted an address that the account now proves.

    What turns out to be somebody else's is left alone, but an address belongs to whoever proves it.
    """
    person_id = actor.person_id
    if person_id is None:
        raise Conflict(_("Sign in first."), code="nobody")
    addresses = EmailAddress.objects.filter(user__person_id=person_id, verified=True).values_list(
        "email", flat=True
    )
    keep_mailboxes(person_id, addresses)
    keys = {proof_key(Proof.Kind.ADDRESS, address) for address in addresses}
    proofs = Proof.objects.filter(kind=Proof.Kind.ADDRESS)
    proofs.filter(person_id=person_id).exclude(key__in=keys).delete()
    known = dict(proofs.filter(key__in=keys).values_list("key", "person_id"))
    others = {other for other in (visitor, *known.values()) if other not in (None, person_id)}
    for other in filter(None, others):
        try:
            with transaction.atomic():
                unite(person_id, other)
        except Conflict:
            proofs.filter(person_id=other, key__in=keys).update(person_id=person_id)
    new = [
        Proof(person_id=person_id, kind=Proof.Kind.ADDRESS, key=key) for key in keys - known.keys()
    ]
    Proof.objects.bulk_create(new, ignore_conflicts=True)
    if not others and not new:
        nothing_changed()


def unite(kept: UUID, gone: UUID) -> Person:
    """Make two persons one, in the transaction of the caller, who has found out that they are.

    The person who remains has the higher verification and the higher declared age. Raises Conflict when
    one is gone already (``gone``), when each has an account (``two_accounts``), or when a register
    names them apart (``two_lines``).
    """
    persons = {
        person.pk: person
        for person in Person.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")
    }
    if len(persons) != 2:
        raise Conflict(_("These two are one person already. Nothing was changed."), code="gone")
    _refuse_two(kept, gone)
    for merge in registry.declared(lambda component: filter(None, [component.merge])):
        merge(kept, gone)
    one, other = persons[kept], persons[gone]
    one.verification = max(one.verification, other.verification)
    one.declared_age = max(one.declared_age, other.declared_age)
    one.display_name = one.display_name or other.display_name
    one.save(update_fields=["verification", "declared_age", "display_name"])
    count_once(kept, frozenset(map(UUID, (*one.already_counted, *other.already_counted))))
    FormerPerson.objects.create(person=one, former=gone)
    left = [label for label, rows in rows_left(gone) if rows]
    if left:
        raise RowsLeftError(f"rows of the person who goes are left in {', '.join(left)}")
    other.delete()
    return one


def merge_people(kept: UUID, gone: UUID) -> None:
    """What this room does at a merge. A cookie never opens an account: those of an account's person go."""
    Account.objects.filter(person_id=gone).update(person_id=kept)
    Proof.objects.filter(person_id=gone).update(person_id=kept)
    Proof.objects.filter(entered_by_id=gone).update(entered_by_id=kept)
    FormerPerson.objects.filter(person_id=gone).update(person_id=kept)
    if Account.objects.filter(person_id=kept).exists():
        Proof.objects.filter(person_id=kept, kind=Proof.Kind.COOKIE).delete()


def columns_of_persons() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every column of the installation that points to a person."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.related_model is Person:
                yield model, field


def _refuse_two(kept: UUID, gone: UUID) -> None:
    if Account.objects.filter(person_id__in=[kept, gone]).count() > 1:
        raise Conflict(
            _("Each of the two has an account. Close one of them first; nothing was changed."),
            code="two_accounts",
        )
    lines = Proof.objects.filter(person_id__in=[kept, gone], kind=Proof.Kind.REGISTER)
    if lines.values("person_id").distinct().count() > 1:
        raise Conflict(
            _("The register names these two apart: they are not one person. Nothing was changed."),
            code="two_lines",
        )


def rows_left(gone: UUID) -> Iterator[tuple[str, bool]]:
    """Each column that could point to a person, and whether a row of it still does."""
    for model, field in columns_of_persons():
        rows = model._base_manager.filter(**{field.name: gone})
        yield f"{model._meta.label}.{field.name}", rows.exists()

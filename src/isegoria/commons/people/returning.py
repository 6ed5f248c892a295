"""Who was forgotten and comes back: a person counts once, though nobody knows any more what they did.

When somebody is forgotten, their positions stay counted, of nobody. So that whoever deletes an account and
opens another does not count twice, each activity that is still open and where they count keeps, until it
closes, a digest of each proof by which they were recognised (:class:`SpentProof`). A proof that is shown
again and fits tells one thing: *this person counted here before*. What they did there is not known.
"""

from collections.abc import Collection
from uuid import UUID

from isegoria.commons.people.keys import digest
from isegoria.commons.people.models import Person, SpentProof
from isegoria.core import registry


def places_that_count(person: Person) -> frozenset[UUID]:
    """The activities, still open, where a person counts and goes on counting once forgotten."""
    scopes = set(map(UUID, person.already_counted))
    for counted in registry.declared(lambda component: filter(None, [component.counted])):
        scopes.update(counted(person.pk))
    return frozenset(scopes)


def keep_spent(person_id: UUID, keys: Collection[str]) -> None:
    """Before a person is forgotten, keep what tells that the proofs ``keys`` were used where they count."""
    scopes = places_that_count(Person.objects.select_for_update().get(pk=person_id))
    spent = {_spent(scope, key): scope for scope in scopes for key in keys}
    SpentProof.objects.bulk_create(
        (SpentProof(key=key, scope=spent[key]) for key in sorted(spent)), ignore_conflicts=True
    )


def recognise_return(person_id: UUID, keys: Collection[str]) -> None:
    """Note where a person who has just shown the proofs ``keys`` counts already, under an account that was
    deleted. One statement where nobody was forgotten."""
    scopes = SpentProof.objects.values_list("scope", flat=True).distinct()
    sought = [_spent(scope, key) for scope in scopes for key in keys]
    if sought:
        found = SpentProof.objects.filter(key__in=sought).values_list("scope", flat=True)
        count_once(person_id, frozenset(found))


def count_once(person_id: UUID, scopes: frozenset[UUID]) -> None:
    """Note that a person counts already in ``scopes``, and take back what they did there since: what stands
    of the account that was deleted cannot be found, nor replaced."""
    if not scopes:
        return
    person = Person.objects.select_for_update().get(pk=person_id)
    person.already_counted = sorted({*person.already_counted, *map(str, scopes)})
    person.save(update_fields=["already_counted"])
    for uncount in registry.declared(lambda component: filter(None, [component.uncount])):
        uncount(person_id, scopes)


def forget_spent(still_open: Collection[UUID]) -> int:
    """Forget what was kept for activities that are not among ``still_open``; answer how many digests."""
    deleted, _by_model = SpentProof.objects.exclude(scope__in=still_open).delete()
    known = set(map(str, still_open))
    for person in Person.objects.exclude(already_counted=[]).only("already_counted"):
        left = [scope for scope in person.already_counted if scope in known]
        if left != person.already_counted:
            Person.objects.filter(pk=person.pk).update(already_counted=left)
    return deleted


def _spent(scope: UUID, key: str) -> str:
    return digest("spent", f"{scope}\0{key}")

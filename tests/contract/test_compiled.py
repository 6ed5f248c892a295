"""A queryset that is written once answers as the queryset does, with the values of each call."""

from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, UUIDField

from isegoria.commons.people.models import Account, Person
from isegoria.core.compiled import Compiled, Given
from isegoria.core.ui.pagination import CompiledPages, paginate

pytestmark = pytest.mark.django_db

_PERSON = Given("person", UUIDField())


def _people(count: int) -> list[Account]:
    return [
        Account.objects.create_user(f"p{n}@example.org", display_name=f"P{n}") for n in range(count)
    ]


def test_each_call_has_its_own_values() -> None:
    first, second = (account.person_id for account in _people(2))
    names = Compiled(
        lambda: Person.objects.filter(pk=_PERSON).values_list("display_name", flat=True)
    )
    assert names(person=first) == ["P0"]
    assert names(person=second) == ["P1"]
    assert names(person=uuid4()) == []


def test_a_value_may_stand_twice_among_constants() -> None:
    person = _people(1)[0].person_id
    found = Compiled(
        lambda: Person.objects.filter(Q(pk=_PERSON) | Q(pk=_PERSON), verification=0).values_list(
            "pk", "declared_age"
        )
    )
    assert found(person=person) == [(person, 0)]


def test_objects_come_with_what_they_select_and_prefetch() -> None:
    account = _people(1)[0]
    accounts = Compiled(lambda: Account.objects.filter(person=_PERSON).select_related("person"))
    people = Compiled(lambda: Person.objects.filter(pk=_PERSON).prefetch_related("proofs"))
    (found,) = accounts(person=account.person_id)
    assert (found, found.person.display_name) == (account, "P0")
    (person,) = people(person=account.person_id)
    assert list(person.proofs.all()) == []


def test_what_was_sent_is_the_same_until_a_value_changes() -> None:
    person = _people(1)[0].person_id
    names = Compiled(lambda: Person.objects.filter(pk=_PERSON).values_list("display_name"))
    first, again = names.sent(person=person), names.sent(person=person)
    assert (first, hash(first), first.all()) == (again, hash(again), [("P0",)])
    Person.objects.filter(pk=person).update(display_name="Zoé")
    assert names.sent(person=person) != first
    others = Compiled(lambda: Person.objects.filter(pk=_PERSON).values_list("display_name"))
    assert others.sent(person=person) != names.sent(person=person)


def test_a_row_is_the_same_in_every_statement_like_the_first() -> None:
    people = _people(2)
    everybody = Compiled(lambda: Person.objects.filter(pk__in=[each.person_id for each in people]))
    one = Compiled(lambda: Person.objects.filter(pk=_PERSON), like=everybody)
    rows = {row.pk: row for row in everybody.sent().each()}
    for account in people:
        assert one.sent(person=account.person_id) == rows[account.person_id]
        assert rows[account.person_id].one() == account.person


def test_a_value_that_is_missing_is_told() -> None:
    with pytest.raises(KeyError, match="person"):
        Compiled(lambda: Person.objects.filter(pk=_PERSON))()


def test_pages_are_those_of_the_queryset_both_ways() -> None:
    _people(7)
    people, order = Person.objects.filter(verification=0), ("-display_name",)
    pages = CompiledPages(lambda: people, order=order, size=3)
    cursor, walked = "", list[tuple[Person, ...]]()
    while True:
        page = pages.page(cursor)
        assert page == paginate(people, order=order, cursor=cursor, size=3)
        assert not page.previous or pages.page(page.previous).items == walked[-1]
        walked.append(page.items)
        if not page.next:
            break
        cursor = page.next
    assert [str(person) for page in walked for person in page] == [
        f"P{n}" for n in range(6, -1, -1)
    ]


@pytest.mark.django_db(transaction=True)
def test_threads_share_what_was_written_and_keep_their_own_connection() -> None:
    keys = [account.person_id for account in _people(4)]
    names = Compiled(
        lambda: Person.objects.filter(pk=_PERSON).values_list("display_name", flat=True)
    )
    found: dict[UUID, list[str]] = {}

    def ask(key: UUID) -> None:
        for _turn in range(20):
            found[key] = names(person=key)
        connection.close()

    threads = [Thread(target=ask, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {key: [f"P{n}"] for n, key in enumerate(keys)}

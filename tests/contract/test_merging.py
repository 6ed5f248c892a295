"""Two persons proved to be one: everything follows, in every table, and no count is of two."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import models

from isegoria.commons.people.merging import RowsLeftError, merge_persons, unite
from isegoria.commons.people.models import Account, FormerPerson, Person, Proof
from isegoria.commons.people.proofs import attach, person_today, recognise, references
from isegoria.commons.posts import services
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Follow, Post, Stance, StanceAct
from isegoria.commons.posts.tests.support import NOW, World, citizen, counts, published, world
from isegoria.core import clock, registry
from isegoria.core.actor import SYSTEM, Actor, Verification
from isegoria.core.errors import Conflict, Refused
from isegoria.core.journal.commitments import commit
from isegoria.core.journal.models import Commitment
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database
from tests.contract.rows_of_persons import columns, row_of, unknown_references

pytestmark = pytest.mark.django_db

COLUMNS = list(columns())


def two() -> tuple[Person, Person]:
    """Two persons."""
    return Person.objects.create(), Person.objects.create()


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=str)
def test_every_table_follows(model: type[models.Model], field: "models.Field[Any, Any]") -> None:
    """A room that forgets one of its tables fails here, the day the table is made."""
    kept, gone = two()
    row = row_of(model, field, gone.pk)
    merge_persons(actor=SYSTEM, kept=kept.pk, gone=gone.pk)
    after = model._default_manager.filter(pk=row.pk).values_list(field.attname, flat=True)
    assert list(after) == [kept.pk]
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_the_list_of_references_that_are_not_people_is_up_to_date() -> None:
    assert len(COLUMNS) > 10
    assert not unknown_references()


def test_a_merge_that_would_lose_rows_is_refused_whole(monkeypatch) -> None:
    kept, gone = two()
    row_of(Proof, Proof._meta.get_field("person"), gone.pk)
    monkeypatch.setattr(registry, "declared", lambda _field: iter(()))
    with pytest.raises(RowsLeftError, match=r"people\.Proof\.person"):
        merge_persons(actor=SYSTEM, kept=kept.pk, gone=gone.pk)
    assert Person.objects.filter(pk=gone.pk).exists()


def test_the_one_who_remains_is_known_as_well_as_the_better_known() -> None:
    kept = Person.objects.create(verification=Verification.REGISTER, declared_age=16)
    gone = Person.objects.create(
        verification=Verification.EMAIL, declared_age=18, display_name="Zoé"
    )
    one = merge_persons(actor=SYSTEM, kept=kept.pk, gone=gone.pk)
    assert (one.verification, one.declared_age) == (Verification.REGISTER, 18)
    assert one.display_name == "Zoé"


def test_a_former_reference_leads_to_the_person_of_today() -> None:
    first, second, third = (Person.objects.create() for _number in range(3))
    unite(second.pk, first.pk)
    unite(third.pk, second.pk)
    assert person_today(first.pk) == third
    assert set(references(third.pk)) == {first.pk, second.pk, third.pk}
    assert person_today(uuid4()) is None


def test_two_accounts_stay_two() -> None:
    accounts = [Account.objects.create_user(f"{name}@exemple.test") for name in "ab"]
    with pytest.raises(Conflict) as refused:
        unite(accounts[0].person_id, accounts[1].person_id)
    assert refused.value.code == "two_accounts"


def test_two_whom_the_register_names_apart_stay_two() -> None:
    kept, gone = two()
    attach(kept, Proof.Kind.REGISTER, "one line")
    attach(gone, Proof.Kind.REGISTER, "another")
    with pytest.raises(Conflict) as refused:
        unite(kept.pk, gone.pk)
    assert refused.value.code == "two_lines"


def test_the_same_person_twice_is_a_conflict() -> None:
    kept, _gone = two()
    with pytest.raises(Conflict):
        unite(kept.pk, kept.pk)


def test_no_cookie_is_left_that_would_open_an_account() -> None:
    account = Account.objects.create_user("a@exemple.test")
    visitor = Person.objects.create()
    attach(visitor, Proof.Kind.COOKIE, "secret")
    unite(account.person_id, visitor.pk)
    assert recognise(Proof.Kind.COOKIE, "secret") is None


def test_nobody_merges_others() -> None:
    kept, gone = two()
    with pytest.raises(Refused):
        merge_persons(actor=Actor(person_id=kept.pk), kept=kept.pk, gone=gone.pk)


@pytest.fixture
def place() -> "Any":
    """A process open for writing, at one instant."""
    with clock.frozen(NOW):
        yield world()


def take(actor: Actor, post: Post, value: int, *, hours: int) -> None:
    """Take a position some hours after the beginning."""
    with clock.frozen(NOW + timedelta(hours=hours)):
        services.take_stance(actor=actor, ref=post.ref, value=value)


@pytest.mark.parametrize(("hours", "stands"), [((1, 2), -1), ((2, 1), 1)])
def test_of_two_positions_the_later_stands(
    place: World, hours: tuple[int, int], stands: int
) -> None:
    author, kept, gone = citizen(), citizen(), citizen()
    post = published(author, place)
    take(kept, post, 1, hours=hours[0])
    take(gone, post, -1, hours=hours[1])
    assert counts(post)[:3] == (1, 0, 1)
    merge_persons(actor=SYSTEM, kept=kept.person_id, gone=gone.person_id)
    assert Stance.objects.get(post=post).value == stands
    assert counts(post)[:3] == ((1, 0, 0) if stands == 1 else (0, 0, 1))
    assert check_counters() == 0


def test_the_sum_of_the_public_acts_stays_that_of_the_counters(place: World) -> None:
    author, kept, gone = citizen(), citizen(), citizen()
    post = published(author, place)
    take(kept, post, 1, hours=1)
    take(gone, post, -1, hours=2)
    merge_persons(actor=SYSTEM, kept=kept.person_id, gone=gone.person_id)
    sums = dict.fromkeys((1, 0, -1), 0)
    for act in StanceAct.objects.all():
        for value, step in ((act.value, 1), (act.former_value, -1)):
            if value is not None:
                sums[value] += step
    assert tuple(sums.values()) == counts(post)[:3]
    sequence_once()
    assert verify_database().ok


def test_follows_are_counted_once(place: World) -> None:
    author, kept, gone = citizen(), citizen(), citizen()
    post = published(author, place)
    for follower in (kept, gone):
        services.follow_post(actor=follower, post=post)
        services.follow_process(actor=follower, process=place.process)
    merge_persons(actor=SYSTEM, kept=kept.person_id, gone=gone.person_id)
    assert counts(post)[4] == 1
    assert Follow.objects.filter(person=kept.person_id).count() == 2
    assert check_counters() == 0


def test_texts_of_both_are_texts_of_one_and_each_can_still_be_proved(place: World) -> None:
    kept, gone = citizen(), citizen()
    posts = [published(kept, place), published(gone, place)]
    merge_persons(actor=SYSTEM, kept=kept.person_id, gone=gone.person_id)
    assert set(Post.objects.values_list("author", flat=True)) == {kept.person_id}
    assert kept.person_id is not None
    mine = references(kept.person_id)
    for post in posts:
        commitment = Commitment.objects.select_related("entry").get(
            entry__subject=post.ref, name="by"
        )
        opened = {commit(bytes(commitment.salt), each) for each in mine}
        assert any(digest.encode() in bytes(commitment.entry.content) for digest in opened)
    assert FormerPerson.objects.get().former == gone.person_id

"""Whoever deletes an account and opens another counts once where their positions still stand."""

from datetime import timedelta

import pytest
from django.test import Client

from isegoria.commons.people.account_services import connect_identity, sign_up
from isegoria.commons.people.merging import unite
from isegoria.commons.people.models import Account, Person, Proof, SpentProof
from isegoria.commons.people.proofs import attach
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.people.services import forget_person
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Stance, StanceAct
from isegoria.commons.posts.services import take_back_stance, take_stance
from isegoria.commons.posts.tests.support import (
    CLOSES,
    World,
    citizen,
    comment,
    counts,
    page_of,
    published,
    text_of,
    world,
)
from isegoria.commons.processes.erasure import forget_spent_proofs
from isegoria.commons.processes.models import Process
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.errors import Refused

ADDRESS = "zoe.martin@gmail.com"


def opened(email: str = ADDRESS) -> tuple[Account, Actor]:
    """An account opened by a code that came back, and the actor that its owner is."""
    account = sign_up(actor=ANONYMOUS, email=email, display_name="Zoé", declared_age=18)
    return account, seen(account)


def seen(account: Account) -> Actor:
    """The owner of an account, as the next request finds them."""
    return actor_for_user(Account.objects.get(pk=account.pk))


def left(account: Account) -> None:
    """The account is deleted."""
    forget_person(actor=SYSTEM, account=Account.objects.get(pk=account.pk))


@pytest.mark.parametrize("back", [ADDRESS, "zoemartin+again@gmail.com"])
def test_a_position_stands_and_no_second_one_is_taken(place: World, back: str) -> None:
    post, other = published(citizen(), place), published(citizen(), place)
    account, zoe = opened()
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    account, zoe = opened(back)
    for text in (post, other):
        with pytest.raises(Refused) as refused:
            take_stance(actor=zoe, ref=text.ref, value=-1)
        assert refused.value.decision.code == "already_counted"
    with pytest.raises(Refused):
        take_back_stance(actor=zoe, ref=post.ref)
    assert counts(post)[:3] == (1, 0, 0)
    assert comment(zoe, post).author_id == zoe.person_id, "everything else is open"
    reader = Client()
    reader.force_login(account)
    page = text_of(reader.get(page_of(post)))
    assert "sous un compte supprimé depuis" in page or "under an account that was deleted" in page


def test_somebody_else_and_another_activity_are_open(place: World) -> None:
    post, elsewhere = published(citizen(), place), published(citizen(), world("foret"))
    account, zoe = opened()
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    _account, yann = opened("yann@exemple.test")
    take_stance(actor=yann, ref=post.ref, value=1)
    _account, zoe = opened()
    take_stance(actor=zoe, ref=elsewhere.ref, value=1)
    assert counts(post)[0] == 2


def test_an_identity_shown_later_takes_back_what_was_counted_twice(place: World) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    connect_identity(actor=zoe, account=account, provider="oidc", uid="sub-1")
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    account, zoe = opened("another@exemple.test")
    take_stance(actor=zoe, ref=post.ref, value=1)
    assert counts(post)[0] == 2, "nothing says that they are one"
    connect_identity(actor=zoe, account=account, provider="oidc", uid="sub-1")
    assert counts(post)[0] == 1
    assert not Stance.objects.filter(person=zoe.person_id).exists()
    assert StanceAct.objects.order_by("-pk")[0].former_value == 1, "taken back in the journal too"
    assert check_counters() == 0
    with pytest.raises(Refused):
        take_stance(actor=seen(account), ref=post.ref, value=1)


def test_a_line_of_the_register_is_known_again(place: World) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    attach(account.person, Proof.Kind.REGISTER, "a line")
    take_stance(actor=zoe, ref=post.ref, value=0)
    left(account)
    visitor = Person.objects.create(declared_age=18)
    attach(visitor, Proof.Kind.REGISTER, "a line")
    visitor.refresh_from_db()
    assert visitor.already_counted == [str(place.activity.ref)]


def test_what_a_visitor_did_meanwhile_is_taken_back_when_both_are_one(place: World) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    visitor = citizen()
    take_stance(actor=visitor, ref=post.ref, value=-1)
    account, zoe = opened()
    assert zoe.person_id
    assert visitor.person_id
    unite(zoe.person_id, visitor.person_id)
    assert counts(post)[:3] == (1, 0, 0)
    assert check_counters() == 0


def test_leaving_twice_opens_nothing(place: World) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    account, zoe = opened()
    connect_identity(actor=zoe, account=account, provider="oidc", uid="sub-1")
    left(account)
    account, zoe = opened("another@exemple.test")
    connect_identity(actor=zoe, account=account, provider="oidc", uid="sub-1")
    with pytest.raises(Refused):
        take_stance(actor=seen(account), ref=post.ref, value=1)


def test_nothing_is_kept_of_who_took_no_position_or_took_them_back(place: World) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    comment(zoe, post)
    take_stance(actor=zoe, ref=post.ref, value=1)
    take_back_stance(actor=zoe, ref=post.ref)
    left(account)
    assert not SpentProof.objects.exists()


def test_what_is_kept_leads_from_no_activity_to_another(place: World) -> None:
    account, zoe = opened()
    for here in (place, world("foret")):
        take_stance(actor=zoe, ref=published(citizen(), here).ref, value=1)
    left(account)
    rows = list(SpentProof.objects.values_list("key", "scope"))
    assert len({scope for _key, scope in rows}) == 2
    assert len({key for key, _scope in rows}) == len(rows)


@pytest.mark.parametrize("archived", [True, False])
def test_it_is_forgotten_when_the_activity_closes(place: World, archived: bool) -> None:
    post = published(citizen(), place)
    account, zoe = opened()
    take_stance(actor=zoe, ref=post.ref, value=1)
    left(account)
    account, _zoe = opened()
    assert forget_spent_proofs() == 0
    if archived:
        Process.objects.update(state="archived")
    with clock.frozen(clock.now() if archived else CLOSES + timedelta(seconds=1)):
        assert forget_spent_proofs() > 0
    assert not SpentProof.objects.exists()
    account.person.refresh_from_db()
    assert account.person.already_counted == []

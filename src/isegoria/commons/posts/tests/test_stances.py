"""Positions: one per person, counted to the last, sealed, and of nobody once their person is forgotten."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.posts import services
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.erasure import erase_person
from isegoria.commons.posts.journal import STANCES
from isegoria.commons.posts.models import Post, QualifierCount, Stance, StanceAct
from isegoria.commons.posts.rules import (
    Position,
    bits_of,
    change,
    problems_of_position,
)
from isegoria.commons.posts.statistics import STATISTICS
from isegoria.commons.posts.tests.support import citizen, comment, counts, draft, published
from isegoria.core import registry
from isegoria.core.actor import ANONYMOUS
from isegoria.core.errors import Invalid, Refused
from isegoria.core.journal.receipts import receipt_for_act
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database

LOVED, FEASIBLE, IMPOSSIBLE = 1, 2, 4
positions = st.none() | st.builds(
    Position, st.sampled_from((-1, 0, 1)), st.integers(min_value=0, max_value=2**15 - 1)
)


def qualifiers(post: Post) -> dict[int, int]:
    rows = QualifierCount.objects.filter(post=post, count__gt=0)
    return dict(rows.values_list("bit", "count"))


@given(st.lists(positions, max_size=30))
def test_the_changes_of_one_person_add_up_to_their_last_position(moves) -> None:
    values = dict.fromkeys((-1, 0, 1), 0)
    bits: dict[int, int] = {}
    before = None
    for after in moves:
        by = change(before, after)
        assert all(by.values.values())
        assert all(by.bits.values())
        for value, step in by.values.items():
            values[value] += step
        for bit, step in by.bits.items():
            bits[bit] = bits.get(bit, 0) + step
        before = after
    assert {value for value, count in values.items() if count} == (
        {before.value} if before else set()
    )
    assert sorted(bit for bit, count in bits.items() if count) == (
        bits_of(before.qualifiers) if before else []
    )


@given(st.integers(-3, 3), st.integers(-1, 40))
def test_only_declared_qualifiers_that_fit_go_with_a_position(value, bits) -> None:
    kind = registry.post_kinds()["plain.text"]
    fitting = {1: LOVED | FEASIBLE, 0: 0, -1: IMPOSSIBLE}
    accepted = value in fitting and bits >= 0 and bits | fitting[value] == fitting[value]
    assert (not problems_of_position(kind, Position(value, bits))) is accepted


def test_one_person_has_one_position_however_often_they_change(place) -> None:
    post, person = published(citizen(), place), citizen()
    take = {"actor": person, "ref": post.ref}
    services.take_stance(value=1, qualifiers=LOVED | FEASIBLE, **take)
    assert (counts(post)[:3], qualifiers(post)) == ((1, 0, 0), {0: 1, 1: 1})
    services.take_stance(value=1, qualifiers=LOVED, **take)
    services.take_stance(value=1, qualifiers=LOVED, **take)
    assert (counts(post)[:3], qualifiers(post)) == ((1, 0, 0), {0: 1})
    services.take_stance(value=-1, qualifiers=IMPOSSIBLE, **take)
    assert (counts(post)[:3], qualifiers(post)) == ((0, 0, 1), {2: 1})
    services.take_back_stance(**take)
    services.take_back_stance(**take)
    assert (counts(post)[:3], qualifiers(post), Stance.objects.count()) == ((0, 0, 0), {}, 0)
    acts = StanceAct.objects.order_by("id")
    assert list(acts.values_list("former_value", "value", "qualifiers")) == [
        (None, 1, 3),
        (1, 1, 1),
        (1, -1, 4),
        (-1, None, 0),
    ]


def test_whoever_reads_the_acts_finds_the_counters(place) -> None:
    post = published(citizen(), place)
    for rank in range(7):
        person = citizen()
        services.take_stance(actor=person, ref=post.ref, value=1)
        if rank % 2:
            services.take_stance(actor=person, ref=post.ref, value=-1, qualifiers=IMPOSSIBLE)
        if rank % 3 == 0:
            services.take_back_stance(actor=person, ref=post.ref)
    told = dict.fromkeys((1, 0, -1), 0)
    for act in StanceAct.objects.select_related("post"):
        leaf = STANCES.leaf(act)
        for name, step in (("value", 1), ("former_value", -1)):
            if leaf[name] is not None:
                told[leaf[name]] += step
    assert tuple(told.values()) == counts(post)[:3] == (2, 0, 2)


def test_a_comment_is_supported_never_opposed(place) -> None:
    said, person = comment(citizen(), published(citizen(), place)), citizen()
    services.take_stance(actor=person, ref=said.ref, value=1)
    for wrong in ({"value": -1}, {"value": 0}, {"value": 1, "qualifiers": LOVED}):
        with pytest.raises(Invalid):
            services.take_stance(actor=person, ref=said.ref, **wrong)
    assert counts(said)[:3] == (1, 0, 0)


def test_nobody_takes_a_position_on_what_they_cannot_read(place) -> None:
    author = citizen()
    kept, post = draft(author, place), published(author, place)
    services.withdraw_post(actor=author, post=post)
    for ref in (kept.ref, post.ref, place.activity.ref):
        for act in (services.take_stance, services.take_back_stance):
            value = {"value": 1} if act is services.take_stance else {}
            with pytest.raises(Refused) as refused:
                act(actor=citizen(), ref=ref, **value)
            assert refused.value.decision.hidden
    with pytest.raises(Refused) as refused:
        services.take_stance(actor=ANONYMOUS, ref=published(author, place).ref, value=1)
    assert refused.value.decision.code == "sign_in"


def test_an_erasure_leaves_counts_texts_and_sealed_acts_as_they_were(
    place, settings, tmp_path
) -> None:
    settings.JOURNAL_KEY = str(tmp_path / "key")
    author, person = citizen("Anne"), citizen("Basile")
    post = published(author, place)
    said = comment(person, post)
    draft(person, place, text="Jamais publié")
    services.take_stance(actor=person, ref=post.ref, value=1, qualifiers=LOVED)
    services.follow_post(actor=person, post=post)
    act = StanceAct.objects.select_related("post").get()
    assert act.commitment == sha256(bytes(act.salt) + str(person.person_id).encode()).hexdigest()
    sequence_once()
    leaf, before = STANCES.leaf(act), counts(post)
    for forgotten in (person.person_id, author.person_id):
        erase_person(forgotten)
    act = StanceAct.objects.select_related("post", "batch__entry").get()
    assert STANCES.leaf(act) == leaf
    assert (act.person, act.salt) == (None, None)
    assert counts(post) == (*before[:4], 0)
    assert Post.objects.get(pk=said.pk).text == said.text
    assert not Post.objects.filter(text="Jamais publié").exists()
    assert not Post.objects.exclude(author=None).exists()
    assert not Stance.objects.exclude(person=None).exists()
    assert check_counters() == 0
    receipt = receipt_for_act(STANCES, act)
    assert receipt is not None
    assert receipt.holds
    assert verify_database().problems == []


def test_the_nightly_count_finds_and_mends_what_differs(place, caplog) -> None:
    post, person = published(citizen(), place), citizen()
    comment(person, post)
    services.take_stance(actor=person, ref=post.ref, value=1, qualifiers=LOVED)
    services.follow_post(actor=person, post=post)
    right = counts(post)
    assert check_counters() == 0
    Post.objects.filter(pk=post.pk).update(agree_count=7, comment_count=0, follow_count=3)
    QualifierCount.objects.update(count=9)
    assert check_counters() == 1
    assert (counts(post), qualifiers(post)) == (right, {0: 1})
    assert "1 posts" in caplog.text
    assert str(post.ref) not in caplog.text
    Stance.objects.all().delete()
    assert (check_counters(), check_counters()) == (1, 0)


def test_the_public_numbers_count_what_is_shown(place) -> None:
    author, person = citizen(), citizen()
    post, gone = published(author, place), published(author, place)
    comment(person, post)
    services.take_stance(actor=person, ref=post.ref, value=1)
    services.take_stance(actor=citizen(), ref=gone.ref, value=-1)
    services.withdraw_post(actor=author, post=gone)
    assert [number.count(place.process) for number in STATISTICS] == [1, 1, 1, 2]

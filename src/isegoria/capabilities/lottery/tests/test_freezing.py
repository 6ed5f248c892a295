"""The freezing: once, in public, checked by each; never when it cannot be."""

import json
from hashlib import sha256

import pytest

from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import FrozenPool, Volunteer
from isegoria.capabilities.lottery.pool import slip_of
from isegoria.capabilities.lottery.setup_services import propose_quotas, relax_quotas
from isegoria.capabilities.lottery.tests.draws import observed
from isegoria.capabilities.lottery.tests.support import (
    AFTER,
    Call,
    comes_forward,
    crowd,
)
from isegoria.commons.notifications.models import Notice
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.models import Entry
from isegoria.kernel.merkle import leaf_hash, verify_inclusion


def _frozen(call: Call) -> FrozenPool:
    with clock.frozen(AFTER):
        return freeze_pool(actor=call.organiser, activity=call.activity)


def test_a_frozen_pool_is_published_by_its_hash_and_names_nobody(call: Call) -> None:
    crowd(call)
    pool = _frozen(call)
    assert (pool.people, pool.eligible) == (12, 12)
    assert pool.digest == sha256(pool.lines.encode()).hexdigest()
    entry = Entry.objects.get(kind="lottery.pool_frozen")
    facts = json.loads(bytes(entry.content))["facts"]
    assert (facts["pool"], facts["people"], facts["seats"]) == (pool.digest, 12, 4)
    refs = {str(ref) for ref in Volunteer.objects.values_list("ref", flat=True)}
    assert not any(ref in pool.lines for ref in refs)
    assert Notice.objects.filter(kind="lottery.frozen").count() == 12
    assert min(pool.composition) == ["Quartier", "nord", 6]


def test_every_volunteer_can_check_that_they_are_in_it(call: Call) -> None:
    crowd(call)
    pool = _frozen(call)
    draw = call.draw
    for entry in Volunteer.objects.all():
        slip = json.loads(slip_of(pool, draw, entry))
        name = bytes.fromhex(slip["salt"]) + slip["id"].encode()
        assert json.loads(slip["line"])[0] == sha256(name).hexdigest()[:32] == entry.pseudonym
        proof = [bytes.fromhex(step) for step in slip["proof"]]
        leaf = leaf_hash(slip["line"].encode())
        assert verify_inclusion(leaf, slip["index"], 12, proof, bytes.fromhex(pool.root))


def test_nothing_is_frozen_while_people_may_still_come(call: Call) -> None:
    crowd(call)
    with pytest.raises(Conflict) as raised:
        freeze_pool(actor=call.organiser, activity=call.activity)
    assert raised.value.code == "call_open"


def test_an_impossible_pool_is_refused_with_the_least_change(call: Call) -> None:
    for _rank in range(5):
        comes_forward(call, 0, 1)
    comes_forward(call, 1, 1)
    with pytest.raises(Invalid) as raised:
        _frozen(call)
    said = " ".join(map(str, raised.value.problems))
    assert "un homme" in said
    assert "nord" in said
    assert not FrozenPool.objects.exists()
    assert not Entry.objects.filter(kind="lottery.pool_frozen").exists()
    with clock.frozen(AFTER):
        relax_quotas(actor=call.organiser, activity=call.activity)
    assert _frozen(call).people == 6


def test_nothing_changes_once_the_pool_is_frozen(call: Call) -> None:
    crowd(call)
    _frozen(call)
    with pytest.raises(Conflict):
        propose_quotas(actor=call.organiser, activity=call.activity)
    with pytest.raises(Conflict):
        comes_forward(call, 0, 0)
    assert Volunteer.objects.count() == 12


def test_nothing_is_prepared_before_the_pool_is_frozen(call: Call) -> None:
    stage = observed(call)
    with pytest.raises(Conflict) as raised:
        stage.asks()
    assert raised.value.code == "not_frozen"

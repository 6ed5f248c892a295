"""The two faces of every policy agree: one object at a time, or a whole table at once."""

from datetime import UTC, datetime, timedelta

import pytest

from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.policy import Policy
from isegoria.core.registry import policies
from tests.architecture.populations import populations

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
WITH_MODEL = [policy for policy in policies().values() if policy.model is not None]


def test_every_model_of_a_policy_has_a_population_to_be_tried_on() -> None:
    assert {policy.model._meta.label for policy in WITH_MODEL if policy.model} <= set(populations())


@pytest.mark.django_db
@pytest.mark.parametrize("policy", WITH_MODEL, ids=lambda policy: policy.name)
def test_the_queryset_twin_agrees_with_the_decision(policy: Policy) -> None:
    assert policy.model is not None
    objects, people = populations()[policy.model._meta.label](NOW)
    actors: list[Actor] = [ANONYMOUS, SYSTEM, *people]
    assert len(objects) > 1
    for actor in actors:
        for now in (NOW - timedelta(days=400), NOW, NOW + timedelta(days=400)):
            one_by_one = {obj.pk for obj in objects if policy.decide(actor, obj, now=now)}
            at_once = policy.allowed_among(policy.model._default_manager.all(), actor, now=now)
            assert set(at_once.values_list("pk", flat=True)) == one_by_one


@pytest.mark.parametrize("policy", policies().values(), ids=lambda policy: policy.name)
def test_every_policy_says_what_it_opens(policy: Policy) -> None:
    assert str(policy.label)

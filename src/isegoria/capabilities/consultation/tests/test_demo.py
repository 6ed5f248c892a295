"""The consultation of the demonstration."""

import pytest

from isegoria.capabilities.consultation.demo import load_demo
from isegoria.capabilities.consultation.models import Likeness
from isegoria.capabilities.consultation.policies import WRITE_CONTRIBUTION
from isegoria.commons.people.models import Person
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.commons.posts.tests.support import actor_of
from isegoria.commons.processes.models import Activity


@pytest.mark.django_db
def test_the_demonstration_has_contributions_positions_and_look_alikes_and_loads_once() -> None:
    load_demo()
    load_demo()
    activity = Activity.objects.select_related("process").get(capability="consultation")
    posts = Post.objects.filter(activity=activity)
    assert posts.filter(parent=None).count() == 25
    assert posts.filter(parent=None, title="").count() == 5
    assert posts.exclude(parent=None).count() > 15
    assert Stance.objects.count() > 150
    assert Likeness.objects.count() == 1
    assert check_counters() == 0
    basile = Person.objects.get(account__email="basile@demo.example")
    activity = activity_by_slugs(None, activity.process.slug, activity.slug)
    assert WRITE_CONTRIBUTION.decide(actor_of(basile), activity)

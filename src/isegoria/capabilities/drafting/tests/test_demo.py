"""The measures of the demonstration."""

import pytest

from isegoria.capabilities.drafting.demo import load_demo
from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.states import MeasureState


@pytest.mark.django_db
def test_the_demonstration_has_a_measure_of_each_sort_and_loads_once() -> None:
    load_demo()
    load_demo()
    states = set(Measure.objects.values_list("state", flat=True))
    assert states == {MeasureState.DRAFT, MeasureState.READING, MeasureState.SUBMITTED}
    assert Measure.objects.count() == 3

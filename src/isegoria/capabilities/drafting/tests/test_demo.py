"""The measures of the demonstration."""

import pytest

from isegoria.capabilities.drafting.demo import load_demo
from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.states import MeasureState
from isegoria.commons.processes.demo import SLUG
from isegoria.commons.processes.demo import load_demo as load_process
from isegoria.commons.processes.models import Activity, Process


@pytest.mark.django_db
def test_the_demonstration_has_a_measure_of_each_sort_and_loads_once() -> None:
    load_process()
    Activity.objects.create(  # nothing is handed over to an authority that has not said by when
        process=Process.objects.get(slug=SLUG), capability="answers", slug="reponses", title={}
    )
    load_demo()
    load_demo()
    states = set(Measure.objects.values_list("state", flat=True))
    assert states == {MeasureState.DRAFT, MeasureState.READING, MeasureState.SUBMITTED}
    assert Measure.objects.count() == 3

"""Templates name phases that exist: a kind that no room knows would quietly become a mere date."""

import pytest

from isegoria.commons.processes.offers import offered
from isegoria.commons.processes.process_templates import TEMPLATES
from isegoria.commons.processes.process_templates.declare import MILESTONE_KIND


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_phase_of_an_installed_capability_is_of_a_kind_it_has(template) -> None:
    rooms = offered()
    named = {
        (activity.capability, phase.kind)
        for activity in template.activities
        for phase in activity.phases
        if activity.capability in rooms and phase.kind != MILESTONE_KIND
    }
    assert {pair for pair in named if pair[1] not in rooms[pair[0]]} == set()

"""Transition tables refuse to be wrong."""

import pytest
from django.db.models import TextChoices

from isegoria.core.errors import Conflict
from isegoria.core.machine import Machine, Transition


class Light(TextChoices):
    RED = "red"
    GREEN = "green"


GO = Transition("go", frozenset({Light.RED}), Light.GREEN, "Go")
STOP = Transition("stop", frozenset({Light.GREEN}), Light.RED, "Stop")


def test_an_event_leads_where_the_table_says() -> None:
    light = Machine("light", Light, Light.RED, [GO, STOP])
    assert light.after(Light.RED, "go") == Light.GREEN
    assert not light.allows(Light.GREEN, "go")
    with pytest.raises(Conflict):
        light.after(Light.GREEN, "go")


def test_a_state_that_can_never_be_reached_is_an_error() -> None:
    with pytest.raises(ValueError, match="never reached"):
        Machine("light", Light, Light.RED, [STOP])


def test_two_answers_to_one_event_are_an_error() -> None:
    other = Transition("go", frozenset({Light.RED}), Light.RED, "Stay")
    with pytest.raises(ValueError, match="ambiguous"):
        Machine("light", Light, Light.RED, [GO, STOP, other])


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown"):
        Machine(
            "light", Light, Light.RED, [GO, Transition("fly", frozenset({"sky"}), Light.RED, "")]
        )


def test_the_diagram_shows_every_transition() -> None:
    diagram = Machine("light", Light, Light.RED, [GO, STOP]).diagram()
    assert diagram.splitlines() == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    red --> green: go",
        "    green --> red: stop",
    ]

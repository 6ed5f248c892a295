"""What this installation can place in a process: its capabilities and their kinds of phase."""

from isegoria.commons.processes.kinds import MILESTONE
from isegoria.core import registry
from isegoria.core.component import Component
from isegoria.core.phases import PhaseKind
from isegoria.core.texts import Text, Texts, pick


def capabilities() -> dict[str, Component]:
    """The rooms that can be placed in a process, by name, in the order of installation."""
    return {
        component.name: component
        for component in registry.components()
        if component.activity is not None
    }


def kinds_of(capability: str) -> tuple[PhaseKind, ...]:
    """The kinds of phase of an activity of ``capability``; a milestone always is one."""
    component = capabilities().get(capability)
    own = component.phase_kinds if component else ()
    return own if MILESTONE in own else (*own, MILESTONE)


def offered() -> dict[str, frozenset[str]]:
    """The codes of the kinds of phase by capability: what a template can count on."""
    return {name: frozenset(kind.code for kind in kinds_of(name)) for name in capabilities()}


def phase_label(kind: str, title: Texts) -> Text:
    """What a phase is called: by its title, else as its kind is."""
    known = registry.phase_kinds().get(kind)
    return pick(title) or (known.label if known else kind)

"""State machines as tables: data that the code obeys, the documentation draws and the tests enumerate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.errors import Conflict
from isegoria.core.texts import Text


@dataclass(frozen=True, slots=True)
class Transition:
    """``event`` leads from each of ``sources`` to ``target``."""

    event: str
    sources: frozenset[str]
    target: str
    label: Text


class Machine:
    """A transition table over the states of one ``TextChoices``.

    Raises ValueError when two transitions answer one event in one state, when a state is unknown, or
    when a state can never be reached from ``initial``.
    """

    def __init__(
        self,
        name: str,
        states: type[TextChoices],
        initial: str,
        transitions: Iterable[Transition],
    ) -> None:
        self.name = name
        self.states = states
        self.initial = initial
        self.transitions = tuple(transitions)
        self._table: dict[tuple[str, str], str] = {}
        known = set(states.values)
        for transition in self.transitions:
            if unknown := (transition.sources | {transition.target}) - known:
                raise ValueError(f"{name}: unknown states {sorted(unknown)}")
            for source in transition.sources:
                if (source, transition.event) in self._table:
                    raise ValueError(f"{name}: {transition.event} from {source} is ambiguous")
                self._table[source, transition.event] = transition.target
        if unreachable := known - self._reachable():
            raise ValueError(f"{name}: never reached: {sorted(unreachable)}")

    def _reachable(self) -> set[str]:
        seen, frontier = {self.initial}, [self.initial]
        while frontier:
            state = frontier.pop()
            for (source, _event), target in self._table.items():
                if source == state and target not in seen:
                    seen.add(target)
                    frontier.append(target)
        return seen

    @property
    def events(self) -> tuple[str, ...]:
        """Every event, in the order of the table."""
        return tuple(dict.fromkeys(transition.event for transition in self.transitions))

    def allows(self, state: str, event: str) -> bool:
        """True when ``event`` can happen in ``state``."""
        return (state, event) in self._table

    def after(self, state: str, event: str) -> str:
        """The state after ``event``; raises Conflict when it cannot happen in ``state``."""
        try:
            return self._table[state, event]
        except KeyError:
            raise Conflict(
                _("This can no longer be done: meanwhile the state has changed."),
                code="illegal_transition",
                facts={"machine": self.name, "state": state, "event": event},
            ) from None

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for transition in self.transitions:
            lines += [
                f"    {source} --> {transition.target}: {transition.event}"
                for source in sorted(transition.sources)
            ]
        return "\n".join(lines)

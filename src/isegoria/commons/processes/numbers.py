"""The numbers of a process, as every room declares them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import BodyKind, Membership, Process, Theme
from isegoria.core import clock, registry
from isegoria.core.component import Statistic
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import number


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words, with what it counts."""

    label: Text
    value: str


def process_numbers(process: Process) -> tuple[Number, ...]:
    """What every room counts of ``process``; zeros say nothing and are left out. One statement each."""
    counted = (
        (statistic.label, statistic.count(process))
        for statistic in registry.declared(lambda component: component.statistics)
    )
    return tuple(Number(label, number(count)) for label, count in counted if count)


def _people_in_bodies(process: Process) -> int:
    return (
        Membership.objects.running(clock.now())
        .filter(body__process=process)
        .exclude(body__kind=BodyKind.TEAM)
        .values("person_id")
        .distinct()
        .count()
    )


def _themes(process: Process) -> int:
    return Theme.objects.filter(process=process).count()


STATISTICS = (
    Statistic(_("people in the bodies"), _people_in_bodies),
    Statistic(_("themes"), _themes),
)

"""What both processes of the story need to be prepared: a template of their own, and who sits where."""

from dataclasses import dataclass
from typing import Any

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Activity, Body, BodyKind, Process, TeamRole
from isegoria.commons.processes.process_templates.declare import (
    ProcessTemplate,
    TemplateBody,
    TemplatePhase,
    both,
)
from isegoria.commons.processes.services import begin_from_template, change_activity, seat_person
from isegoria.core.actor import SYSTEM
from isegoria.core.texts import Texts
from isegoria.site.demonstration.cast import (
    ARIANE,
    MODESTE,
    ODILE,
    VALERIE,
    actor_of,
    email_of,
    open_quietly,
)
from isegoria.site.demonstration.stage import Stage


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a body for somebody of the story."""

    key: str
    name: str
    function: Texts


TEAM = (
    (TeamRole.FACILITATOR, "fanny", "Fanny Spécimen"),
    (TeamRole.MODERATOR, MODESTE.key, MODESTE.name),
    (TeamRole.MODERATOR, "maud", "Maud Gabarit"),
    (TeamRole.AGENT, "agathe", "Agathe Modèle"),
    (TeamRole.OBSERVER, ODILE.key, ODILE.name),
)
"""Beside Ariane, who begins the process. Two moderate: an appeal is decided by the other one."""
GUARANTORS_BODY = TemplateBody(
    BodyKind.GUARANTORS,
    both("Garantes et garants", "Guarantors"),
    both(
        "Elles et ils veillent à l’équité, sans prendre parti sur le fond. Tout le monde peut leur écrire.",
        "They watch over fairness and take no side. Anybody can write to them.",
    ),
)
VICE_PRESIDENT = Seat(
    VALERIE.key,
    VALERIE.name,
    both("vice-présidente chargée de la participation", "vice-president for participation"),
)
_BECAUSE = "Désignation par l’assemblée régionale de Valombre."


def window(
    begins: int, first: int, days: int, kind: str, title: Texts, description: Texts | None = None
) -> TemplatePhase:
    """A phase from the day ``first`` of the story, in a process that begins on ``begins``."""
    return TemplatePhase(first - begins, days, title, description or {}, kind)


def begin(stage: Stage, template: ProcessTemplate, slug: str, begins: int) -> Process:
    """Begin a process of the story, as a draft, with its team."""
    process = begin_from_template(
        actor=actor_of(ARIANE),
        template=template,
        title=template.title,
        start=stage.day(begins),
        slug=slug,
    )
    team = Body.objects.get(process=process, kind=BodyKind.TEAM)
    for role, key, name in TEAM:
        account = account_of(key, name)
        seat_person(actor=SYSTEM, body=team, person=account.person, role=role, because=_BECAUSE)
    return process


def seat(process: Process, kind: str, seats: tuple[Seat, ...], because: str) -> None:
    """Give the members of a body of a draft their places."""
    body = Body.objects.get(process=process, kind=kind)
    for one in seats:
        seat_person(
            actor=SYSTEM,
            body=body,
            person=account_of(one.key, one.name).person,
            function=one.function,
            because=because,
        )


def account_of(key: str, name: str) -> Account:
    """The account of somebody of the story, opened if it is not there."""
    known = Account.objects.select_related("person").filter(email=email_of(key)).first()
    return known or open_quietly(key, name)


def activity_of(slug: str, capability: str) -> Activity:
    """An activity of a process of the story, with what policies read."""
    found: Activity = (
        Activity.objects.select_related("process")
        .prefetch_related("phases")
        .get(process__slug=slug, capability=capability)
    )
    return found


def choose(activity: Activity, **settings: Any) -> None:
    """The settings of an activity, as an organiser chooses them."""
    change_activity(
        actor=actor_of(ARIANE),
        activity=activity,
        title=activity.title,
        verification=activity.verification,
        activity_settings=settings,
    )

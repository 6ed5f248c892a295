"""Beginning a process, from nothing or from a template."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Body, BodyKind, Process, TeamRole
from isegoria.commons.processes.offers import offered
from isegoria.commons.processes.process_templates.declare import ProcessTemplate, both, plan
from isegoria.commons.processes.services.activities import add_activity
from isegoria.commons.processes.services.bodies import add_body
from isegoria.commons.processes.services.mandates import seat_person
from isegoria.commons.processes.services.themes import add_theme
from isegoria.commons.processes.services.timeline import plan_phase
from isegoria.commons.processes.writing import first_instant, free_slug, tidy
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.service import service
from isegoria.core.texts import Texts

TEAM_TITLE = both("Équipe", "Team")
TEAM_SLUG = "team"


@service(journal=journal.DRAFT)
def begin_process(
    *,
    actor: Actor,
    title: Texts,
    summary: Texts,
    slug: str = "",
    description: Texts | None = None,
) -> Process:
    """Begin a process, as a draft, with its team; whoever begins it is its first organiser.

    Raises Invalid when the address is taken; made of the title unless given.
    """
    policies.CREATE_PROCESS.authorise(actor)
    if Process.objects.filter(slug=slug).exists():
        raise Invalid(
            _("The process was not begun."),
            [_("Another process already has this address. Choose another.")],
            code="address",
        )
    process = Process.objects.create(
        slug=slug or free_slug(Process.objects.all(), title, "process"),
        title=tidy(title),
        summary=tidy(summary),
        description=tidy(description),
    )
    team = Body.objects.create(
        process=process, kind=BodyKind.TEAM, slug=TEAM_SLUG, title=dict(TEAM_TITLE)
    )
    if actor.person_id is not None:
        seat_person(
            actor=actor,
            body=team,
            person=Person.objects.get(pk=actor.person_id),
            role=TeamRole.ORGANISER,
            because=str(_("Began the process.")),
        )
    return process


@service(journal=journal.DRAFT)
def begin_from_template(
    *, actor: Actor, template: ProcessTemplate, title: Texts, start: date, slug: str = ""
) -> Process:
    """Begin a process with the texts, bodies, themes, activities and dates of ``template``.

    ``start`` is the first day, in the time zone of the installation. Everything can be changed after.
    Raises Invalid when the address is taken.
    """
    policies.CREATE_PROCESS.authorise(actor)
    process = begin_process(
        actor=actor,
        slug=slug,
        title=title,
        summary=template.summary,
        description=template.description,
    )
    for theme in template.themes:
        add_theme(actor=actor, process=process, title=theme)
    for body in template.bodies:
        add_body(
            actor=actor,
            process=process,
            kind=body.kind,
            title=body.title,
            description=body.description,
        )
    for planned in plan(template, start, offered()):
        activity = add_activity(
            actor=actor,
            process=process,
            capability=planned.capability,
            title=planned.title,
            verification=planned.verification,
        )
        for phase in planned.phases:
            plan_phase(
                actor=actor,
                activity=activity,
                kind=phase.kind,
                title=phase.title,
                description=phase.description,
                opens_at=first_instant(phase.opens),
                closes_at=first_instant(phase.closes),
            )
    return process

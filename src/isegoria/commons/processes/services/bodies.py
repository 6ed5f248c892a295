"""The bodies of a process."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Body, BodyKind, Invitation, Process
from isegoria.commons.processes.rules import problems_of_a_title
from isegoria.commons.processes.seats import locked_body
from isegoria.commons.processes.writing import (
    BODY_TEXTS,
    check_edition,
    free_slug,
    in_use,
    last_position,
    lock,
    move,
    tidy,
)
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import service
from isegoria.core.texts import Texts, pick


@service(journal=journal.DRAFT)
def add_body(
    *,
    actor: Actor,
    process: Process,
    kind: str,
    title: Texts,
    description: Texts | None = None,
    slug: str = "",
) -> Body:
    """Add a body to a draft. Raises Conflict when it would be a second team."""
    process = lock(process.pk)
    policies.EDIT_PROCESS.authorise(actor, process)
    return _create(process, kind, title, description, slug)


@service(journal=journal.BODY_CREATED)
def create_body(
    *,
    actor: Actor,
    process: Process,
    kind: str,
    title: Texts,
    description: Texts | None = None,
) -> Body:
    """Add a body to a running process, in the journal. Raises Invalid without a title fit for it."""
    process = lock(process.pk)
    policies.RUN_BODIES.authorise(actor, process)
    name = pick(tidy(title), settings.LANGUAGE_CODE)
    if problems := problems_of_a_title(name):
        raise Invalid(_("The body was not added."), problems, code="title")
    body = _create(process, kind, title, description, "")
    record(
        journal.BODY_CREATED,
        subject=process.ref,
        facts={"body": body.ref, "kind": kind, "title": name},
    )
    return body


@service(journal=journal.OWN_WORDS)
def change_body(
    *, actor: Actor, body: Body, title: Texts, description: Texts, seen: str = ""
) -> Body:
    """Change what a body says of itself. Raises Conflict when ``seen`` is stale."""
    body = locked_body(body)
    policies.EDIT_BODY.authorise(actor, body)
    check_edition(body, BODY_TEXTS, seen)
    body.title, body.description = tidy(title), tidy(description)
    body.save(update_fields=BODY_TEXTS)
    return body


@service(journal=journal.OWN_WORDS)
def move_body(*, actor: Actor, body: Body, by: int) -> None:
    """Put a body further down (up when ``by`` is negative)."""
    body = locked_body(body)
    policies.EDIT_BODY.authorise(actor, body)
    move(Body.objects.filter(process_id=body.process_id), body, by)


@service(journal=journal.DRAFT)
def remove_body(*, actor: Actor, body: Body) -> None:
    """Remove a body of a draft, with its invitations. Raises Conflict when somebody sits in it, when
    something hangs on it, and for the team."""
    body = locked_body(body)
    policies.EDIT_PROCESS.authorise(actor, body.process)
    if body.kind == BodyKind.TEAM:
        raise Conflict(_("A process always has a team."), code="team_stays")
    if in_use(body, beside=Invitation):
        raise Conflict(
            _("Somebody has a place in this body: it stays. End the mandates first."),
            code="body_in_use",
        )
    body.delete()


def _create(
    process: Process, kind: str, title: Texts, description: Texts | None, slug: str
) -> Body:
    bodies = Body.objects.filter(process=process)
    if kind == BodyKind.TEAM and bodies.filter(kind=kind).exists():
        raise Conflict(_("This process already has a team."), code="one_team")
    return Body.objects.create(
        process=process,
        kind=kind,
        slug=slug or free_slug(bodies, title, "body"),
        title=tidy(title),
        description=tidy(description),
        position=last_position(bodies),
    )

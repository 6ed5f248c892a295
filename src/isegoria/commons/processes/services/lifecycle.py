"""Publishing a process, archiving it, opening it again."""

from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Body, Membership, Phase, Process
from isegoria.commons.processes.readiness import missing
from isegoria.commons.processes.search import PROCESS_SEARCH
from isegoria.commons.processes.states import PROCESS_MACHINE
from isegoria.commons.processes.writing import lock, tell_who_follows
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import EntryKind
from isegoria.core.journal.record import record
from isegoria.core.policy import Policy
from isegoria.core.search.index import index
from isegoria.core.service import service
from isegoria.kernel.canonical import canonical, instant


@service(journal=journal.PROCESS_PUBLISHED)
def publish_process(*, actor: Actor, process: Process) -> Process:
    """Publish a draft. Raises Invalid with everything that any room still misses."""
    process = lock(process.pk)
    policies.PUBLISH_PROCESS.authorise(actor, process)
    if lacks := missing(process):
        raise Invalid(
            _("This process is not ready to be published."),
            [lack.sentence for lack in lacks],
            code="not_ready",
        )
    phases = list(Phase.objects.filter(activity__process=process))
    mandates = list(
        Membership.objects.filter(body__process=process, person__isnull=False)
        .order_by("body__position", "body_id", "began_at", "id")
        .select_related("body")
    )
    process.state = PROCESS_MACHINE.after(process.state, "publish")
    process.published_at = clock.now()
    process.save(update_fields=["state", "published_at"])
    index(PROCESS_SEARCH, process)
    record(
        journal.PROCESS_PUBLISHED,
        subject=process.ref,
        facts={
            "title": process.title[settings.LANGUAGE_CODE],
            "phases": len(phases),
            "timeline": _timeline_digest(phases),
            "mandates": len(mandates),
            "bodies": _bodies_digest(list(Body.objects.filter(process=process)), mandates),
        },
    )
    return process


@service(journal=journal.PROCESS_ARCHIVED)
def archive_process(*, actor: Actor, process: Process) -> Process:
    """Close a process for good: everything stays readable, nothing can be added."""
    return _move(actor, process, policies.ARCHIVE_PROCESS, "archive", journal.PROCESS_ARCHIVED)


@service(journal=journal.PROCESS_REOPENED)
def reopen_process(*, actor: Actor, process: Process) -> Process:
    """Open an archived process again."""
    return _move(actor, process, policies.REOPEN_PROCESS, "reopen", journal.PROCESS_REOPENED)


def _move(actor: Actor, process: Process, policy: Policy, event: str, kind: EntryKind) -> Process:
    process = lock(process.pk)
    policy.authorise(actor, process)
    process.state = PROCESS_MACHINE.after(process.state, event)
    process.save(update_fields=["state"])
    record(kind, subject=process.ref)
    tell_who_follows(process, actor)
    return process


def _timeline_digest(phases: list[Phase]) -> str:
    timeline = [
        {
            "phase": str(phase.ref),
            "kind": phase.kind,
            "opens_at": instant(phase.opens_at),
            "closes_at": instant(phase.closes_at),
        }
        for phase in phases
    ]
    return sha256(canonical(timeline)).hexdigest()


def _bodies_digest(bodies: list[Body], mandates: list[Membership]) -> str:
    """Of the bodies in order, each with the mandates begun before publication. No person enters it."""
    seats: dict[int, list[dict[str, str]]] = {body.pk: [] for body in bodies}
    for mandate in mandates:
        seats[mandate.body_id].append(
            {
                "mandate": str(mandate.ref),
                "role": mandate.role,
                "began_at": instant(mandate.began_at),
            }
        )
    listed = [
        {"body": str(body.ref), "kind": body.kind, "mandates": seats[body.pk]} for body in bodies
    ]
    return sha256(canonical(listed)).hexdigest()

"""Processes through the API."""

from datetime import datetime
from uuid import UUID

import ninja
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.policies import LIST_PROCESSES, READ_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.api.scaffold import Listing, Router
from isegoria.core.routes import actor_of
from isegoria.core.ui.pagination import paginate


class PhaseOut(ninja.Schema):
    """A phase: half-open window [opens_at, closes_at)."""

    ref: UUID
    activity: str
    kind: str
    title: dict[str, str]
    opens_at: datetime
    closes_at: datetime


class ProcessOut(ninja.Schema):
    """A process. Texts are by language."""

    ref: UUID
    slug: str
    state: str
    title: dict[str, str]
    summary: dict[str, str]
    published_at: datetime | None


class WholeProcessOut(ProcessOut):
    """A process with its timeline."""

    description: dict[str, str]
    phases: list[PhaseOut]


def router() -> Router:
    """The operations on processes."""
    routes = Router()

    @routes.read("/processes", policy=LIST_PROCESSES)
    def list_processes(request: HttpRequest, cursor: str = "") -> Listing[ProcessOut]:
        """The processes you may see, latest first: drafts too, for who prepares them."""
        visible = READ_PROCESS.allowed_among(Process.objects.all(), actor_of(request))
        dated = visible.annotate(since=Coalesce("published_at", "created_at"))
        found = paginate(dated, order=("-since", "-id"), cursor=cursor)
        return Listing.of(found.map(ProcessOut.from_orm))

    @routes.read("/processes/{slug}", policy=READ_PROCESS, load=process_by_slug)
    def read_process(_request: HttpRequest, process: Process) -> WholeProcessOut:
        """One process and its timeline."""
        phases = Phase.objects.filter(activity__process=process).select_related("activity")
        return WholeProcessOut(
            **ProcessOut.from_orm(process).dict(),
            description=process.description,
            phases=[
                PhaseOut(
                    ref=phase.ref,
                    activity=phase.activity.slug,
                    kind=phase.kind,
                    title=phase.title,
                    opens_at=phase.opens_at,
                    closes_at=phase.closes_at,
                )
                for phase in phases
            ],
        )

    return routes

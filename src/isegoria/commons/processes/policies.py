"""Who may read, draft and publish a process."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core.policy import ADMINISTRATOR, EVERYONE, Condition, Policy, concealed

_PUBLIC_STATES = (ProcessState.PUBLISHED, ProcessState.ARCHIVED)

IS_PUBLIC = Condition(
    "not_published",
    _("This process is not published yet."),
    test=lambda ask: ask.obj.state in _PUBLIC_STATES,
    rows=lambda _actor, _now: Q(state__in=_PUBLIC_STATES),
)
IS_DRAFT = Condition(
    "not_draft",
    _("This process is already published."),
    test=lambda ask: ask.obj.state == ProcessState.DRAFT,
    rows=lambda _actor, _now: Q(state=ProcessState.DRAFT),
)
IS_PUBLISHED = Condition(
    "not_running",
    _("This process is not running."),
    test=lambda ask: ask.obj.state == ProcessState.PUBLISHED,
    rows=lambda _actor, _now: Q(state=ProcessState.PUBLISHED),
)
IS_ARCHIVED = Condition(
    "not_archived",
    _("This process is not archived."),
    test=lambda ask: ask.obj.state == ProcessState.ARCHIVED,
    rows=lambda _actor, _now: Q(state=ProcessState.ARCHIVED),
)

LIST_PROCESSES = Policy("processes.list", _("See the list of processes"), EVERYONE)
READ_PROCESS = Policy(
    "processes.read", _("Read a process"), concealed(IS_PUBLIC | ADMINISTRATOR), Process
)
CREATE_PROCESS = Policy("processes.create", _("Begin a process"), ADMINISTRATOR)
EDIT_PROCESS = Policy(
    "processes.edit", _("Prepare a process"), concealed(ADMINISTRATOR) & IS_DRAFT, Process
)
PUBLISH_PROCESS = Policy(
    "processes.publish", _("Publish a process"), concealed(ADMINISTRATOR) & IS_DRAFT, Process
)
RESCHEDULE_PHASE = Policy(
    "processes.reschedule",
    _("Move a phase of a running process"),
    concealed(ADMINISTRATOR) & IS_PUBLISHED,
    Process,
)
ARCHIVE_PROCESS = Policy(
    "processes.archive", _("Archive a process"), concealed(ADMINISTRATOR) & IS_PUBLISHED, Process
)
REOPEN_PROCESS = Policy(
    "processes.reopen", _("Open an archived process again"),
    concealed(ADMINISTRATOR) & IS_ARCHIVED, Process,
)  # fmt: skip

POLICIES = (
    LIST_PROCESSES,
    READ_PROCESS,
    CREATE_PROCESS,
    EDIT_PROCESS,
    PUBLISH_PROCESS,
    RESCHEDULE_PHASE,
    ARCHIVE_PROCESS,
    REOPEN_PROCESS,
)

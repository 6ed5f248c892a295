"""Who may group contributions into ideas, and say how much an idea matters."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.phases import GRADE, GROUP
from isegoria.commons.posts.conditions import (
    IS_PUBLISHED,
    IS_VISIBLE,
    PROCESS_IS_PUBLIC,
    PROCESS_RUNS,
)
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.policies import LIST_POSTS
from isegoria.commons.processes.conditions import opened, sits_in, stands
from isegoria.commons.processes.models import Activity, BodyKind
from isegoria.commons.processes.states import ProcessState
from isegoria.core.policy import Condition, Policy, concealed

IDEA_CODE = "assembly.idea"
MEMBERS = (BodyKind.PANEL, BodyKind.WORKING_GROUP)
_IS_IDEA = Condition(
    "not_an_idea",
    _("This text is not an idea of the panel."),
    test=lambda ask: ask.obj.kind == IDEA_CODE,
    rows=lambda _actor, _now: Q(kind=IDEA_CODE),
)
_RUNS = stands(
    "not_running",
    _("This process is not running."),
    ProcessState.PUBLISHED,
    path="activity__process",
)
_SEEN = concealed(IS_PUBLISHED & IS_VISIBLE & PROCESS_IS_PUBLIC & _IS_IDEA)
_MEMBER = sits_in(*MEMBERS, path="activity__process")

GATHER = Policy(
    "assembly.gather",
    _("Group contributions into a new idea"),
    LIST_POSTS.predicate & PROCESS_RUNS & sits_in(*MEMBERS, path="process") & opened(GROUP),
    Activity,
)
WORK_ON_IDEA = Policy(
    "assembly.work_on_idea",
    _("Name an idea, add contributions to it, take some out"),
    _SEEN & _MEMBER & _RUNS & opened(GROUP, "activity"),
    Post,
)
GRADE_IDEA = Policy(
    "assembly.grade",
    _("Say how much an idea matters"),
    _SEEN & _MEMBER & _RUNS & opened(GRADE, "activity"),
    Post,
)
POLICIES = (GATHER, WORK_ON_IDEA, GRADE_IDEA)

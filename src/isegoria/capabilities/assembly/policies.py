"""Who may group contributions into ideas, say how much an idea matters, put texts to the vote."""

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
from isegoria.commons.processes.conditions import is_running, opened, sits_in, team
from isegoria.commons.processes.models import Activity, BodyKind, TeamRole
from isegoria.core.policy import Condition, Policy, about_actor, concealed, having

IDEA_CODE = "assembly.idea"
MANDATE_CODE, WISH_CODE = "assembly.mandate", "assembly.wish"
VOTED = (MANDATE_CODE, WISH_CODE)
"""The kinds of text on which a body votes as they stand."""
MEMBERS = (BodyKind.PANEL, BodyKind.WORKING_GROUP)
_IS_IDEA = having("not_an_idea", _("This text is not an idea of the panel."), kind=IDEA_CODE)
_RUNS = is_running("activity__process")
_SEEN = concealed(IS_PUBLISHED & IS_VISIBLE & PROCESS_IS_PUBLIC & _IS_IDEA)
_IS_VOTED = Condition(
    "not_voted",
    _("This text is neither a mandate nor a wish."),
    test=lambda ask: ask.obj.kind in VOTED,
    rows=lambda _actor, _now: Q(kind__in=VOTED),
)
_LEADERS = (TeamRole.ORGANISER, TeamRole.FACILITATOR)
_NOBODY = about_actor(
    "vote", _("A mandate or a wish is published when it is put to the vote."), lambda _actor: False
)
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
PUBLISH_VOTED = Policy(
    "assembly.publish", _("Publish a mandate or a wish without a vote"), _NOBODY, Activity
)
"""Of the kinds of post: neither is ever published by the form of all texts."""
PUT_TO_VOTE = Policy(
    "assembly.put_to_vote",
    _("Put a mandate or a wish to the vote"),
    LIST_POSTS.predicate & PROCESS_RUNS & team(*_LEADERS, path="process"),
    Activity,
)
CLOSE_TEXT_VOTE = Policy(
    "assembly.close_vote",
    _("Close the vote on a mandate or a wish and publish its result"),
    concealed(IS_PUBLISHED & IS_VISIBLE & PROCESS_IS_PUBLIC & _IS_VOTED)
    & team(*_LEADERS, path="activity__process")
    & _RUNS,
    Post,
)
POLICIES = (GATHER, WORK_ON_IDEA, GRADE_IDEA, PUBLISH_VOTED, PUT_TO_VOTE, CLOSE_TEXT_VOTE)
